package io.weir.nodes.websocket;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import io.weir.engine.message.MessageIds;
import io.weir.engine.message.Undefined;
import io.weir.engine.message.Values;
import io.weir.engine.node.NodeConfig;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeException;
import io.weir.nodes.http.client.OutboundHttp;
import io.weir.nodes.tls.TlsConfigNode;
import io.weir.nodes.tls.TlsSettings;
import io.weir.nodes.tls.VertxTls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one connection of a client: made when it is first wanted, and again and again when it is
 * lost.
 *
 * @threads guarded by itself
 */
final class SocketLink {
  /** How long to wait after a connection was lost or not made. */
  static final Duration USUAL_RECONNECT = Duration.ofSeconds(3);

  private final NodeContext context;
  private final OutboundHttp http;
  private final SocketHub hub;
  private final String url;
  private final Duration reconnect;
  private final long heartbeatMillis;
  private final List<String> protocols;
  private final List<Map.Entry<String, String>> headers = new ArrayList<>();
  private final TlsSettings tls;
  private boolean isWanted;
  private boolean isClosed;
  private long timer = -1;

  SocketLink(
      NodeConfig config,
      NodeContext context,
      OutboundHttp http,
      SocketHub hub,
      String url,
      Duration reconnect) {
    this.context = context;
    this.http = http;
    this.hub = hub;
    this.url = url;
    this.reconnect = reconnect;
    Object heartbeat = config.raw("hb");
    double seconds = heartbeat == null ? 0 : Values.toNumber(heartbeat);
    heartbeatMillis = seconds > 0 ? (long) (seconds * 1_000) : 0;
    protocols = protocols(config.raw("subprotocol"));
    readHeaders(config.raw("headers"));
    tls =
        context
            .configNode(String.valueOf(config.raw("tls")), TlsConfigNode.class)
            .map(TlsConfigNode::settings)
            .orElse(TlsSettings.defaults(true));
  }

  private static List<String> protocols(@Nullable Object configured) {
    List<String> protocols = new ArrayList<>();
    for (String each : configured instanceof String text ? text.split(",", -1) : new String[0]) {
      if (!each.isBlank()) {
        protocols.add(each.strip());
      }
    }
    return protocols;
  }

  private void readHeaders(@Nullable Object rows) {
    for (Object row : rows instanceof List<?> list ? list : List.of()) {
      if (!(row instanceof Map<?, ?> header)) {
        continue;
      }
      Object type = header.get("keyType");
      Object name = "other".equals(type) ? header.get("keyValue") : type;
      String value = value(header.get("valueType"), header.get("valueValue"));
      if (name != null && !"".equals(name) && !value.isEmpty()) {
        headers.add(Map.entry(Values.toText(name), value));
      }
    }
  }

  private String value(@Nullable Object type, @Nullable Object value) {
    if ("env".equals(type)) {
      Object found = context.env(String.valueOf(value));
      return found == null || found == Undefined.VALUE ? "" : Values.toText(found);
    }
    Object told = type == null || "other".equals(type) ? value : type;
    return told == null ? "" : Values.toText(told);
  }

  /** Connects if nobody has asked for it before. */
  synchronized void connectOnce() {
    if (!isWanted && !isClosed) {
      isWanted = true;
      connect();
    }
  }

  private synchronized void connect() {
    timer = -1;
    if (isClosed) {
      return;
    }
    try {
      WebSocketConnectOptions options = new WebSocketConnectOptions().setSubProtocols(protocols);
      headers.forEach(header -> options.addHeader(header.getKey(), header.getValue()));
      if (url.startsWith("wss:")) {
        options.setSslOptions(VertxTls.client(tls));
      }
      http.connect(url, tls.serverName(), options, this::opened, this::failed);
    } catch (NodeException e) {
      failed(e);
    }
  }

  /** On the connection's event loop. */
  private void opened(WebSocket socket) {
    synchronized (this) {
      if (isClosed) {
        socket.close().onFailure(gone -> {});
        return;
      }
    }
    beat(socket, hub.opened(socket, this::again));
  }

  private void failed(Throwable why) {
    String id = MessageIds.next();
    context.execute(() -> context.debug("no connection to " + url + ": " + why.getMessage()));
    hub.tellError(id);
    hub.tellClosed(id);
    again();
  }

  private synchronized void again() {
    if (!isClosed) {
      timer = context.vertx().setTimer(reconnect.toMillis(), due -> connect());
    }
  }

  /** Looks whether the other side is still there. */
  private void beat(WebSocket socket, String id) {
    if (heartbeatMillis == 0) {
      return;
    }
    Vertx vertx = context.vertx();
    boolean[] isAlive = {true};
    socket.frameHandler(frame -> isAlive[0] = true);
    socket.pongHandler(pong -> isAlive[0] = true);
    vertx.setPeriodic(
        heartbeatMillis,
        timerId -> {
          if (socket.isClosed()) {
            vertx.cancelTimer(timerId);
          } else if (!isAlive[0]) {
            vertx.cancelTimer(timerId);
            hub.tellError(id);
            socket.close().onFailure(gone -> {});
          } else {
            isAlive[0] = false;
            socket.writePing(Buffer.buffer()).onFailure(gone -> {});
          }
        });
  }

  /** No connection is made any more. */
  synchronized void close() {
    isClosed = true;
    if (timer >= 0) {
      context.vertx().cancelTimer(timer);
      timer = -1;
    }
  }
}
