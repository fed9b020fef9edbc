package io.weir.broker.session;

import io.weir.broker.BrokerEvent.DropReason;
import io.weir.broker.BrokerEvent.PublicationsDropped;
import java.util.concurrent.TimeUnit;

/**
 * Counts the publications that a session drops, and reports them once a second while it does.
 *
 * @threads the session's loop
 */
final class DropCounter {
  private static final long REPORT_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final DropReason[] REASONS = DropReason.values();

  private final Session session;
  private final long[] counts = new long[REASONS.length];
  private boolean isScheduled;

  DropCounter(Session session) {
    this.session = session;
  }

  void count(DropReason reason) {
    session.loop().stats().publicationsDropped++;
    for (int i = 0; i < REASONS.length; i++) {
      counts[i] += REASONS[i] == reason ? 1 : 0;
    }
    if (!isScheduled) {
      isScheduled = true;
      session.loop().timers().timer(this::report).start(REPORT_NANOS);
    }
  }

  private void report() {
    isScheduled = false;
    for (int i = 0; i < REASONS.length; i++) {
      if (counts[i] > 0) {
        session
            .services()
            .events()
            .accept(new PublicationsDropped(session.clientId(), counts[i], REASONS[i]));
        counts[i] = 0;
      }
    }
  }
}
