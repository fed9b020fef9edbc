package io.weir.nodes.function;

import io.vertx.core.Future;
import io.weir.engine.message.Message;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.Outputs;
import io.weir.engine.node.Status;
import io.weir.nodes.support.HeldMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** Delays each message by itself. */
final class DelayEach implements Node {
  /** When the number of those that wait is shown. */
  enum Shown {
    ALWAYS,
    /** The wait is so short that the number would but flicker. */
    ON_ORDERS_ONLY,
    /** As always, and the status is cleared in between when the last one leaves. */
    CLEARED_WHEN_EMPTY
  }

  private final NodeContext context;
  private final ToLongFunction<Message> wait;
  private final Shown shown;
  private final int mostPending;
  private final DelayStatus status;
  // In the order of arrival, with the timer that each waits for.
  private final Map<HeldMessage, NodeContext.Timer> pending = new LinkedHashMap<>();

  /**
   * A node.
   *
   * @param wait milliseconds that a message waits
   */
  DelayEach(NodeContext context, ToLongFunction<Message> wait, Shown shown, int mostPending) {
    this.context = context;
    this.wait = wait;
    this.shown = shown;
    this.mostPending = mostPending;
    status = new DelayStatus(context, pending::size);
  }

  @Override
  public Future<Void> receive(Message message, Outputs out) {
    DelayOrders orders = DelayOrders.of(message);
    if (orders.resets()) {
      discardAll();
      status.showReset();
      return Node.done();
    }
    Future<Void> handling = orders.hasContent() ? hold(message, out) : Node.done();
    if (orders.flushes()) {
      flush(orders.most());
    }
    return handling;
  }

  private Future<Void> hold(Message message, Outputs out) {
    if (pending.size() >= mostPending) {
      throw new NodeException("too many pending messages in delay node");
    }
    HeldMessage held = new HeldMessage(message, out);
    pending.put(held, context.after(wait.applyAsLong(message), () -> release(held)));
    showNumber();
    return held.handling();
  }

  private void release(HeldMessage held) {
    pending.remove(held);
    if (pending.isEmpty() && shown == Shown.CLEARED_WHEN_EMPTY) {
      context.status(Status.NONE);
    }
    showNumber();
    held.release(0, held.message());
  }

  private void showNumber() {
    if (shown != Shown.ON_ORDERS_ONLY) {
      status.showNow();
    }
  }

  private void flush(long most) {
    List<HeldMessage> oldest = pending.keySet().stream().limit(most).toList();
    for (HeldMessage held : oldest) {
      cancel(held);
    }
    status.showNow();
    oldest.forEach(held -> held.release(0, held.message()));
  }

  private void cancel(HeldMessage held) {
    NodeContext.Timer timer = pending.remove(held);
    if (timer != null) {
      timer.cancel();
    }
  }

  private void discardAll() {
    List<HeldMessage> all = new ArrayList<>(pending.keySet());
    all.forEach(this::cancel);
    all.forEach(HeldMessage::finish);
  }

  @Override
  public Future<Void> stop(boolean removed) {
    discardAll();
    context.status(Status.NONE);
    return Node.done();
  }
}
