package io.weir.engine.runtime;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the deliveries in flight that descend from one message of a source which wants to know
 * when all of them are dealt with.
 *
 * @threads any
 */
final class Lineage {
  // So far below zero that no number of deliveries gets it back.
  private static final int OVER = Integer.MIN_VALUE / 2;

  private final AtomicInteger inFlight = new AtomicInteger(1);
  private final Runnable whenDone;

  /** A lineage with the source's own hand on it, which it takes away by {@link #leave}. */
  Lineage(Runnable whenDone) {
    this.whenDone = whenDone;
  }

  /** A delivery more. */
  void enter() {
    inFlight.incrementAndGet();
  }

  /** A delivery less: completed, failed or dropped. The last one tells the source. */
  void leave() {
    if (inFlight.decrementAndGet() == 0) {
      whenDone.run();
    }
  }

  /** Whether nothing is in flight any more. */
  boolean isOver() {
    return inFlight.get() <= 0;
  }

  /**
   * Tells the source now, whatever is still in flight.
   *
   * @return whether anything was
   */
  boolean expire() {
    if (inFlight.getAndSet(OVER) > 0) {
      whenDone.run();
      return true;
    }
    return false;
  }
}
