package io.weir.engine.runtime;

import io.weir.engine.message.Message;
import org.jspecify.annotations.Nullable;

/** An entry of a {@link Mailbox}: a message for a node, or an action to run in turn. */
final class Delivery {
  private final @Nullable NodeSlot target;
  private final @Nullable Message message;
  private final @Nullable Runnable action;
  final int bytes;

  /** The entry behind this one in the queue, or below it on the stack; owned by the mailbox. */
  @Nullable Delivery next;

  /** How many entries, and bytes, are on the stack up to this one. */
  int countBelow;

  long bytesBelow;

  Delivery(NodeSlot target, Message message) {
    this.target = target;
    this.message = message;
    this.action = null;
    this.bytes = message.estimatedBytes();
  }

  Delivery(Runnable action) {
    this.target = null;
    this.message = null;
    this.action = action;
    this.bytes = 0;
  }

  void pushOn(@Nullable Delivery head) {
    next = head;
    countBelow = head == null ? 1 : head.countBelow + 1;
    bytesBelow = head == null ? bytes : head.bytesBelow + bytes;
  }

  /** Never throws: what a node throws is routed to its Catch nodes. */
  void deliver() {
    if (target != null && message != null) {
      target.receive(message);
    } else if (action != null) {
      action.run();
    }
  }
}
