package io.weir.nodes.tcp;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.TcpServerConfig;
import io.weir.engine.message.MessageIds;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeException;
import io.weir.nodes.support.NodeFuture;
import io.weir.nodes.support.SocketErrors;
import io.weir.nodes.support.Sockets;
import io.weir.nodes.tls.VertxTls;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A port that a node listens on, and the connections that come in there.
 *
 * @threads the node's context
 */
final class TcpServer {
  /** More than a machine of this kind serves; each costs a file handle and a little memory. */
  private static final int MOST_SESSIONS = 10_000;

  /** What the node does with its connections; called on the node's context. */
  interface Events extends TcpSession.Receiver {
    /** Somebody has connected. */
    void opened(TcpSession session);
  }

  private final NodeContext node;
  private final TcpSettings settings;
  private final TcpTarget port;
  private final TcpPorts ports;
  private final @Nullable TcpConnections pool;
  private final Events events;
  private final Context loop;
  private final Set<TcpSession> sessions = new LinkedHashSet<>();
  private volatile boolean isStopped;
  // The loop's own.
  private @Nullable NetServer server;
  private int accepted;

  /**
   * A server that doesn't listen yet.
   *
   * @param ports those that are taken
   * @param pool where connections are to be found for answers; null for nowhere
   */
  TcpServer(
      NodeContext node,
      TcpSettings settings,
      TcpTarget port,
      TcpPorts ports,
      @Nullable TcpConnections pool,
      Events events) {
    this.node = node;
    this.settings = settings;
    this.port = port;
    this.ports = ports;
    this.pool = pool;
    this.events = events;
    loop = Sockets.eventLoop(node.vertx());
  }

  /** Begins to listen; says so if that can't be. */
  void start() {
    @Nullable ServerSSLOptions encryption;
    try {
      encryption = port.tls() == null ? null : VertxTls.server(port.tls());
    } catch (NodeException e) {
      failed(String.valueOf(e.getMessage()));
      return;
    }
    if (port.port() < 0) {
      failed("ERR_SOCKET_BAD_PORT: not a port");
      return;
    }
    try {
      ports.take(port.port());
    } catch (IOException e) {
      failed(SocketErrors.text(e));
      return;
    }
    loop.runOnContext(now -> listen(server(encryption).connectHandler(this::accept)));
  }

  private void listen(NetServer made) {
    server = made;
    made.listen(port.port(), "0.0.0.0")
        .onSuccess(listening -> said("listening on port " + port.written()))
        .onFailure(
            why -> {
              server = null;
              ports.release(port.port());
              node.execute(() -> failed(SocketErrors.text(why)));
            });
  }

  private NetServer server(@Nullable ServerSSLOptions encryption) {
    NetServerOptions options = new NetServerOptions().setTcpKeepAlive(true);
    options.setTcpKeepAliveIdleSeconds(TcpTarget.PROBE);
    return encryption == null
        ? node.vertx().createNetServer(options)
        : node.vertx().createNetServer(new TcpServerConfig(options).setSsl(true), encryption);
  }

  private void said(String text) {
    node.execute(() -> node.log(text));
  }

  private void failed(String why) {
    node.error("unable to listen on port " + port.written() + ", error: " + why, null);
  }

  private void accept(NetSocket socket) {
    if (isStopped) {
      socket.close();
      return;
    }
    if (accepted >= MOST_SESSIONS) {
      socket.close();
      said("more connections than " + MOST_SESSIONS + " are refused");
      return;
    }
    accepted++;
    TcpSession session = new TcpSession(MessageIds.next(), socket, loop, node, new Receiving());
    session.whenClosed(() -> accepted--);
    if (pool != null) {
      pool.add(session);
    }
    node.execute(
        () -> {
          sessions.add(session);
          if (!isStopped) {
            events.opened(session);
          }
        });
    if (settings.idle() != null) {
      session.whenIdle(
          settings.idle(),
          () -> {
            node.log("timeout closed socket port " + port.written());
            session.end();
          });
    }
  }

  private final class Receiving implements TcpSession.Receiver {
    @Override
    public void received(TcpSession session, Buffer chunk) {
      if (!isStopped) {
        events.received(session, chunk);
      }
    }

    @Override
    public void ended(TcpSession session, @Nullable Throwable failure) {
      sessions.remove(session);
      if (!isStopped) {
        events.ended(session, failure);
      }
    }
  }

  /** The connections that there are, oldest first. */
  List<TcpSession> sessions() {
    return new ArrayList<>(sessions);
  }

  /** Stops listening and ends the connections. */
  Future<Void> stop() {
    isStopped = true;
    sessions.forEach(TcpSession::close);
    Promise<Void> stopped = Promise.promise();
    loop.runOnContext(
        now -> {
          NetServer open = server;
          if (open == null) {
            stopped.complete();
            return;
          }
          server = null;
          open.close()
              .onComplete(
                  closed -> {
                    ports.release(port.port());
                    stopped.handle(closed);
                  });
        });
    return NodeFuture.of(node, stopped.future());
  }
}
