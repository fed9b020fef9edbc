package io.weir.broker.session;

import io.weir.broker.loop.TimerWheel;
import org.jspecify.annotations.Nullable;

/**
 * Notices a session whose client acknowledges nothing for long, so that nobody waits for it in
 * vain.
 *
 * @threads the session's loop
 */
final class StallCheck {
  private final Session session;
  private final Runnable onStall;
  private TimerWheel.@Nullable Timer timer;
  private boolean hasProgressed;
  private boolean isStalled;

  StallCheck(Session session, Runnable onStall) {
    this.session = session;
    this.onStall = onStall;
  }

  /** Whether nothing has been acknowledged for so long. */
  boolean isStalled() {
    return isStalled;
  }

  /** Watches from here on, unless it does already. */
  void start() {
    if (timer == null) {
      hasProgressed = false;
      timer = session.loop().timers().timer(this::check);
      timer.start(nanos());
    }
  }

  /** The client has taken a step. */
  void progressed() {
    hasProgressed = true;
  }

  /** The client is not stalled, or no longer. */
  void clear() {
    isStalled = false;
  }

  void stop() {
    if (timer != null) {
      timer.stop();
      timer = null;
    }
  }

  private void check() {
    if (hasProgressed) {
      hasProgressed = false;
      if (timer != null) {
        timer.start(nanos());
      }
      return;
    }
    timer = null;
    isStalled = true;
    onStall.run();
  }

  private long nanos() {
    return session.services().limits().connection().stuckAfter().toNanos();
  }
}
