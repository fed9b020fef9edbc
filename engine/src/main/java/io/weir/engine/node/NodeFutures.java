package io.weir.engine.node;

import io.vertx.core.Future;

/** Holds the shared future, which an interface can't do without showing it to all. */
final class NodeFutures {
  static final Future<Void> DONE = Future.succeededFuture();
  static final Future<Void> DROPPED = Future.failedFuture(NodeException.dropped());

  private NodeFutures() {}
}
