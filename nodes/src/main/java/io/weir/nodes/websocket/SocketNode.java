package io.weir.nodes.websocket;

import static io.weir.engine.node.Property.choice;
import static io.weir.engine.node.Property.config;
import static io.weir.engine.node.Property.flag;
import static io.weir.engine.node.Property.list;
import static io.weir.engine.node.Property.text;

import io.vertx.core.Future;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeConfig;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.Property;
import io.weir.engine.node.Property.Option;
import io.weir.engine.node.Rule;
import io.weir.nodes.http.client.OutboundHttp;
import io.weir.nodes.support.Helps;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Connections by WebSocket, shared by the nodes that use them: those of clients that connect here,
 * or one to a server elsewhere. Which of the two the path decides, not the type.
 */
public final class SocketNode implements Node {
  private static final Rule NOT_OURS =
      Rule.matches("(?!.*/debug/ws).*", "must not contain /debug/ws");

  private static final Property<String> PATH =
      text("path")
          .label("Path")
          .placeholder("/ws/example")
          .defaultsTo("")
          .required()
          .rule(NOT_OURS);
  private static final Property<String> URL =
      text("path")
          .label("Address")
          .placeholder("ws://example.com/ws")
          .defaultsTo("")
          .required()
          .rule(NOT_OURS);
  private static final Property<Boolean> WHOLE =
      flag("wholemsg")
          .with("trueValue", "true")
          .with("falseValue", "false")
          .label("Whole messages as JSON, not the payload alone")
          .defaultsTo("false");
  private static final Property<String> TLS = config("tls", "tls-config").label("TLS").more();
  private static final Property<String> PROTOCOLS =
      text("subprotocol").label("Sub-protocols").defaultsTo("").more();
  private static final Property<String> HEARTBEAT =
      text("hb")
          .label("Heartbeat in seconds")
          .hint("Empty for none.")
          .defaultsTo("")
          .rule(Rule.atLeast(0))
          .more();
  private static final Property<List<NodeConfig>> HEADERS =
      list(
              "headers",
              choice(
                      "keyType",
                      Option.of("other", "other"),
                      Option.of("Authorization", "Authorization"),
                      Option.of("User-Agent", "User-Agent"))
                  .label("Header")
                  .defaultsTo("other"),
              text("keyValue").label("Name").defaultsTo("").shownWhen("keyType", "other"),
              choice(
                      "valueType",
                      Option.of("other", "text"),
                      Option.of("env", "environment variable"))
                  .label("Kind")
                  .defaultsTo("other"),
              text("valueValue").label("Value").defaultsTo(""))
          .label("Headers")
          .more();

  private final NodeContext context;
  private final FlowSockets sockets;
  private final String path;
  private final boolean isWhole;
  private final SocketHub hub;
  private final @Nullable SocketLink link;
  private boolean isListening;

  private SocketNode(
      NodeConfig config,
      NodeContext context,
      FlowSockets sockets,
      OutboundHttp http,
      Duration reconnect) {
    this.context = context;
    this.sockets = sockets;
    path = config.get(PATH);
    isWhole = config.get(WHOLE);
    boolean isClient = path.startsWith("ws://") || path.startsWith("wss://");
    hub = new SocketHub(!isClient);
    link = isClient ? new SocketLink(config, context, http, hub, path, reconnect) : null;
  }

  /** The type of listeners. */
  public static NodeType listener(FlowSockets sockets, OutboundHttp http) {
    return NodeType.named("websocket-listener")
        .config()
        .purpose("A path for WebSockets")
        .summary("{path}")
        .help(Helps.of(SocketNode.class, "websocket-listener"))
        .properties(PATH.below(sockets.base()), WHOLE)
        .create(
            (config, context) ->
                new SocketNode(config, context, sockets, http, SocketLink.USUAL_RECONNECT));
  }

  /** The type of clients. */
  public static NodeType client(FlowSockets sockets, OutboundHttp http) {
    return client(sockets, http, SocketLink.USUAL_RECONNECT);
  }

  static NodeType client(FlowSockets sockets, OutboundHttp http, Duration reconnect) {
    return NodeType.named("websocket-client")
        .config()
        .purpose("A connection by WebSocket")
        .summary("{path}")
        .help(Helps.of(SocketNode.class, "websocket-client"))
        .properties(URL, TLS, PROTOCOLS, WHOLE, HEARTBEAT, HEADERS)
        .create((config, context) -> new SocketNode(config, context, sockets, http, reconnect));
  }

  @Override
  public Future<Void> start() {
    if (link == null && !path.isEmpty()) {
      String full = sockets.full(path);
      isListening = sockets.add(full, hub);
      if (!isListening) {
        context.error("Cannot have two WebSocket listeners on the same path: " + full, null);
      }
    }
    return Node.done();
  }

  /** A node begins to use the connections. Any thread. */
  void begin(SocketUser user) {
    hub.add(user);
    if (link != null) {
      link.connectOnce();
    }
  }

  /** The connections. */
  SocketHub hub() {
    return hub;
  }

  /** Whether whole messages are sent and received. */
  boolean isWhole() {
    return isWhole;
  }

  /** Something went wrong while a node sent. Any thread. */
  void failed(Throwable why) {
    context.execute(() -> context.warn("An error occurred while sending: " + why.getMessage()));
  }

  @Override
  public Future<Void> stop(boolean removed) {
    if (isListening) {
      sockets.remove(sockets.full(path), hub);
    }
    if (link != null) {
      link.close();
    }
    return hub.close();
  }
}
