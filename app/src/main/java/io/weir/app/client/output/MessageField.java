package io.weir.app.client.output;

import io.weir.app.client.Arrival;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What {@code %} and a letter stand for. */
final class MessageField {
  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxx", Locale.ENGLISH);
  private static final HexFormat LOWER = HexFormat.of();
  private static final HexFormat UPPER = HexFormat.of().withUpperCase();

  private MessageField() {}

  /** The part for a letter that there is. */
  static MessageFormat.Part of(
      char letter, Padding pad, boolean isPretty, MessageFormat.Problems problems) {
    return switch (letter) {
      case 'I' -> (message, time, out) -> pad.text(ISO.format(time), out);
      case 'U' -> (message, time, out) -> unixTime(time, out);
      case 'j' -> (message, time, out) -> json(message, time, false, isPretty, problems, out);
      case 'J' -> (message, time, out) -> json(message, time, true, isPretty, problems, out);
      case 'A', 'C', 'D', 'E', 'F', 'P', 'R', 'S' ->
          (message, time, out) -> property(letter, message.properties(), pad, out);
      default -> (message, time, out) -> own(letter, message, pad, out);
    };
  }

  /** What every message has. */
  private static void own(char letter, Arrival message, Padding pad, ByteArrayOutputStream out) {
    byte[] payload = message.payload().array();
    switch (letter) {
      case 't' -> pad.text(message.topic(), out);
      case 'p' -> pad.payload(payload, out);
      case 'x' -> pad.hex(payload, LOWER, out);
      case 'X' -> pad.hex(payload, UPPER, out);
      case 'l' -> pad.number(payload.length, out);
      case 'm' -> pad.number(message.packetId(), out);
      case 'q' -> out.write('0' + message.qos());
      case 'r' -> out.write(message.retain() ? '1' : '0');
      default -> throw new IllegalArgumentException("%" + letter);
    }
  }

  private static void property(
      char letter, Arrival.Properties properties, Padding pad, ByteArrayOutputStream out) {
    switch (letter) {
      case 'C' -> {
        if (properties.contentType() == null) {
          pad.noText(out);
        } else {
          pad.text(properties.contentType(), out);
        }
      }
      case 'R' -> {
        // Unlike the others it takes no room if it isn't there.
        if (properties.responseTopic() != null) {
          pad.text(properties.responseTopic(), out);
        }
      }
      case 'D' -> {
        if (properties.correlationData() != null) {
          out.writeBytes(properties.correlationData().array());
        }
      }
      case 'E' -> number(properties.expirySeconds(), pad, out);
      case 'F' ->
          number(properties.isUtf8() == null ? null : properties.isUtf8() ? 1L : 0L, pad, out);
      case 'P' ->
          out.writeBytes(
              properties.userProperties().stream()
                  .map(pair -> pair.name() + ":" + pair.value())
                  .collect(Collectors.joining(" "))
                  .getBytes(StandardCharsets.UTF_8));
      // Topic aliases and subscription ids are the library's business and don't reach us.
      default -> pad.noNumber(out);
    }
  }

  private static void number(@Nullable Long number, Padding pad, ByteArrayOutputStream out) {
    if (number == null) {
      pad.noNumber(out);
    } else {
      pad.number(number, out);
    }
  }

  private static void unixTime(ZonedDateTime time, ByteArrayOutputStream out) {
    out.writeBytes(
        String.format("%d.%09d", time.toEpochSecond(), time.getNano())
            .getBytes(StandardCharsets.US_ASCII));
  }

  private static void json(
      Arrival message,
      ZonedDateTime time,
      boolean isJson,
      boolean isPretty,
      MessageFormat.Problems problems,
      ByteArrayOutputStream out) {
    try {
      JsonMessage.write(message, time, isJson, isPretty, out);
    } catch (IOException e) {
      problems.report("the payload on " + message.topic() + " is not JSON, as %J needs it");
    }
  }
}
