package io.weir.engine.runtime;

import io.weir.engine.live.Hop;
import io.weir.engine.live.Trace;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

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
  private final @Nullable Trace trace;

  /**
   * A lineage with the source's own hand on it, which it takes away by {@link #leave}.
   *
   * @param trace where its way is noted; null for nowhere
   */
  Lineage(Runnable whenDone, @Nullable Trace trace) {
    this.whenDone = whenDone;
    this.trace = trace;
  }

  /** The lineage of a message that nobody waits for, but whose way is noted. */
  static Lineage of(Trace trace) {
    return new Lineage(() -> {}, trace);
  }

  /** Notes that a node has begun with a delivery; null if its way isn't noted. */
  @Nullable Hop arrived(String nodeId) {
    return trace == null ? null : trace.arrived(nodeId);
  }

  /** A delivery more. */
  void enter() {
    inFlight.incrementAndGet();
  }

  /** A delivery less: completed, failed or dropped. The last one tells the source. */
  void leave() {
    if (inFlight.decrementAndGet() == 0) {
      over();
    }
  }

  private void over() {
    if (trace != null) {
      trace.over();
    }
    whenDone.run();
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
      over();
      return true;
    }
    return false;
  }
}
