package io.weir.broker.listener;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.VertxWrapper;
import io.vertx.core.internal.net.NetServerInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.internal.tls.ServerSslContextProvider;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrafficShapingOptions;
import io.vertx.core.spi.metrics.Metrics;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A Vert.x whose servers let us into each connection's pipeline, after the library that opened the
 * server has set it up.
 *
 * <p>vertx-mqtt's server takes a Vert.x and asks it for a TCP server; given this one, it gets a
 * server that calls back behind the library's own connect handler. That rests on two internal
 * interfaces of Vert.x 5.1, and on the library asking in this way: this class is the only one that
 * knows, and {@code PipelineTapTest} fails when an upgrade changes it.
 *
 * @threads as the Vert.x that it wraps
 */
final class PipelineTap extends VertxWrapper {
  private final Consumer<NetSocketInternal> onConnection;
  private final @Nullable SocketAddress address;

  /**
   * A tap.
   *
   * @param address to listen on instead of what the library says, which knows no Unix domain
   *     sockets; or null
   */
  PipelineTap(
      VertxInternal vertx,
      Consumer<NetSocketInternal> onConnection,
      @Nullable SocketAddress address) {
    super(vertx);
    this.onConnection = onConnection;
    this.address = address;
  }

  @Override
  public NetServerInternal createNetServer(NetServerOptions options) {
    return new TappedServer(super.createNetServer(options), onConnection, address);
  }

  private static final class TappedServer implements NetServerInternal {
    private final NetServerInternal server;
    private final Consumer<NetSocketInternal> onConnection;
    private final @Nullable SocketAddress instead;

    TappedServer(
        NetServerInternal server,
        Consumer<NetSocketInternal> onConnection,
        @Nullable SocketAddress instead) {
      this.server = server;
      this.onConnection = onConnection;
      this.instead = instead;
    }

    @Override
    public NetServerInternal connectHandler(Handler<NetSocket> handler) {
      server.connectHandler(
          socket -> {
            handler.handle(socket);
            onConnection.accept((NetSocketInternal) socket);
          });
      return this;
    }

    @Override
    public Handler<NetSocket> connectHandler() {
      return server.connectHandler();
    }

    @Override
    public NetServerInternal exceptionHandler(Handler<Throwable> handler) {
      server.exceptionHandler(handler);
      return this;
    }

    @Override
    public ServerSslContextProvider sslContextProvider() {
      return server.sslContextProvider();
    }

    @Override
    public Future<NetServer> listen(ContextInternal context, SocketAddress address) {
      return server.listen(context, address);
    }

    @Override
    public Future<NetServer> listen() {
      return server.listen();
    }

    @Override
    public Future<NetServer> listen(SocketAddress address) {
      return server.listen(instead == null ? address : instead);
    }

    @Override
    public int sniEntrySize() {
      return server.sniEntrySize();
    }

    @Override
    public boolean isClosed() {
      return server.isClosed();
    }

    @Override
    public Future<Void> shutdown(Duration timeout) {
      return server.shutdown(timeout);
    }

    @Override
    public int actualPort() {
      return server.actualPort();
    }

    @Override
    public Future<Boolean> updateSSLOptions(ServerSSLOptions options, boolean force) {
      return server.updateSSLOptions(options, force);
    }

    @Override
    public Future<Boolean> updateTrafficShapingOptions(TrafficShapingOptions options) {
      return server.updateTrafficShapingOptions(options);
    }

    @Override
    public boolean isMetricsEnabled() {
      return server.isMetricsEnabled();
    }

    @Override
    public Metrics getMetrics() {
      return server.getMetrics();
    }
  }
}
