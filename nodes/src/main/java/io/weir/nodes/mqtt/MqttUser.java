package io.weir.nodes.mqtt;

import static io.weir.engine.node.Property.config;

import io.vertx.core.Future;
import io.weir.engine.message.Message;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeConfig;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.Property;
import io.weir.engine.node.Status;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A node as a user of a broker's connection: what those that listen and those that publish share.
 */
final class MqttUser {
  static final Property<String> BROKER = config("broker", "mqtt-broker").label("Broker").required();

  private final NodeContext context;
  private final @Nullable MqttBrokerNode broker;

  MqttUser(NodeConfig config, NodeContext context) {
    this.context = context;
    broker = context.configNode(config.get(BROKER), MqttBrokerNode.class).orElse(null);
  }

  /** The node's id. */
  String id() {
    return context.id();
  }

  /** The broker; null if none was chosen or it isn't running. */
  @Nullable MqttBrokerNode broker() {
    return broker;
  }

  /**
   * The connection has changed.
   *
   * @threads any
   */
  void show(Status status) {
    context.execute(() -> context.status(status));
  }

  /** Says so if there is no broker. */
  boolean hasBroker() {
    if (broker == null) {
      context.error("missing broker configuration", null);
    }
    return broker != null;
  }

  /** Begins to use the connection. */
  void begin() {
    if (broker != null) {
      broker.register(this);
    }
  }

  /**
   * The actions on the connection that messages may ask for.
   *
   * @return fails if it is none of them
   */
  Future<Void> act(String action, Message message) {
    if (broker == null) {
      return Node.done();
    }
    return switch (action) {
      case "connect" -> broker.connect(message.get("broker") instanceof Map<?, ?> map ? map : null);
      case "disconnect" -> broker.disconnect();
      default -> Future.failedFuture(new NodeException("Invalid action specified"));
    };
  }

  /**
   * Stops using the connection, and most likely begins again in a moment.
   *
   * @param meanwhile takes what comes until then
   */
  Future<Void> pause(Consumer<Incoming> meanwhile) {
    if (broker != null) {
      broker.pause(this, meanwhile);
    }
    return Node.done();
  }

  /** Stops using the connection. */
  Future<Void> end(boolean removed) {
    return broker == null ? Node.done() : broker.deregister(this, removed);
  }
}
