package io.weir.nodes.http.client;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.SocketAddress;
import io.weir.engine.node.NodeException;
import io.weir.nodes.support.OutboundProxies;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes requests to web servers, for all http request nodes together. Closed with its Vert.x.
 *
 * @threads any
 */
public final class OutboundHttp {
  /** Of a program that makes no requests. */
  public static final OutboundHttp NONE = new OutboundHttp();

  /** Connections to one server at a time; further requests to it wait for one. */
  private static final int CONNECTIONS_PER_SERVER = 64;

  /** The largest answer: enough for a flow to work with, and much on a small machine already. */
  private static final long MOST_BYTES = 64L << 20;

  /** The largest message of a WebSocket. */
  private static final int MOST_SOCKET_BYTES = 16 << 20;

  /** WebSockets to one server at a time. */
  private static final int MOST_SOCKETS = 1_000;

  /** What Node.js takes of headers. */
  static final int MOST_HEADER_BYTES = 16_384;

  private final @Nullable Sockets sockets;
  private final HttpRequestSettings settings;
  private final OutboundProxies proxies;
  private final long maxBytes;

  private record Sockets(
      Vertx vertx,
      Context loop,
      HttpClientAgent once,
      HttpClientAgent keptAlive,
      NetClient plain,
      WebSocketClient webSockets) {}

  private OutboundHttp() {
    sockets = null;
    settings = HttpRequestSettings.USUAL;
    proxies = OutboundProxies.of(Map.of());
    maxBytes = MOST_BYTES;
  }

  /**
   * Makes requests. Not to be made itself on a thread of Vert.x, whose context it would take for
   * its own.
   *
   * @param settings what the program's settings say about them
   * @param proxies what requests and connections go through, unless their node names a proxy
   */
  public OutboundHttp(Vertx vertx, HttpRequestSettings settings, OutboundProxies proxies) {
    this(vertx, settings, proxies, MOST_BYTES);
  }

  OutboundHttp(Vertx vertx, HttpRequestSettings settings, OutboundProxies proxies, long maxBytes) {
    sockets =
        new Sockets(
            vertx,
            vertx.getOrCreateContext(),
            client(vertx, false),
            client(vertx, true),
            vertx.createNetClient(),
            vertx.createWebSocketClient(
                new WebSocketClientOptions()
                    .setMaxFrameSize(MOST_SOCKET_BYTES)
                    .setMaxMessageSize(MOST_SOCKET_BYTES)
                    .setMaxConnections(MOST_SOCKETS)
                    .setClosingTimeout(1)));
    this.settings = settings;
    this.proxies = proxies;
    this.maxBytes = maxBytes;
  }

  private static HttpClientAgent client(Vertx vertx, boolean keepsAlive) {
    return vertx.createHttpClient(
        new HttpClientOptions()
            .setKeepAlive(keepsAlive)
            .setMaxHeaderSize(MOST_HEADER_BYTES)
            .setHttp2ClearTextUpgrade(false),
        new PoolOptions().setHttp1MaxSize(CONNECTIONS_PER_SERVER));
  }

  /** What the program's settings say about requests. */
  HttpRequestSettings settings() {
    return settings;
  }

  /** The largest answer that is taken. */
  long maxBytes() {
    return maxBytes;
  }

  /** The proxies that the environment names. */
  OutboundProxies proxies() {
    return proxies;
  }

  /**
   * Connects by WebSocket, through the proxies of the environment.
   *
   * @param url begins with ws
   * @param serverName the name to ask for in the TLS handshake; empty for the host
   * @param options what else there is to say
   * @param opened called on the connection's event loop, whose events begin afterwards
   * @param failed called if there will be none
   * @throws NodeException if the address is none
   */
  public void connect(
      String url,
      String serverName,
      WebSocketConnectOptions options,
      Consumer<WebSocket> opened,
      Consumer<Throwable> failed) {
    Sockets open = opened();
    HttpAddress address = HttpAddress.parse("http" + url.substring("ws".length()));
    options
        .setHost(address.connectHost())
        .setPort(address.port())
        .setSsl(address.isSecure())
        .setURI(address.target());
    if (address.isSecure() && !serverName.isEmpty()) {
      options
          .setHost(serverName)
          .setServer(SocketAddress.inetSocketAddress(address.port(), address.connectHost()))
          .putHeader("Host", address.hostHeader());
    }
    if (!address.user().isEmpty()) {
      options.putHeader("Authorization", address.basicLogin());
    }
    proxies
        .proxyFor(url)
        .filter(proxy -> proxy.getPort() >= 0)
        .ifPresent(proxy -> options.setProxyOptions(ProxyLogin.of(proxy)));
    open.loop()
        .runOnContext(
            here ->
                open.webSockets()
                    .connect(options)
                    .onSuccess(opened::accept)
                    .onFailure(failed::accept));
  }

  private Sockets opened() {
    if (sockets == null) {
      throw new NodeException("no connections can be made here");
    }
    return sockets;
  }

  /** Begins with a request. */
  HttpRun start(HttpCall call) {
    Sockets open = opened();
    HttpRun run =
        new HttpRun(
            call,
            open.vertx(),
            call.route().keepsAlive() ? open.keptAlive() : open.once(),
            open.plain());
    open.loop().runOnContext(here -> run.start());
    return run;
  }
}
