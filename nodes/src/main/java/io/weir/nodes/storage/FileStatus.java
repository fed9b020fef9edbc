package io.weir.nodes.storage;

import io.weir.engine.node.NodeContext;
import io.weir.engine.node.Status;
import org.jspecify.annotations.Nullable;

/**
 * The name of the file in hand, shown where the node itself names none.
 *
 * @threads the node's
 */
final class FileStatus {
  /** So that it doesn't flicker when names change quickly. */
  private static final long DELAY_MILLIS = 333;

  private final NodeContext context;
  private final boolean isShown;
  private NodeContext.@Nullable Timer timer;

  FileStatus(NodeContext context, FileName name) {
    this.context = context;
    isShown = name.isMissing();
  }

  void show(String name) {
    if (isShown && timer == null) {
      timer =
          context.after(
              DELAY_MILLIS,
              () -> {
                timer = null;
                context.status(Status.of("grey", "dot", name));
              });
    }
  }

  void clear() {
    NodeContext.Timer waiting = timer;
    if (waiting != null) {
      waiting.cancel();
      timer = null;
    }
    context.status(Status.NONE);
  }
}
