package io.weir.engine.testing;

import io.vertx.core.Future;
import io.weir.engine.message.Message;
import io.weir.engine.node.ErrorCatcher;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.Outputs;
import io.weir.engine.node.Scope;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps what it receives, by its own id. */
class CollectorNode implements Node {
  private final List<Message> received;

  CollectorNode(List<Message> received) {
    this.received = received;
  }

  @Override
  public Future<Void> receive(Message message, Outputs out) {
    received.add(message);
    return Node.done();
  }

  /** A collector that catches every error of its flow. */
  static final class Catcher extends CollectorNode implements ErrorCatcher {
    Catcher(List<Message> received) {
      super(received);
    }

    @Override
    public Scope scope() {
      return Scope.ALL;
    }

    @Override
    public boolean wantsOnlyUncaught() {
      return false;
    }
  }

  /** Grows at its end alone, so that it can be read while it does. */
  private static final class Received extends AbstractList<Message> {
    private final List<Message> messages = new ArrayList<>();

    @Override
    public synchronized boolean add(Message message) {
      return messages.add(message);
    }

    @Override
    public synchronized Message get(int index) {
      return messages.get(index);
    }

    @Override
    public synchronized int size() {
      return messages.size();
    }
  }

  /** The collections of one test. */
  static final class Collections {
    private final Map<String, List<Message>> byNode = new ConcurrentHashMap<>();

    List<Message> of(String nodeId) {
      return byNode.computeIfAbsent(nodeId, id -> new Received());
    }

    List<NodeType> types() {
      return List.of(
          NodeType.named("test-collector")
              .inputs(1)
              .create((config, context) -> new CollectorNode(of(context.id()))),
          NodeType.named("test-catcher")
              .inputs(1)
              .create((config, context) -> new Catcher(of(context.id()))));
    }
  }
}
