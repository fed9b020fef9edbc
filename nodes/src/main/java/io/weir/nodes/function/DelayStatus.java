package io.weir.nodes.function;

import io.weir.engine.node.NodeContext;
import io.weir.engine.node.Status;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** Shows how many messages wait in a node. */
final class DelayStatus {
  // A person can't read it faster, and a queue may change thousands of times a second.
  private static final long PAUSE_MILLIS = 500;

  private final NodeContext context;
  private final IntSupplier waiting;
  private NodeContext.@Nullable Timer due;

  DelayStatus(NodeContext context, IntSupplier waiting) {
    this.context = context;
    this.waiting = waiting;
  }

  /** The number has changed: shown soon, with what else happens until then. */
  void changed() {
    if (due == null) {
      due = context.after(PAUSE_MILLIS, this::showNow);
    }
  }

  /** Shows the number at once. */
  void showNow() {
    show(Status.of("blue", "dot", String.valueOf(waiting.getAsInt())));
  }

  /** Shows that all were given up. */
  void showReset() {
    show(Status.of("blue", "ring", "0"));
  }

  /** Shows something else; what was to be shown soon is out of date by that. */
  void show(Status status) {
    NodeContext.Timer late = due;
    if (late != null) {
      late.cancel();
      due = null;
    }
    context.status(status);
  }
}
