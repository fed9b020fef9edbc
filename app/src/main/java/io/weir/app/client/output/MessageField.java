package io.weir.app.client.output;

import io.weir.broker.client.Incoming;
import io.weir.broker.client.Property;
import io.weir.broker.client.PropertyList;
import io.weir.broker.client.PropertyType;
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
  private static void own(char letter, Incoming message, Padding pad, ByteArrayOutputStream out) {
    byte[] payload = message.payload();
    switch (letter) {
      case 't' -> pad.text(message.topic(), out);
      case 'p' -> pad.payload(payload, out);
      case 'x' -> pad.hex(payload, LOWER, out);
      case 'X' -> pad.hex(payload, UPPER, out);
      case 'l' -> pad.number(payload.length, out);
      case 'm' -> pad.number(message.packetId(), out);
      case 'q' -> out.write('0' + message.qos().level());
      case 'r' -> out.write(message.retain() ? '1' : '0');
      default -> throw new IllegalArgumentException("%" + letter);
    }
  }

  private static void property(
      char letter, PropertyList properties, Padding pad, ByteArrayOutputStream out) {
    switch (letter) {
      case 'C' -> {
        String type = properties.text(PropertyType.CONTENT_TYPE);
        if (type == null) {
          pad.noText(out);
        } else {
          pad.text(type, out);
        }
      }
      case 'R' -> {
        // Unlike the others it takes no room if it isn't there.
        String topic = properties.text(PropertyType.RESPONSE_TOPIC);
        if (topic != null) {
          pad.text(topic, out);
        }
      }
      case 'D' -> {
        Property data = properties.first(PropertyType.CORRELATION_DATA);
        if (data != null) {
          out.writeBytes(data.content().getBytes());
        }
      }
      case 'P' ->
          out.writeBytes(
              properties.all().stream()
                  .filter(property -> property.type() == PropertyType.USER_PROPERTY)
                  .map(pair -> pair.name() + ":" + pair.text())
                  .collect(Collectors.joining(" "))
                  .getBytes(StandardCharsets.UTF_8));
      case 'A' -> number(properties.first(PropertyType.TOPIC_ALIAS), pad, out);
      case 'E' -> number(properties.first(PropertyType.MESSAGE_EXPIRY_INTERVAL), pad, out);
      case 'F' -> number(properties.first(PropertyType.PAYLOAD_FORMAT_INDICATOR), pad, out);
      case 'S' -> number(properties.first(PropertyType.SUBSCRIPTION_IDENTIFIER), pad, out);
      default -> throw new IllegalArgumentException("%" + letter);
    }
  }

  private static void number(@Nullable Property property, Padding pad, ByteArrayOutputStream out) {
    if (property == null) {
      pad.noNumber(out);
    } else {
      pad.number(property.number(), out);
    }
  }

  private static void unixTime(ZonedDateTime time, ByteArrayOutputStream out) {
    out.writeBytes(
        String.format("%d.%09d", time.toEpochSecond(), time.getNano())
            .getBytes(StandardCharsets.US_ASCII));
  }

  private static void json(
      Incoming message,
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
