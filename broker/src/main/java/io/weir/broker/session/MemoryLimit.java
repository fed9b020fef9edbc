package io.weir.broker.session;

import io.weir.broker.BrokerEvent;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Whether what the broker holds for its clients has reached its bound. That is measured now and
 * then, so that nothing is counted for each message.
 *
 * @threads any
 */
public final class MemoryLimit {
  private final long maxBytes;
  private final Consumer<BrokerEvent> events;
  private volatile boolean isReached;

  private MemoryLimit(long maxBytes, Consumer<BrokerEvent> events) {
    this.maxBytes = maxBytes;
    this.events = events;
  }

  /** A limit, or null if there is none. */
  public static @Nullable MemoryLimit of(long maxBytes, Consumer<BrokerEvent> events) {
    return maxBytes == 0 ? null : new MemoryLimit(maxBytes, events);
  }

  /** Whether nothing more is to be taken in. */
  public boolean isReached() {
    return isReached;
  }

  /** Notes how much is held now. */
  public void measured(long bytes) {
    boolean wasReached = isReached;
    isReached = bytes >= maxBytes;
    if (isReached && !wasReached) {
      events.accept(
          new BrokerEvent.LimitReached(
              "maxHeldBytes", null, bytes + " bytes are held, and " + maxBytes + " allowed"));
    }
  }
}
