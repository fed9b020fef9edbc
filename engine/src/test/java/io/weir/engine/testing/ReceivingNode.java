package io.weir.engine.testing;

import io.vertx.core.Future;
import io.weir.engine.message.Message;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.Outputs;
import java.util.function.BiFunction;

/**
 * A node that does one thing with every message.
 *
 * @param work what it does; returns when it is done
 */
public record ReceivingNode(BiFunction<Message, Outputs, Future<Void>> work) implements Node {

  /** One that sends on what it receives. */
  public static ReceivingNode passingOn() {
    return new ReceivingNode(
        (message, out) -> {
          out.send(message);
          return Node.done();
        });
  }

  /** A type of such nodes with one input and one output. */
  public static NodeType type(String name, BiFunction<Message, Outputs, Future<Void>> work) {
    return NodeType.named(name)
        .inputs(1)
        .outputs(1)
        .create((config, context) -> new ReceivingNode(work));
  }

  @Override
  public Future<Void> receive(Message message, Outputs out) {
    return work.apply(message, out);
  }
}
