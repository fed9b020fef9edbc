package io.weir.engine.runtime;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the deliveries in flight that descend from one message of a source which wants to know
 * when all of them are dealt with.
 *
 * @threads any
 */
final class Lineage {
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
}
