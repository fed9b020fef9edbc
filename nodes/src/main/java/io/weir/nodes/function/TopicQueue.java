package io.weir.nodes.function;

import io.vertx.core.Future;
import io.weir.engine.message.Message;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.Outputs;
import io.weir.engine.node.Status;
import io.weir.nodes.support.HeldMessage;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the latest message of each topic and sends them at a pace, one by one or all at once. Those
 * that are replaced go to the second output.
 */
final class TopicQueue implements Node {
  private static final String TOPIC = "topic";
  private static final String NO_TOPIC = "_none_";

  private final NodeContext context;
  private final Pace pace;
  private final boolean sendsAll;
  private final int mostPending;
  private final DelayStatus status;
  // By topic, in the order in which the topics came.
  private final Map<@Nullable Object, HeldMessage> latest = new LinkedHashMap<>();
  private NodeContext.@Nullable Timer ticking;

  /**
   * A node.
   *
   * @param sendsAll whether each tick sends all, or the first
   */
  TopicQueue(NodeContext context, Pace pace, boolean sendsAll, int mostPending) {
    this.context = context;
    this.pace = pace;
    this.sendsAll = sendsAll;
    this.mostPending = mostPending;
    status = new DelayStatus(context, latest::size);
  }

  @Override
  public Future<Void> start() {
    startTicking();
    return Node.done();
  }

  private void startTicking() {
    NodeContext.Timer timer = ticking;
    if (timer != null) {
      timer.cancel();
    }
    ticking = context.every(pace.timerMillis(), this::tick);
  }

  private void tick() {
    if (latest.isEmpty()) {
      return;
    }
    Iterator<HeldMessage> first = latest.values().iterator();
    do {
      HeldMessage held = first.next();
      first.remove();
      held.release(0, held.message());
    } while (sendsAll && first.hasNext());
    status.changed();
  }

  @Override
  public Future<Void> receive(Message message, Outputs out) {
    DelayOrders orders = DelayOrders.of(message);
    if (pace.follow(message)) {
      startTicking();
    }
    Future<Void> handling = Node.done();
    if (orders.flushes() ? orders.hasContent() : !orders.resets()) {
      handling = keep(message.has(TOPIC) ? message : message.with(TOPIC, NO_TOPIC), out);
    }
    if (orders.flushes()) {
      flush(orders.most());
    }
    if (orders.resets()) {
      reset();
    }
    return handling;
  }

  private Future<Void> keep(Message message, Outputs out) {
    Object topic = message.get(TOPIC);
    if (latest.size() >= mostPending && !latest.containsKey(topic)) {
      throw new NodeException("too many pending messages in delay node");
    }
    HeldMessage held = new HeldMessage(message, out);
    // The newer one takes the older one's place.
    HeldMessage older = latest.put(topic, held);
    if (older != null) {
      older.release(1, older.message());
    }
    status.changed();
    return held.handling();
  }

  private void flush(long most) {
    Iterator<HeldMessage> first = latest.values().iterator();
    for (long sent = 0; sent < most && first.hasNext(); sent++) {
      HeldMessage held = first.next();
      first.remove();
      if (hasContent(held.message())) {
        held.release(0, DelayOrders.removedFrom(held.message()));
      } else {
        held.finish();
      }
    }
    status.show(Status.NONE);
  }

  /** Whether a message was more than the order to flush. */
  private static boolean hasContent(Message message) {
    return DelayOrders.removedFrom(message).properties().keySet().stream()
        .anyMatch(name -> !name.equals(TOPIC) && !name.equals(Message.ID));
  }

  private void reset() {
    finishAll();
    if (pace.reset()) {
      startTicking();
    }
    status.show(Status.text("reset"));
  }

  private void finishAll() {
    latest.values().forEach(HeldMessage::finish);
    latest.clear();
  }

  @Override
  public Future<Void> stop(boolean removed) {
    finishAll();
    status.show(Status.NONE);
    return Node.done();
  }
}
