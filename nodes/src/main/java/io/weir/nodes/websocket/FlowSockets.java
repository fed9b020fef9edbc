package io.weir.nodes.websocket;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The paths at which flows take WebSockets. The web server hands it requests; listeners come and
 * go.
 *
 * @threads listeners are added and removed from any thread; requests come on the web server's
 *     context
 */
public final class FlowSockets {
  /** Of a program without a web server. */
  public static final FlowSockets NONE = new FlowSockets(null);

  private static final Logger log = LoggerFactory.getLogger(FlowSockets.class);

  private final @Nullable String root;
  private final Map<String, SocketHub> hubs = new ConcurrentHashMap<>();

  /**
   * Without listeners.
   *
   * @param root the path that flows' addresses are below, with a slash at both ends; null if flows
   *     may not serve anything
   */
  public FlowSockets(@Nullable String root) {
    this.root = root;
  }

  /** The path that listeners' paths are below, without a slash at its end; empty for none. */
  String base() {
    return root == null ? "" : root.substring(0, root.length() - 1);
  }

  /** The path of a listener as clients ask for it. */
  String full(String path) {
    return (root == null ? "/" : root) + (path.startsWith("/") ? path.substring(1) : path);
  }

  /**
   * From now on a path is a listener's.
   *
   * @return false if it is another's already
   */
  boolean add(String fullPath, SocketHub hub) {
    return hubs.putIfAbsent(fullPath, hub) == null;
  }

  /** A listener is gone. */
  void remove(String fullPath, SocketHub hub) {
    hubs.remove(fullPath, hub);
  }

  /**
   * Makes a request a WebSocket if it asks for that at the path of a listener.
   *
   * @param otherwise what to do if it doesn't
   */
  public void handle(HttpServerRequest request, Runnable otherwise) {
    boolean isUpgrade =
        request.method().equals(HttpMethod.GET)
            && "websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE));
    SocketHub hub = root == null || !isUpgrade ? null : hubs.get(String.valueOf(request.path()));
    if (hub == null) {
      otherwise.run();
      return;
    }
    request
        .toWebSocket()
        .onSuccess(hub::opened)
        .onFailure(why -> log.debug("a WebSocket was not opened: {}", why.getMessage()));
  }
}
