package io.weir.nodes.sequence;

import io.vertx.core.Future;
import io.weir.engine.message.Message;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeConfig;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.Outputs;
import io.weir.nodes.support.HeldMessage;
import io.weir.nodes.support.Parts;
import java.util.Map;

/** A batch node that sends so many messages together. */
final class CountBatch implements Node {
  private final int mostBuffered;
  private final long count;
  private final int overlap;
  private final boolean honoursParts;
  private final Batch batch = new Batch();

  private CountBatch(NodeConfig config, long count, long overlap, int mostBuffered) {
    this.mostBuffered = mostBuffered;
    this.count = count;
    this.overlap = (int) Math.min(overlap, Integer.MAX_VALUE);
    honoursParts = config.get(BatchNode.HONOURS_PARTS);
  }

  static Node of(NodeConfig config, NodeContext context, int mostBuffered) {
    long count = WholeNumber.of(config.raw("count"), 1);
    long overlap = Math.max(0, WholeNumber.of(config.raw("overlap"), 0));
    return count <= overlap
        ? new NoBatch(context, "Invalid count and overlap")
        : new CountBatch(config, count, overlap, mostBuffered);
  }

  @Override
  public Future<Void> receive(Message message, Outputs out) {
    if (message.has("reset")) {
      batch.discard();
      return Node.done();
    }
    HeldMessage inHand = new HeldMessage(message, out);
    batch.add(inHand);
    if (batch.size() >= count || (honoursParts && endsSequence(message))) {
      batch.send(overlap);
    } else if (batch.size() > mostBuffered) {
      throw batch.overflow();
    }
    return inHand.handling();
  }

  private static boolean endsSequence(Message message) {
    Map<?, ?> parts = Parts.of(message);
    return parts != null && Parts.number(parts, "index") + 1 == Parts.number(parts, "count");
  }

  @Override
  public Future<Void> stop(boolean removed) {
    batch.discard();
    return Node.done();
  }
}
