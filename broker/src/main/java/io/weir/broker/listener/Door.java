package io.weir.broker.listener;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.mqtt.MqttServer;
import io.vertx.mqtt.MqttServerOptions;
import io.weir.broker.BrokerException;
import io.weir.broker.Listener;
import io.weir.broker.ListenerAddress;
import io.weir.broker.lane.LaneConnection.Remote;
import io.weir.broker.lane.LoopLanes;
import java.net.BindException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * A listener on one loop: vertx-mqtt's server accepts the connection and does what lies below MQTT;
 * then our lane takes its place in the pipeline.
 *
 * @threads the loop that it was opened on
 */
public final class Door {
  /** What the library puts into a pipeline and the lane does instead. */
  private static final List<String> LIBRARY_HANDLERS =
      List.of("mqttEncoder", "mqttDecoder", "idle", "timeoutOnConnect");

  /**
   * Vert.x's own last handler. With it goes its side of the connection, which costs several
   * kilobytes while nothing happens; the server's channel group still knows the channel.
   */
  private static final String LAST_HANDLER = "handler";

  private final Listener listener;
  private final LoopLanes lanes;
  private final MqttServer server;

  public Door(Vertx vertx, Listener listener, LoopLanes lanes) {
    this.listener = listener;
    this.lanes = lanes;
    MqttServerOptions options = new MqttServerOptions();
    options.setHost(listener.host()).setPort(listener.port());
    options.setTcpNoDelay(true);
    this.server = MqttServer.create(new PipelineTap((VertxInternal) vertx, this::enter), options);
    // Never called, since no CONNECT gets as far as the library; but it insists on a handler.
    server.endpointHandler(endpoint -> endpoint.close());
  }

  /**
   * Starts to listen.
   *
   * @param port the listener's, or a negative number for a free one that is shared between loops
   */
  public Future<ListenerAddress> open(int port) {
    return server
        .listen(port, listener.host())
        .map(open -> new ListenerAddress("tcp", listener.host(), open.actualPort()))
        .recover(failure -> Future.failedFuture(explained(failure, port)));
  }

  private BrokerException explained(Throwable failure, int port) {
    String address = listener.host() + ":" + port;
    return failure instanceof BindException
        ? new BrokerException(
            "cannot listen on "
                + address
                + ": "
                + failure.getMessage()
                + "; is another broker running, or the address not of this machine?",
            failure)
        : new BrokerException("cannot listen on " + address + ": " + failure.getMessage(), failure);
  }

  public Future<Void> close() {
    return server.close();
  }

  private void enter(NetSocketInternal socket) {
    ChannelPipeline pipeline = socket.channelHandlerContext().pipeline();
    for (String name : LIBRARY_HANDLERS) {
      ChannelHandler unneeded = pipeline.get(name);
      if (unneeded != null) {
        pipeline.remove(unneeded);
      }
    }
    Remote remote =
        new Remote(
            listener,
            String.valueOf(socket.remoteAddress()),
            certificatesOf(socket),
            socket.isSsl());
    pipeline.addBefore(LAST_HANDLER, "lane", lanes.newLane(remote));
    pipeline.remove(LAST_HANDLER);
  }

  private static List<X509Certificate> certificatesOf(NetSocketInternal socket) {
    SSLSession session = socket.sslSession();
    if (session == null) {
      return List.of();
    }
    List<X509Certificate> certificates = new ArrayList<>();
    try {
      for (Certificate certificate : session.getPeerCertificates()) {
        if (certificate instanceof X509Certificate x509) {
          certificates.add(x509);
        }
      }
    } catch (SSLPeerUnverifiedException anonymous) {
      return List.of();
    }
    return certificates;
  }
}
