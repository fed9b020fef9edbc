package io.weir.nodes.sequence;

import io.vertx.core.Future;
import io.weir.engine.message.Message;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeConfig;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.Outputs;
import io.weir.nodes.support.HeldMessage;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A batch node that sends what has come every so often. */
final class IntervalBatch implements Node {
  private final NodeContext context;
  private final int mostBuffered;
  // 0 for never.
  private final long millis;
  private final boolean allowsEmpty;
  private final Batch batch = new Batch();
  private NodeContext.@Nullable Timer timer;

  IntervalBatch(NodeConfig config, NodeContext context, int mostBuffered) {
    this.context = context;
    this.mostBuffered = mostBuffered;
    double seconds = config.get(BatchNode.INTERVAL);
    millis = seconds > 0 ? Math.max(1, Math.round(seconds * 1000)) : 0;
    allowsEmpty = config.get(BatchNode.ALLOWS_EMPTY);
  }

  @Override
  public Future<Void> start() {
    if (millis > 0) {
      timer = context.every(millis, this::send);
    }
    return Node.done();
  }

  private void send() {
    if (!batch.isEmpty()) {
      batch.send(0);
    } else if (allowsEmpty) {
      Message empty = Message.ofPayload(null);
      Map<String, Object> parts = new LinkedHashMap<>();
      parts.put("id", empty.id());
      parts.put("index", 0L);
      parts.put("count", 1L);
      context.send(empty.with("parts", parts));
    }
  }

  @Override
  public Future<Void> receive(Message message, Outputs out) {
    if (message.has("reset")) {
      batch.discard();
      if (timer != null) {
        timer.cancel();
        start();
      }
      return Node.done();
    }
    HeldMessage inHand = new HeldMessage(message, out);
    batch.add(inHand);
    if (batch.size() > mostBuffered) {
      throw batch.overflow();
    }
    return inHand.handling();
  }

  @Override
  public Future<Void> stop(boolean removed) {
    batch.discard();
    return Node.done();
  }
}
