package io.weir.nodes.support;

import io.vertx.core.Future;
import io.vertx.core.Promise;

/** Outcomes of a message that aren't success or failure. */
public final class Outcome {
  private Outcome() {}

  /**
   * The message was dropped: no completion, and no error for Catch nodes either. A future of its
   * own each time, since listeners add up on one that never completes.
   */
  public static Future<Void> dropped() {
    return Promise.<Void>promise().future();
  }
}
