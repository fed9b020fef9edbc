package io.weir.nodes.function;

import io.vertx.core.Future;
import io.weir.engine.message.Message;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.Outputs;
import io.weir.engine.node.Status;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Lets so many messages through within a time, however close; more go to the second output. */
final class BurstGate implements Node {
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final Status OPEN = Status.of("green", "ring", "");
  private static final Status SHUT = Status.of("red", "dot", "");

  private final NodeContext context;
  private final double slots;
  private final long windowMillis;
  private final LongSupplier nanoTime;
  // When the messages passed that take a slot still, oldest first.
  private final Deque<Long> taken = new ArrayDeque<>();
  // There while the gate shows that it is shut.
  private NodeContext.@Nullable Timer opening;

  /**
   * A gate.
   *
   * @param slots messages within the window
   * @param windowMillis milliseconds for which a message takes a slot
   */
  BurstGate(NodeContext context, double slots, long windowMillis, LongSupplier nanoTime) {
    this.context = context;
    this.slots = slots;
    this.windowMillis = windowMillis;
    this.nanoTime = nanoTime;
  }

  @Override
  public Future<Void> start() {
    context.status(OPEN);
    return Node.done();
  }

  @Override
  public Future<Void> receive(Message message, Outputs out) {
    if (DelayOrders.of(message).resets()) {
      taken.clear();
      open();
      return Node.done();
    }
    long now = nanoTime.getAsLong();
    while (!taken.isEmpty() && nanosUntilFree(now) <= 0) {
      taken.removeFirst();
    }
    if (taken.size() < slots) {
      taken.addLast(now);
      out.send(message);
    } else {
      out.send(1, message);
      shut(now);
    }
    return Node.done();
  }

  /** The time until the oldest message gives its slot back. */
  private long nanosUntilFree(long now) {
    Long oldest = taken.peekFirst();
    return windowMillis * NANOS_PER_MILLI - (oldest == null ? 0 : now - oldest);
  }

  private void shut(long now) {
    if (opening == null) {
      context.status(SHUT);
      opening = context.after(1 + nanosUntilFree(now) / NANOS_PER_MILLI, this::open);
    }
  }

  private void open() {
    NodeContext.Timer timer = opening;
    if (timer != null) {
      timer.cancel();
      opening = null;
    }
    context.status(OPEN);
  }

  @Override
  public Future<Void> stop(boolean removed) {
    context.status(Status.NONE);
    return Node.done();
  }
}
