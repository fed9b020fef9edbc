package io.weir.nodes.sequence;

import io.vertx.core.Future;
import io.weir.engine.message.Message;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.Outputs;
import io.weir.nodes.support.Outcome;

/** A batch node whose configuration is of no use. */
final class NoBatch implements Node {
  NoBatch(NodeContext context, String reason) {
    context.error(reason, null);
  }

  @Override
  public Future<Void> receive(Message message, Outputs out) {
    return Outcome.dropped();
  }
}
