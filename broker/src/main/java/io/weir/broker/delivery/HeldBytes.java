package io.weir.broker.delivery;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What clients make the broker hold in memory beyond the moment, all of them together, as
 * estimated: sessions, subscriptions, what waits in queues, retained messages, wills, topic
 * aliases.
 *
 * <p>At the bound nothing new is taken in: sessions, subscriptions and wills are refused, queues
 * count as full. What passes through without being held goes on as before.
 *
 * @threads any
 */
public final class HeldBytes {
  private final long maximum;
  private final AtomicLong held = new AtomicLong();

  /** Nothing held yet. */
  public HeldBytes(long maximum) {
    this.maximum = maximum;
  }

  public long held() {
    return held.get();
  }

  /** Whether nothing new should be taken in. */
  public boolean isFull() {
    return held.get() >= maximum;
  }

  /** So far above the bound that those who would only wait must give way too. */
  public boolean isOverfull() {
    return held.get() >= maximum + maximum / 4;
  }

  /**
   * Counts more, whatever the bound: who calls this has asked {@link #isFull} where it mattered.
   */
  public void add(long bytes) {
    held.addAndGet(bytes);
  }

  public void remove(long bytes) {
    held.addAndGet(-bytes);
  }

  /** A share of the whole, so that one client alone can't take all of it. */
  public long share(int parts) {
    return maximum / parts;
  }
}
