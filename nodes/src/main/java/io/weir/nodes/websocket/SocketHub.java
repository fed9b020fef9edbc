package io.weir.nodes.websocket;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketBase;
import io.weir.engine.message.MessageIds;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The open connections of a listener, or the one of a client, and the nodes that use them.
 *
 * @threads any; each connection has an event loop of its own
 */
final class SocketHub {
  /** What a client that reads too slowly may have waiting before it gets no more. */
  private static final int MOST_UNSENT_BYTES = 4 << 20;

  private final boolean isServer;
  private final Map<String, Connection> open = new ConcurrentHashMap<>();
  private final List<SocketUser> users = new CopyOnWriteArrayList<>();

  private record Connection(WebSocketBase socket, Context loop) {}

  SocketHub(boolean isServer) {
    this.isServer = isServer;
  }

  void add(SocketUser user) {
    users.add(user);
  }

  void remove(SocketUser user) {
    users.remove(user);
    // Some may wait for it to catch up.
    open.values().forEach(connection -> connection.socket().resume());
  }

  /** A client has connected. On the connection's event loop. */
  void opened(WebSocketBase socket) {
    opened(socket, () -> {});
  }

  /**
   * A connection is open. On its event loop.
   *
   * @param whenClosed called there too
   * @return what it is called from now on
   */
  String opened(WebSocketBase socket, Runnable whenClosed) {
    String id = MessageIds.next();
    socket.setWriteQueueMaxSize(MOST_UNSENT_BYTES);
    open.put(id, new Connection(socket, Objects.requireNonNull(Vertx.currentContext())));
    socket.textMessageHandler(text -> received(socket, id, text));
    socket.binaryMessageHandler(bytes -> received(socket, id, bytes));
    socket.exceptionHandler(why -> tellError(id));
    socket.closeHandler(
        closed -> {
          open.remove(id);
          tellClosed(id);
          whenClosed.run();
        });
    tell(Status.of("green", "dot", "connected " + (isServer ? open.size() : "")), "connect", id);
    return id;
  }

  private void received(WebSocketBase socket, String id, Object data) {
    for (SocketUser user : users) {
      user.received(id, data);
      if (user.isBusy()) {
        // The sender waits until the flow has caught up.
        socket.pause();
        user.whenRelieved(socket::resume);
      }
    }
  }

  /** A connection has ended, or was never made. */
  void tellClosed(String id) {
    int left = open.size();
    tell(
        isServer && left > 0
            ? Status.of("green", "dot", "connected " + left)
            : Status.of("red", "ring", "common.status.disconnected"),
        "disconnect",
        id);
  }

  /** Something is wrong with a connection. */
  void tellError(String id) {
    tell(Status.of("red", "ring", "common.status.error"), "error", id);
  }

  private void tell(Status status, String event, String id) {
    Map<String, @Nullable Object> more = new LinkedHashMap<>();
    more.put("event", event);
    more.put("_session", session(id));
    Status whole = new Status(status.fill(), status.shape(), status.text(), more);
    users.forEach(user -> user.show(whole));
  }

  static Map<String, Object> session(String id) {
    Map<String, Object> session = new LinkedHashMap<>();
    session.put("type", "websocket");
    session.put("id", id);
    return session;
  }

  /**
   * Sends to everybody.
   *
   * @param data a text or a Buffer
   * @param failed takes what goes wrong, for each connection
   */
  void broadcast(Object data, Consumer<Throwable> failed) {
    open.values().forEach(connection -> send(connection, data, failed));
  }

  /** Sends to one client of a listener; to nobody if it has gone. */
  void reply(@Nullable Object id, Object data, Consumer<Throwable> failed) {
    Connection connection = isServer && id instanceof String key ? open.get(key) : null;
    if (connection != null) {
      send(connection, data, failed);
    }
  }

  private static void send(Connection connection, Object data, Consumer<Throwable> failed) {
    connection
        .loop()
        .runOnContext(
            here -> {
              WebSocketBase socket = connection.socket();
              if (socket.isClosed()) {
                return;
              }
              if (socket.writeQueueFull()) {
                failed.accept(new NodeException("the other side reads too slowly"));
                return;
              }
              Future<Void> sent =
                  data instanceof Buffer bytes
                      ? socket.writeBinaryMessage(bytes)
                      : socket.writeTextMessage((String) data);
              sent.onFailure(failed::accept);
            });
  }

  /** Closes all connections; waits a second for the other sides to agree. */
  Future<Void> close() {
    List<Future<Void>> closing = new ArrayList<>();
    for (Connection connection : open.values()) {
      closing.add(connection.socket().close().timeout(1, TimeUnit.SECONDS).otherwiseEmpty());
    }
    return Future.all(closing).mapEmpty();
  }
}
