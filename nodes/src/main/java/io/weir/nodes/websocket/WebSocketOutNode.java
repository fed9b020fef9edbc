package io.weir.nodes.websocket;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.Message;
import io.weir.engine.message.MessageJson;
import io.weir.engine.message.Undefined;
import io.weir.engine.message.Values;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeConfig;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.NodeType.Category;
import io.weir.engine.node.NodeType.Kind;
import io.weir.engine.node.Outputs;
import io.weir.nodes.support.Helps;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends messages by WebSocket. */
public final class WebSocketOutNode implements Node {
  /** The type. */
  public static final NodeType TYPE =
      NodeType.named("websocket out")
          .category(Category.NETWORK)
          .kind(Kind.NETWORK)
          .color("#d7d7a0")
          .icon("white-globe.svg")
          .purpose("Send by WebSocket")
          .summary("{server}{client}")
          .synonyms("ws", "wss", "live", "push", "broadcast")
          .inputs(1)
          .help(Helps.of(WebSocketOutNode.class, "websocket out"))
          .properties(SocketUser.SERVER, SocketUser.CLIENT)
          .create(WebSocketOutNode::new);

  private final SocketUser user;

  private WebSocketOutNode(NodeConfig config, NodeContext context) {
    user = new SocketUser(config, context, null);
  }

  @Override
  public Future<Void> start() {
    user.begin();
    return Node.done();
  }

  @Override
  public Future<Void> receive(Message message, Outputs out) {
    SocketNode connections = user.connections();
    Object data = connections == null ? null : data(message, connections.isWhole());
    if (connections == null || data == null) {
      return Node.done();
    }
    if (message.get("_session") instanceof Map<?, ?> session
        && "websocket".equals(session.get("type"))) {
      connections.hub().reply(session.get("id"), data, connections::failed);
    } else {
      connections.hub().broadcast(data, connections::failed);
    }
    return Node.done();
  }

  /** What is sent: a text or a Buffer; null for nothing. */
  private static @Nullable Object data(Message message, boolean isWhole) {
    if (isWhole) {
      return json(message.without("_session").properties());
    }
    Object payload = message.has("payload") ? message.payload() : Undefined.VALUE;
    if (payload == Undefined.VALUE || payload == null || "".equals(payload)) {
      return null;
    }
    if (payload instanceof Buffer) {
      return payload;
    }
    return payload instanceof Map<?, ?> || payload instanceof List<?>
        ? json(payload)
        : Values.toText(payload);
  }

  private static String json(Object value) {
    try {
      return MessageJson.text(value);
    } catch (IllegalArgumentException e) {
      throw new NodeException(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Future<Void> stop(boolean removed) {
    user.end();
    return Node.done();
  }
}
