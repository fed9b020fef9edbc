package io.weir.nodes.websocket;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.JsonException;
import io.weir.engine.message.Message;
import io.weir.engine.message.MessageJson;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeConfig;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.NodeType.Category;
import io.weir.engine.node.NodeType.Kind;
import io.weir.nodes.support.Helps;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a message of whatever comes by WebSocket. */
public final class WebSocketInNode implements Node {
  /** The type. */
  public static final NodeType TYPE =
      NodeType.named("websocket in")
          .category(Category.NETWORK)
          .kind(Kind.NETWORK)
          .color("#d7d7a0")
          .icon("white-globe.svg")
          .purpose("Listen to a WebSocket")
          .summary("{server}{client}")
          .synonyms("ws", "wss", "live", "push", "stream")
          .outputs(1)
          .help(Helps.of(WebSocketInNode.class, "websocket in"))
          .properties(SocketUser.SERVER, SocketUser.CLIENT)
          .create(WebSocketInNode::new);

  private final NodeContext context;
  private final SocketUser user;

  private WebSocketInNode(NodeConfig config, NodeContext context) {
    this.context = context;
    user = new SocketUser(config, context, this::received);
  }

  @Override
  public Future<Void> start() {
    user.begin();
    return Node.done();
  }

  private void received(String id, Object data) {
    SocketNode connections = user.connections();
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    Object value = connections != null && connections.isWhole() ? parsed(data) : data;
    if (value instanceof Map<?, ?> whole && connections != null && connections.isWhole()) {
      whole.forEach((name, each) -> properties.put(String.valueOf(name), each));
    } else {
      properties.put("payload", value);
    }
    properties.put("_session", SocketHub.session(id));
    context.send(Message.of(properties).withId());
  }

  private static @Nullable Object parsed(Object data) {
    try {
      return MessageJson.parse(data instanceof Buffer bytes ? bytes.toString() : (String) data);
    } catch (JsonException e) {
      return data;
    }
  }

  @Override
  public Future<Void> stop(boolean removed) {
    user.end();
    return Node.done();
  }
}
