package io.weir.engine.runtime;

import io.vertx.core.Vertx;
import io.weir.engine.node.NodeContext.Timer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The timers of one node.
 *
 * @threads set, run and cancelled on the tab's context, in turn with its messages
 */
final class SlotTimers {
  private final Vertx vertx;
  private final Mailbox mailbox;
  private final NodeSlot slot;
  private final Set<SlotTimer> timers = new HashSet<>();

  SlotTimers(Vertx vertx, Mailbox mailbox, NodeSlot slot) {
    this.vertx = vertx;
    this.mailbox = mailbox;
    this.slot = slot;
  }

  Timer start(long milliseconds, Runnable action, boolean repeats) {
    SlotTimer timer = new SlotTimer(action, repeats);
    timers.add(timer);
    timer.schedule(Math.max(1, milliseconds));
    return timer;
  }

  void cancelAll() {
    // Copied, since cancelling removes from the set.
    List.copyOf(timers).forEach(SlotTimer::cancel);
  }

  private final class SlotTimer implements Timer {
    private final Runnable action;
    private final boolean repeats;
    private long vertxTimer;
    private boolean cancelled;

    SlotTimer(Runnable action, boolean repeats) {
      this.action = action;
      this.repeats = repeats;
    }

    void schedule(long milliseconds) {
      vertxTimer =
          repeats
              ? vertx.setPeriodic(milliseconds, id -> fire())
              : vertx.setTimer(milliseconds, id -> fire());
    }

    private void fire() {
      if (mailbox.isClosed()) {
        // The flow was given up; nobody else will cancel what repeats.
        vertx.cancelTimer(vertxTimer);
        return;
      }
      mailbox.post(new Delivery(slot, this::run));
    }

    private void run() {
      if (cancelled) {
        return;
      }
      if (!repeats) {
        timers.remove(this);
      }
      action.run();
    }

    @Override
    public void cancel() {
      if (!cancelled) {
        cancelled = true;
        timers.remove(this);
        vertx.cancelTimer(vertxTimer);
      }
    }
  }
}
