package io.weir.nodes.function;

import io.vertx.core.Future;
import io.weir.engine.message.Message;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.Outputs;
import io.weir.engine.node.Status;
import io.weir.nodes.support.HeldMessage;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Lets messages through at a pace; those in between wait in a queue. */
final class RateQueue implements Node {
  private final NodeContext context;
  private final Pace pace;
  private final int mostPending;
  private final DelayStatus status;
  private final Deque<HeldMessage> queue = new ArrayDeque<>();
  // There while messages may not pass at once.
  private NodeContext.@Nullable Timer ticking;

  RateQueue(NodeContext context, Pace pace, int mostPending) {
    this.context = context;
    this.pace = pace;
    this.mostPending = mostPending;
    status = new DelayStatus(context, queue::size);
  }

  @Override
  public Future<Void> receive(Message message, Outputs out) {
    DelayOrders orders = DelayOrders.of(message);
    Future<Void> handling = Node.done();
    if (orders.hasContent()) {
      if (ticking == null) {
        passAtOnce(message, orders, out);
      } else if (!orders.resets() || orders.flushes()) {
        handling = enqueue(message, out);
      }
    }
    if (orders.flushes()) {
      flush(orders.most());
    }
    if (orders.resets()) {
      reset(orders.flushes());
    }
    return handling;
  }

  private void passAtOnce(Message message, DelayOrders orders, Outputs out) {
    pace.follow(message);
    if (!orders.resets()) {
      out.send(message.without("flush"));
    }
    startTicking();
  }

  private Future<Void> enqueue(Message message, Outputs out) {
    if (pace.follow(message)) {
      startTicking();
    }
    if (queue.size() >= mostPending) {
      dropAll();
      throw new NodeException("too many pending messages in delay node");
    }
    HeldMessage held = new HeldMessage(message.without("flush"), out);
    if (Boolean.TRUE.equals(message.get("toFront"))) {
      queue.addFirst(held);
    } else {
      queue.addLast(held);
    }
    status.changed();
    return held.handling();
  }

  private void flush(long most) {
    if (queue.isEmpty()) {
      stopTicking();
    } else {
      for (long sent = 0; sent < most && !queue.isEmpty(); sent++) {
        HeldMessage held = queue.removeFirst();
        held.release(0, DelayOrders.removedFrom(held.message()));
      }
      startTicking();
    }
    status.showNow();
  }

  private void reset(boolean keepsTicking) {
    dropAll();
    if (!keepsTicking) {
      stopTicking();
    }
    if (pace.reset() && ticking != null) {
      startTicking();
    }
    status.showReset();
  }

  private void dropAll() {
    while (!queue.isEmpty()) {
      queue.removeFirst().drop();
    }
  }

  private void startTicking() {
    stopTicking();
    ticking = context.every(pace.timerMillis(), this::tick);
  }

  private void stopTicking() {
    NodeContext.Timer timer = ticking;
    if (timer != null) {
      timer.cancel();
      ticking = null;
    }
  }

  private void tick() {
    if (queue.isEmpty()) {
      stopTicking();
    } else {
      HeldMessage held = queue.removeFirst();
      held.release(0, held.message());
      status.changed();
    }
  }

  @Override
  public Future<Void> stop(boolean removed) {
    queue.forEach(HeldMessage::finish);
    queue.clear();
    status.show(Status.NONE);
    return Node.done();
  }
}
