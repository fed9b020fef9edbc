package io.weir.engine.runtime;

import io.weir.engine.message.Message;
import io.weir.engine.node.NodeContext;
import org.jspecify.annotations.Nullable;

/** An entry of a {@link Mailbox}: a message for a node, or an action to run in turn. */
final class Delivery {
  private final @Nullable NodeSlot target;
  private final @Nullable Message message;
  private final @Nullable Runnable action;
  private final @Nullable Lineage lineage;
  final int bytes;

  /** The entry behind this one in the queue, or below it on the stack; owned by the mailbox. */
  @Nullable Delivery next;

  /** How many entries, and bytes, are on the stack up to this one. */
  int countBelow;

  long bytesBelow;

  /**
   * A message for a node.
   *
   * @param lineage who wants to know the end of it; null for nobody
   */
  Delivery(NodeSlot target, Message message, @Nullable Lineage lineage) {
    this.target = target;
    this.message = message;
    this.action = null;
    this.lineage = lineage;
    this.bytes = message.estimatedBytes();
    if (lineage != null) {
      lineage.enter();
    }
  }

  /** An action that holds on to so many bytes until it runs. */
  Delivery(Runnable action, int bytes) {
    this.target = null;
    this.message = null;
    this.action = action;
    this.lineage = null;
    this.bytes = bytes;
  }

  Delivery(Runnable action) {
    this(action, 0);
  }

  /** An action of a node's own. */
  Delivery(NodeSlot actor, Runnable action) {
    this.target = actor;
    this.message = null;
    this.action = action;
    this.lineage = null;
    this.bytes = 0;
  }

  /** The node that it is for or that acts; null for an action of nobody's. */
  @Nullable NodeSlot target() {
    return target;
  }

  /** Whose end somebody wants to know; null for nobody. */
  @Nullable Lineage lineage() {
    return lineage;
  }

  void pushOn(@Nullable Delivery head) {
    next = head;
    countBelow = head == null ? 1 : head.countBelow + 1;
    bytesBelow = head == null ? bytes : head.bytesBelow + bytes;
  }

  /** It never will be delivered. */
  void lost() {
    if (action instanceof NodeContext.Task task) {
      task.lost();
    }
  }

  /** Never throws: what a node throws is routed to its Catch nodes. */
  void deliver() {
    if (target != null && message != null) {
      target.receive(message, lineage);
    } else if (action != null) {
      action.run();
    }
  }
}
