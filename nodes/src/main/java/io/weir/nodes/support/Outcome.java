package io.weir.nodes.support;

import io.vertx.core.Future;
import io.weir.engine.node.Node;

/** Outcomes of a message that aren't success or failure. */
public final class Outcome {
  private Outcome() {}

  /** The message was dropped: no completion, and no error for Catch nodes either. */
  public static Future<Void> dropped() {
    return Node.dropped();
  }
}
