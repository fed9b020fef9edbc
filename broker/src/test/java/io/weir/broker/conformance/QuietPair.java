package io.weir.broker.conformance;

import static io.weir.broker.conformance.Bytes.puback;
import static io.weir.broker.conformance.Bytes.publish;
import static io.weir.broker.conformance.Bytes.subscribe311;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * Two clients that exchange one message after the other by QoS 1, whatever goes on beside them, and
 * have to get each of them, in order, within a time in which a broker that is held up by others
 * would not answer.
 */
final class QuietPair {
  private static final int LEAST_MESSAGES = 300;
  private static final int PATIENCE_SECONDS = 5;

  private final Wire subscriber;
  private final Wire publisher;
  private final FutureTask<Integer> exchange = new FutureTask<>(this::exchange);
  private volatile boolean isEnough;

  QuietPair(BrokerExtension broker) {
    subscriber =
        broker
            .client("quiet-sub")
            .waitsAtMost(PATIENCE_SECONDS)
            .sends(subscribe311(1, "quiet", 1))
            .receives("9003000101");
    publisher = broker.client("quiet-pub").waitsAtMost(PATIENCE_SECONDS);
    Thread thread = new Thread(exchange, "quiet pair");
    thread.setDaemon(true);
    thread.start();
  }

  private int exchange() {
    int i = 0;
    while (i < LEAST_MESSAGES || !isEnough) {
      int id = i % 60_000 + 1;
      publisher.sends(publish(0x32, "quiet", id, "m" + i));
      byte[] received = subscriber.nextPacket();
      assertThat(received).endsWith(Bytes.raw("m" + i));
      subscriber.sends(puback((received[9] & 0xFF) << 8 | (received[10] & 0xFF)));
      publisher.receives(puback(id));
      i++;
    }
    return i;
  }

  /** Nothing was lost until now. */
  void isUnharmed() throws Exception {
    isEnough = true;
    try {
      assertThat(exchange.get(60, TimeUnit.SECONDS)).isGreaterThanOrEqualTo(LEAST_MESSAGES);
    } catch (ExecutionException failure) {
      throw new AssertionError("the quiet pair was harmed: " + failure.getCause(), failure);
    }
  }
}
