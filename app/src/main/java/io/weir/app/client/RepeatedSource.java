package io.weir.app.client;

import io.weir.broker.client.Outgoing;
import java.time.Duration;

/**
 * One message, once or several times.
 *
 * @param pause from when the broker has one to the next
 */
public record RepeatedSource(Outgoing message, int times, Duration pause)
    implements Publisher.Source {
  @Override
  public void sendTo(Publisher.Sender sender) throws InterruptedException {
    for (int i = 0; i < times; i++) {
      if (i > 0) {
        sender.pause(pause);
      }
      sender.send(message);
    }
  }
}
