package io.weir.engine.runtime;

import io.weir.engine.message.Message;
import io.weir.engine.message.PathException;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes a node's errors and statuses to the Catch and Status nodes that want them; errors that none
 * of them takes go to the log.
 *
 * @threads the tab's context
 */
final class SlotReports {
  private final NodeSlot slot;
  private final RunningFlow flow;
  private final NodeVoice voice;

  SlotReports(NodeSlot slot, RunningFlow flow, NodeVoice voice) {
    this.slot = slot;
    this.flow = flow;
    this.voice = voice;
  }

  /** What is told of an error: a path that leads nowhere is the flow's own affair, not a fault. */
  static @Nullable Object told(@Nullable Object cause) {
    return cause instanceof PathException path ? NodeException.of(path) : cause;
  }

  void status(Status status) {
    voice.tell(status);
    List<NodeSlot> watchers = flow.router().statusWatchersOf(slot);
    if (!watchers.isEmpty()) {
      Message report = Message.create().with("status", Reports.status(slot, status));
      for (NodeSlot watcher : watchers) {
        flow.mailbox().post(new Delivery(watcher, report, null));
      }
    }
    if (slot.isShared()) {
      new SharedReports(flow.services().directory()).status(slot, status);
    }
  }

  /**
   * The node has failed with a message.
   *
   * @param error as {@link #told} gives it
   */
  void error(@Nullable Object error, Message message, @Nullable Lineage lineage) {
    if (Reports.failuresOf(slot, message) >= Reports.MOST_FAILURES) {
      if (slot.isShared() || !flow.router().catchersOf(slot).isEmpty()) {
        slot.warn("Message exceeded maximum number of catches");
      }
      voice.error(error);
    } else if (slot.isShared()) {
      new SharedReports(flow.services().directory())
          .error(slot, Reports.error(slot, error, message))
          .onSuccess(
              isCaught -> {
                if (!isCaught) {
                  slot.onContext(() -> voice.error(error));
                }
              });
    } else {
      offer(error, message, lineage);
    }
  }

  private void offer(@Nullable Object error, Message message, @Nullable Lineage lineage) {
    List<NodeSlot> catchers = flow.router().catchersOf(slot);
    if (catchers.isEmpty()) {
      voice.error(error);
      return;
    }
    Message report = Reports.error(slot, error, message);
    for (NodeSlot catcher : catchers) {
      flow.mailbox().post(new Delivery(catcher, report, lineage));
    }
  }
}
