package io.weir.nodes.support;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.engine.node.NodeContext;

/** Brings what ends on another thread back to a node's tab. */
public final class NodeFuture {
  private NodeFuture() {}

  /** The same outcome, on the node's context. */
  public static Future<Void> of(NodeContext node, Future<Void> elsewhere) {
    Promise<Void> here = Promise.promise();
    elsewhere.onComplete(result -> node.execute(() -> here.handle(result)));
    return here.future();
  }
}
