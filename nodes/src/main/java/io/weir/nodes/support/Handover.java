package io.weir.nodes.support;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeContext;
import java.util.function.BooleanSupplier;

/**
 * Sends many messages as fast as the tab takes them: while more are waiting than should be, the
 * rest isn't made yet.
 *
 * @threads the node's
 */
public final class Handover {
  /** Then the tab's other messages have their turn. */
  private static final int STEPS_AT_ONCE = 1_000;

  private final NodeContext context;
  private final BooleanSupplier step;
  private final Promise<Void> end = Promise.promise();

  private Handover(NodeContext context, BooleanSupplier step) {
    this.context = context;
    this.step = step;
  }

  /**
   * Takes step after step, as many as there are.
   *
   * @param step sends one message, or a few; false when there is none left
   * @return completes behind the last step, or fails with what a step threw
   */
  public static Future<Void> run(NodeContext context, BooleanSupplier step) {
    Handover handover = new Handover(context, step);
    handover.goOn();
    Future<Void> end = handover.end.future();
    // Shared, so that nothing is told of what has been dealt with at once.
    return end.succeeded() ? Node.done() : end;
  }

  private void goOn() {
    try {
      for (int i = 0; i < STEPS_AT_ONCE; i++) {
        if (context.isCongested()) {
          context.whenRelieved(this::goOn);
          return;
        }
        if (!step.getAsBoolean()) {
          end.complete();
          return;
        }
      }
    } catch (RuntimeException e) {
      end.fail(e);
      return;
    }
    context.execute(this::goOn);
  }
}
