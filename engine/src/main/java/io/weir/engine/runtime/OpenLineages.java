package io.weir.engine.runtime;

import io.weir.engine.live.Trace;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one source whose end isn't known yet. After a time limit a message counts as
 * dealt with: some node keeps it longer than its source should wait, or never says that it is done,
 * as function nodes may forget to. Otherwise a source that has so many messages out at most would
 * fall silent for ever.
 *
 * @threads the source's context
 */
final class OpenLineages {
  private record Open(Lineage lineage, Runnable whenLost, long sinceMillis) {}

  // Bounded by what the source has out at a time.
  private final Deque<Open> open = new ArrayDeque<>();
  private final long limitMillis;

  OpenLineages(long limitMillis) {
    this.limitMillis = limitMillis;
  }

  /**
   * A message set out.
   *
   * @param trace where its way is noted; null for nowhere
   */
  Lineage begin(Runnable whenDone, Runnable whenLost, @Nullable Trace trace, long nowMillis) {
    prune();
    Lineage lineage = new Lineage(whenDone, trace);
    open.add(new Open(lineage, whenLost, nowMillis));
    return lineage;
  }

  private void prune() {
    while (!open.isEmpty() && open.peek().lineage.isOver()) {
      open.remove();
    }
  }

  /**
   * Ends those that are out for too long.
   *
   * @return how many
   */
  int expire(long nowMillis) {
    int expired = 0;
    while (!open.isEmpty() && open.peek().sinceMillis <= nowMillis - limitMillis) {
      if (open.remove().lineage.expire()) {
        expired++;
      }
    }
    prune();
    return expired;
  }

  /** Nothing goes on any more: those that are out are lost. */
  void lose() {
    for (Open each : open) {
      // One behind others may be over before them, and then is its source's no more.
      if (!each.lineage().isOver()) {
        each.whenLost().run();
      }
    }
    open.clear();
  }

  /** How many are being watched. */
  int size() {
    return open.size();
  }
}
