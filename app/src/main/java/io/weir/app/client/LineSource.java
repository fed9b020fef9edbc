package io.weir.app.client;

import io.vertx.core.buffer.Buffer;
import io.weir.broker.client.Outgoing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;

/** A message for each line of an input, as soon as the line is there. */
public final class LineSource implements Publisher.Source {
  private final InputStream in;
  private final Function<Buffer, Outgoing> messages;

  /**
   * A source.
   *
   * @param messages what becomes of a line; the line is without its end
   */
  public LineSource(InputStream in, Function<Buffer, Outgoing> messages) {
    this.in = in;
    this.messages = messages;
  }

  @Override
  public void sendTo(Publisher.Sender sender) throws IOException, InterruptedException {
    byte[] chunk = new byte[8192];
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
      for (int i = 0; i < length; i++) {
        if (chunk[i] == '\n') {
          send(line, sender);
        } else {
          line.write(chunk[i]);
        }
      }
    }
    if (line.size() > 0) {
      send(line, sender);
    }
  }

  private void send(ByteArrayOutputStream line, Publisher.Sender sender)
      throws InterruptedException {
    sender.send(messages.apply(Buffer.buffer(line.toByteArray())));
    line.reset();
  }
}
