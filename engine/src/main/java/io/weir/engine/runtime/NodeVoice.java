package io.weir.engine.runtime;

import io.weir.engine.event.DebugOutput;
import io.weir.engine.event.EventHub;
import io.weir.engine.event.LogEntry;
import io.weir.engine.event.NodeStatus;
import io.weir.engine.message.Values;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.Status;
import org.jspecify.annotations.Nullable;

/**
 * What a node tells the outside: log entries, values for the debug view, its status.
 *
 * <p>Each within a limit, more than anybody reads. The receivers of events can't slow their sender
 * down, so a flow that floods its debug node would otherwise fill the memory.
 *
 * @threads the tab's context; logging from elsewhere may miscount, which does no harm
 */
final class NodeVoice {
  private static final int MOST_SHOWN_PER_SECOND = 250;
  private static final int MOST_LOGGED_PER_SECOND = 100;
  private static final int MOST_STATUSES_PER_SECOND = 50;
  private static final long HELD_STATUS_MILLIS = 200;

  private final NodeContext node;
  private final EventHub events;
  private final Throttle shows = new Throttle(MOST_SHOWN_PER_SECOND);
  private final Throttle statuses = new Throttle(MOST_STATUSES_PER_SECOND);
  private final Throttle entries = new Throttle(MOST_LOGGED_PER_SECOND);
  private @Nullable Status heldStatus;
  private boolean hasStatus;

  NodeVoice(NodeContext node, EventHub events) {
    this.node = node;
    this.events = events;
  }

  /** Tells a status; of many in a short time the last, a moment later. */
  void tell(Status status) {
    hasStatus = true;
    if (statuses.allows()) {
      heldStatus = null;
      events.publish(new NodeStatus(node.id(), status));
      return;
    }
    boolean isWaiting = heldStatus != null;
    heldStatus = status;
    if (!isWaiting) {
      node.after(HELD_STATUS_MILLIS, this::tellHeld);
    }
  }

  private void tellHeld() {
    Status last = heldStatus;
    heldStatus = null;
    if (last != null) {
      events.publish(new NodeStatus(node.id(), last));
    }
  }

  /** The node is gone: its status no longer holds. */
  void fallSilent() {
    if (hasStatus) {
      events.publish(new NodeStatus(node.id(), null));
    }
  }

  /** Logs an error: a script's own value, or the text of an exception. */
  void error(@Nullable Object error) {
    if (error instanceof NodeException expected) {
      log(
          LogEntry.Level.ERROR,
          expected.value() == null ? expected.getMessage() : expected.value());
    } else if (error instanceof Throwable fault) {
      log(LogEntry.Level.ERROR, fault.toString());
    } else {
      log(LogEntry.Level.ERROR, error == null ? "" : error);
    }
  }

  void log(LogEntry.Level level, @Nullable Object value) {
    if (!entries.allows()) {
      return;
    }
    int lost = entries.takeRefused();
    if (lost > 0) {
      publish(LogEntry.Level.WARN, lost + " more log entries of this node were dropped");
    }
    publish(level, value);
  }

  private void publish(LogEntry.Level level, @Nullable Object value) {
    events.publish(
        new LogEntry(
            level,
            node.id(),
            node.alias(),
            node.type(),
            node.name(),
            node.flowId().isEmpty() ? null : node.flowId(),
            node.path(),
            Values.freeze(value),
            System.currentTimeMillis()));
  }

  void show(@Nullable Object topic, @Nullable String property, @Nullable Object value) {
    if (!shows.allows()) {
      return;
    }
    int lost = shows.takeRefused();
    if (lost > 0) {
      publish(
          LogEntry.Level.WARN,
          lost
              + " messages were not shown: the debug view takes "
              + MOST_SHOWN_PER_SECOND
              + " a second from one node");
    }
    events.publish(
        new DebugOutput(
            node.id(),
            node.alias(),
            node.flowId(),
            node.path(),
            node.name(),
            topic,
            property,
            value));
  }
}
