package io.weir.nodes.websocket;

import static io.weir.engine.node.Property.config;

import io.weir.engine.node.NodeConfig;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.Property;
import io.weir.engine.node.Status;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A node as a user of connections: what those that listen and those that send share. */
final class SocketUser {
  static final Property<String> SERVER =
      config("server", "websocket-listener")
          .label("Listen on")
          .defaultsTo("")
          .required()
          .shownWhen("client", "");
  static final Property<String> CLIENT =
      config("client", "websocket-client")
          .label("Connect to")
          .defaultsTo("")
          .required()
          .hiddenWhen("client", "")
          .insteadOf(SERVER);

  private final NodeContext context;
  private final @Nullable SocketNode connections;
  private final @Nullable BiConsumer<String, Object> listener;

  /**
   * A user.
   *
   * @param listener takes the id of a connection and what it brings, on the node's context; null to
   *     hear nothing
   */
  SocketUser(
      NodeConfig config, NodeContext context, @Nullable BiConsumer<String, Object> listener) {
    this.context = context;
    this.listener = listener;
    String client = config.get(CLIENT);
    connections =
        context
            .configNode(client.isEmpty() ? config.get(SERVER) : client, SocketNode.class)
            .orElse(null);
  }

  /** The connections; null if none were chosen or they aren't there. */
  @Nullable SocketNode connections() {
    return connections;
  }

  /** Begins to use them; says so if there are none. */
  void begin() {
    if (connections == null) {
      context.error("Missing server configuration", null);
    } else {
      connections.begin(this);
    }
  }

  /** Stops using them. */
  void end() {
    if (connections != null) {
      connections.hub().remove(this);
      context.status(Status.NONE);
    }
  }

  /** Takes what a connection has brought. Any thread. */
  void received(String id, Object data) {
    BiConsumer<String, Object> own = listener;
    if (own != null) {
      context.execute(() -> own.accept(id, data));
    }
  }

  /** Shows how the connections are. Any thread. */
  void show(Status status) {
    context.execute(() -> context.status(status));
  }

  /** Whether its flow has more to do than it should. Any thread. */
  boolean isBusy() {
    return listener != null && context.isCongested();
  }

  /** Calls once the flow has caught up. */
  void whenRelieved(Runnable action) {
    context.whenRelieved(action);
  }
}
