package io.weir.nodes.tcp;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeException;
import io.weir.nodes.support.NodeFuture;
import io.weir.nodes.support.Sockets;
import io.weir.nodes.tls.TlsSettings;
import io.weir.nodes.tls.VertxTls;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes a node's connections to servers.
 *
 * @threads the node's context
 */
final class TcpClient {
  private static final int USUAL_CONNECT_MILLIS = 60_000;

  private final NodeContext node;
  private final Context loop;
  private volatile boolean isStopped;
  // The loop's own.
  private @Nullable NetClient client;

  TcpClient(NodeContext node) {
    this.node = node;
    loop = Sockets.eventLoop(node.vertx());
  }

  /**
   * Connects.
   *
   * @param limit how long that may take; null for the usual
   * @param made takes the connection before anything of it arrives, on its loop
   * @param failed hears why there is none, on the node's context
   */
  void connect(
      TcpTarget target,
      @Nullable Duration limit,
      BiConsumer<NetSocket, Context> made,
      Consumer<Throwable> failed) {
    ConnectOptions options;
    try {
      options = options(target, limit);
    } catch (NodeException e) {
      node.execute(() -> failed.accept(e));
      return;
    }
    loop.runOnContext(
        now ->
            opened()
                .connect(options)
                .onSuccess(socket -> take(socket, made))
                .onFailure(why -> node.execute(() -> failed.accept(why))));
  }

  private NetClient opened() {
    if (client == null) {
      NetClientOptions options = new NetClientOptions().setTcpKeepAlive(true);
      options.setTcpKeepAliveIdleSeconds(TcpTarget.PROBE);
      client = node.vertx().createNetClient(options);
    }
    return client;
  }

  private void take(NetSocket socket, BiConsumer<NetSocket, Context> made) {
    if (isStopped) {
      socket.close();
      return;
    }
    made.accept(socket, loop);
  }

  private static ConnectOptions options(TcpTarget target, @Nullable Duration limit) {
    if (target.port() <= 0) {
      throw new NodeException("ERR_SOCKET_BAD_PORT", "not a port: " + target.written());
    }
    ConnectOptions options =
        new ConnectOptions()
            .setHost(target.host())
            .setPort(target.port())
            .setTimeout(limit == null ? USUAL_CONNECT_MILLIS : (int) limit.toMillis());
    TlsSettings tls = target.tls();
    if (tls != null) {
      options.setSsl(true).setSslOptions(VertxTls.client(tls));
      if (!tls.serverName().isEmpty()) {
        options.setSniServerName(tls.serverName());
      }
    }
    return options;
  }

  /** Closes all connections; none is made any more. */
  Future<Void> stop() {
    isStopped = true;
    Promise<Void> stopped = Promise.promise();
    loop.runOnContext(
        now -> {
          Future<Void> closing = client == null ? Future.succeededFuture() : client.close();
          closing.onComplete(stopped);
        });
    return NodeFuture.of(node, stopped.future());
  }
}
