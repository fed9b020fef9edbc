package io.weir.broker.delivery;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What clients make the broker hold in memory beyond the moment, all of them together, as
 * estimated: sessions, subscriptions, what waits in queues, retained messages, wills, topic
 * aliases.
 *
 * <p>At the bound nothing new is taken in: sessions, subscriptions, wills and retained messages are
 * refused, and queues count as full with a small part of it. As always with a full queue, those who
 * publish to a client that is connected wait, and one that is absent goes without what comes, so
 * that no sleeper stops those who are awake. A quarter above the bound, what is published to those
 * who are owed much is refused. What passes through without being held goes on as before.
 *
 * @threads any
 */
public final class HeldBytes {
  /** Parts of the bound that a queue is left when that is reached. */
  private static final int QUEUES = 1_024;

  private volatile long maximum;
  private final AtomicLong held = new AtomicLong();

  /** Nothing held yet. */
  public HeldBytes(long maximum) {
    this.maximum = maximum;
  }

  public long held() {
    return held.get();
  }

  /** Another bound; what is held already may be above it. */
  public void maximum(long newMaximum) {
    maximum = newMaximum;
  }

  /** Whether nothing new should be taken in. */
  public boolean isFull() {
    return held.get() >= maximum;
  }

  /** So far above the bound that waiting does not help any more. */
  public boolean isOverfull() {
    long bound = maximum;
    return held.get() >= bound + bound / 4;
  }

  /** Whether that much in one queue is too much, since the bound is reached. */
  public boolean isBeyondShare(long bytesInQueue) {
    return isFull() && bytesInQueue > maximum / QUEUES;
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
