package io.weir.nodes.mqtt;

import io.weir.engine.node.NodeContext;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * Publications between the broker and a tab.
 *
 * <p>While the tab keeps up they go straight to it. When it doesn't, they wait here: those of QoS 1
 * and 2 unacknowledged, so that the broker holds the rest; of those of QoS 0 the oldest are
 * dropped. What the flow has not begun with when the node stops, or when the flow is given up, is
 * handed back.
 */
final class IncomingQueue {
  /** A second's worth for a busy tab; the broker has queues of its own. */
  private static final int MOST_WAITING = 1_000;

  private final class Waiting implements NodeContext.Task {
    private final Incoming incoming;
    private final Consumer<Incoming> action;

    Waiting(Incoming incoming, Consumer<Incoming> action) {
      this.incoming = incoming;
      this.action = action;
    }

    @Override
    public void run() {
      action.accept(incoming);
    }

    @Override
    public void lost() {
      leave(incoming);
    }
  }

  private final NodeContext context;
  private final Consumer<Incoming> leftBehind;
  // Guarded by this.
  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private long dropped;
  private boolean isHolding;
  private boolean isClosed;

  /**
   * An empty queue.
   *
   * @param leftBehind takes publications of QoS 1 and 2 that nobody will begin with any more
   */
  IncomingQueue(NodeContext context, Consumer<Incoming> leftBehind) {
    this.context = context;
    this.leftBehind = leftBehind;
  }

  /**
   * Does something with a publication on the tab's context once the tab has room.
   *
   * @threads any
   */
  void add(Incoming incoming, Consumer<Incoming> action) {
    Waiting next = new Waiting(incoming, action);
    boolean isOver;
    synchronized (this) {
      isOver = isClosed;
      if (!isOver && (isHolding || context.isCongested())) {
        hold(next);
        return;
      }
    }
    if (isOver) {
      next.lost();
    } else {
      context.execute(next);
    }
  }

  private void leave(Incoming incoming) {
    if (incoming.qos() > 0) {
      leftBehind.accept(incoming);
    }
  }

  private void hold(Waiting next) {
    waiting.add(next);
    if (waiting.size() > MOST_WAITING) {
      dropOldest();
    }
    if (!isHolding) {
      isHolding = true;
      context.whenRelieved(this::release);
    }
  }

  private void dropOldest() {
    for (var all = waiting.iterator(); all.hasNext(); ) {
      if (all.next().incoming.qos() == 0) {
        all.remove();
        dropped++;
        return;
      }
    }
  }

  private void release() {
    long lost;
    synchronized (this) {
      lost = dropped;
      dropped = 0;
      isHolding = false;
      for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
        context.execute(next);
      }
    }
    if (lost > 0) {
      context.warn(lost + " messages of QoS 0 were dropped because the flow can't keep up");
    }
  }

  void close() {
    List<Waiting> left;
    synchronized (this) {
      isClosed = true;
      left = List.copyOf(waiting);
      waiting.clear();
    }
    left.forEach(Waiting::lost);
  }
}
