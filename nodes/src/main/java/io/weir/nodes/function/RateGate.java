package io.weir.nodes.function;

import io.vertx.core.Future;
import io.weir.engine.message.Message;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.Outputs;
import io.weir.engine.node.Status;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Lets messages through at a pace; those in between go to the second output. */
final class RateGate implements Node {
  private static final double NANOS_PER_MILLI = 1e6;

  private final NodeContext context;
  private final Pace pace;
  private final LongSupplier nanoTime;
  private @Nullable Long lastPassed;

  RateGate(NodeContext context, Pace pace, LongSupplier nanoTime) {
    this.context = context;
    this.pace = pace;
    this.nanoTime = nanoTime;
  }

  @Override
  public Future<Void> receive(Message message, Outputs out) {
    if (DelayOrders.of(message).resets()) {
      lastPassed = null;
      pace.reset();
      context.status(Status.of("blue", "ring", "0"));
      return Node.done();
    }
    pace.follow(message);
    long now = nanoTime.getAsLong();
    Long last = lastPassed;
    if (last == null || now - last > pace.millis() * NANOS_PER_MILLI) {
      lastPassed = now;
      out.send(message);
    } else {
      out.send(1, message);
    }
    return Node.done();
  }

  @Override
  public Future<Void> stop(boolean removed) {
    context.status(Status.NONE);
    return Node.done();
  }
}
