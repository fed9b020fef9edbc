package io.weir.app.client.output;

import io.weir.broker.client.Incoming;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Prints messages, each at once and as the bytes that it is. */
public final class MessagePrinter {
  private final OutputStream out;
  private final Clock clock;
  private final Style style;

  /**
   * How messages look.
   *
   * @param format null for the payload alone
   * @param isVerbose without a format: whether the topic goes before the payload
   * @param endsLines whether each message is a line of its own
   * @param share how many of the messages are printed, by chance; 1 is all
   */
  public record Style(
      @Nullable MessageFormat format, boolean isVerbose, boolean endsLines, double share) {}

  /** A printer that flushes after each message. */
  public MessagePrinter(OutputStream out, Clock clock, Style style) {
    this.out = out;
    this.clock = clock;
    this.style = style;
  }

  /**
   * Prints a message.
   *
   * @throws IOException if nobody reads any more
   */
  public void print(Incoming message) throws IOException {
    if (style.share() < 1 && ThreadLocalRandom.current().nextDouble() >= style.share()) {
      return;
    }
    ByteArrayOutputStream line = new ByteArrayOutputStream(message.payload().length + 64);
    if (style.format() != null) {
      style.format().write(message, ZonedDateTime.now(clock), line);
      endLine(line);
    } else if (message.payload().length > 0) {
      if (style.isVerbose()) {
        line.writeBytes((message.topic() + " ").getBytes(StandardCharsets.UTF_8));
      }
      line.writeBytes(message.payload());
      endLine(line);
    } else if (style.isVerbose() && style.endsLines()) {
      line.writeBytes((message.topic() + " (null)").getBytes(StandardCharsets.UTF_8));
      endLine(line);
    }
    line.writeTo(out);
    out.flush();
  }

  private void endLine(ByteArrayOutputStream line) {
    if (style.endsLines()) {
      line.write('\n');
    }
  }
}
