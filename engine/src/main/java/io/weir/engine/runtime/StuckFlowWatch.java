package io.weir.engine.runtime;

import io.vertx.core.Future;
import io.weir.engine.event.FlowStuck;
import io.weir.engine.event.LogEntry;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Notices flows whose thread doesn't come back from a node. It is interrupted first; if a second
 * later it still is where it was, the flow is given up with its thread, and somebody else starts it
 * afresh.
 *
 * @threads the control context
 */
final class StuckFlowWatch {
  private static final long LOOK_MILLIS = 200;
  private static final long GRACE_NANOS = Duration.ofSeconds(1).toNanos();
  // Each costs a thread that is lost for good.
  private static final int MOST_RESTARTS = 3;

  private final RuntimeServices services;
  private final Consumer<RunningFlow> restart;
  private final Set<RunningFlow> interrupted = new HashSet<>();
  private final Map<String, Integer> restarts = new HashMap<>();
  private long timer = -1;

  /**
   * A watch.
   *
   * @param restart told of a flow that was given up and is to be started afresh
   */
  StuckFlowWatch(RuntimeServices services, Consumer<RunningFlow> restart) {
    this.services = services;
    this.restart = restart;
  }

  void start() {
    if (timer < 0) {
      timer = services.vertx().setPeriodic(LOOK_MILLIS, id -> look());
    }
  }

  void stop() {
    services.vertx().cancelTimer(timer);
    timer = -1;
  }

  /** What runs was deployed anew: flows that were given up get another chance. */
  void forgive() {
    restarts.clear();
  }

  private void look() {
    long now = System.nanoTime();
    for (RunningFlow flow : services.directory().watched()) {
      if (flow.isAbandoned()) {
        continue;
      }
      long stuck = flow.mailbox().stuckNanos(now);
      long limit = limit(flow).toNanos();
      if (stuck <= limit) {
        interrupted.remove(flow);
      } else if (interrupted.add(flow)) {
        flow.mailbox().interrupt();
      } else if (stuck > limit + GRACE_NANOS) {
        interrupted.remove(flow);
        giveUp(flow);
      }
    }
  }

  /** A node that asked for more time ends its calls itself, a moment before this. */
  private Duration limit(RunningFlow flow) {
    Duration usual = services.options().callTimeout();
    NodeSlot inHand = flow.mailbox().inHand();
    Duration asked = inHand == null ? Duration.ZERO : inHand.longestCall().plusSeconds(1);
    return asked.compareTo(usual) > 0 ? asked : usual;
  }

  private void giveUp(RunningFlow flow) {
    NodeSlot slot = flow.mailbox().inHand();
    boolean mayRestart = restarts.merge(flow.id(), 1, Integer::sum) <= MOST_RESTARTS;
    String where =
        slot == null
            ? "one of its nodes"
            : slot.type() + " " + (slot.name().isEmpty() ? slot.id() : slot.name());
    String label = flow.blueprint().root().name();
    String text =
        "flow "
            + (label.isEmpty() ? flow.id() : label)
            + " is stuck in "
            + where
            + ": it did not come back within "
            + limit(flow).toSeconds()
            + " s. Its thread was given up, "
            + (mayRestart
                ? "the flow is started afresh"
                : "and so is the flow until the next deploy, since this happened "
                    + MOST_RESTARTS
                    + " times before");
    Future<Void> abandoned = flow.abandon();
    services.events().publish(LogEntry.ofRuntime(LogEntry.Level.ERROR, text));
    services
        .events()
        .publish(new FlowStuck(flow.id(), slot == null ? "" : slot.id(), text, mayRestart));
    if (mayRestart) {
      abandoned.onComplete(free -> restart.accept(flow));
    }
  }
}
