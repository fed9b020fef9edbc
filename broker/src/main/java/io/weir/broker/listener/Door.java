package io.weir.broker.listener;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpServerCodec;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.mqtt.MqttServer;
import io.vertx.mqtt.MqttServerOptions;
import io.weir.broker.BrokerException;
import io.weir.broker.Listener;
import io.weir.broker.Listener.Proxy;
import io.weir.broker.ListenerAddress;
import io.weir.broker.lane.LaneConnection.Remote;
import io.weir.broker.lane.LoopLanes;
import java.net.BindException;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

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

  private static final int HTTP_CHUNK = 8_192;

  private final LoopLanes lanes;
  private final Admission admission;
  private final @Nullable StaticFiles files;
  private final MqttServer server;
  private volatile Listener listener;

  /**
   * Not yet open.
   *
   * @param connections how many the listener has, on all loops
   * @param addresses how many each address has, on all loops and listeners
   */
  public Door(
      Vertx vertx,
      Listener listener,
      LoopLanes lanes,
      AtomicInteger connections,
      AddressCount addresses) {
    this.listener = listener;
    this.lanes = lanes;
    this.admission = new Admission(lanes, connections, addresses);
    Path folder = listener.webSocket() == null ? null : listener.webSocket().files();
    this.files = folder == null ? null : new StaticFiles(vertx, folder);
    Path path = listener.socket();
    SocketAddress address =
        path == null ? null : SocketAddress.domainSocketAddress(path.toString());
    this.server =
        MqttServer.create(
            new PipelineTap((VertxInternal) vertx, this::enter, address), options(listener));
    // Never called, since no CONNECT gets as far as the library; but it insists on a handler.
    server.endpointHandler(endpoint -> endpoint.close());
  }

  private static MqttServerOptions options(Listener listener) {
    MqttServerOptions options = new MqttServerOptions();
    options.setHost(listener.host()).setPort(listener.port());
    options.setTcpNoDelay(true);
    options.setUseProxyProtocol(listener.proxy() != Proxy.NONE);
    options.setProxyProtocolTimeout(listener.connectTimeout().toSeconds());
    options.setProxyProtocolTimeoutUnit(TimeUnit.SECONDS);
    Listener.Tls tls = listener.tls();
    if (tls != null) {
      encrypt(options, tls);
    }
    return options;
  }

  private static void encrypt(MqttServerOptions options, Listener.Tls tls) {
    options.setSsl(true);
    options.setKeyCertOptions(
        new PemKeyCertOptions()
            .addCertPath(tls.certificate().toString())
            .addKeyPath(tls.key().toString()));
    if (tls.requiresCertificate()) {
      PemTrustOptions trust = new PemTrustOptions();
      tls.authorities().forEach(file -> trust.addCertPath(file.toString()));
      options.setTrustOptions(trust);
      options.setClientAuth(ClientAuth.REQUIRED);
    }
    Path revocations = tls.revocations();
    if (revocations != null) {
      options.addCrlPath(revocations.toString());
    }
    if (!tls.protocols().isEmpty()) {
      options.setEnabledSecureTransportProtocols(new LinkedHashSet<>(tls.protocols()));
    }
    tls.cipherSuites().forEach(options::addEnabledCipherSuite);
  }

  /**
   * What it listens for, and on which terms.
   *
   * @threads any
   */
  public Listener listener() {
    return listener;
  }

  /**
   * Lets those who come from now on in on the terms of this one, which is the same in all else.
   *
   * @threads any
   */
  public void listener(Listener onOtherTerms) {
    listener = onOtherTerms;
  }

  /** Reads certificates and keys again; connections that are open stay. */
  public Future<Void> reloadCertificates() {
    return listener.tls() == null
        ? Future.succeededFuture()
        : server.updateSSLOptions(options(listener).getSslOptions(), true).mapEmpty();
  }

  /**
   * Starts to listen.
   *
   * @param port the listener's, or a negative number for a free one that is shared between loops
   */
  public Future<ListenerAddress> open(int port) {
    return server
        .listen(port, listener.host())
        .map(open -> new ListenerAddress(listener.transport(), place(), open.actualPort()))
        .recover(failure -> Future.failedFuture(explained(failure)));
  }

  private String place() {
    Path path = listener.socket();
    return path == null ? listener.host() : path.toString();
  }

  private BrokerException explained(Throwable failure) {
    String address = listener.name();
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
    String address = String.valueOf(socket.remoteAddress());
    Listener open = listener;
    if (open.proxy() == Proxy.HEADER_OF_TLS && !ProxiedTls.isSaidOf(socket)) {
      lanes.reportRefused(address, "the proxy doesn't say that the client has encrypted");
      refuse(pipeline);
      return;
    }
    if (!admission.takes(pipeline.channel(), open, address)) {
      return;
    }
    for (String name : LIBRARY_HANDLERS) {
      ChannelHandler unneeded = pipeline.get(name);
      if (unneeded != null) {
        pipeline.remove(unneeded);
      }
    }
    Listener.WebSocket webSocket = open.webSocket();
    Remote remote =
        new Remote(open, address, certificatesOf(socket), socket.isSsl() || webSocket != null);
    if (webSocket != null) {
      int header = webSocket.maxHeaderBytes();
      pipeline.addBefore(LAST_HANDLER, "http", new HttpServerCodec(header, header, HTTP_CHUNK));
      pipeline.addBefore(
          LAST_HANDLER,
          "websocket",
          new WebSocketEntrance(webSocket, lanes.maxFrameBytes(), files));
    }
    pipeline.addBefore(LAST_HANDLER, "lane", lanes.newLane(remote));
    pipeline.remove(LAST_HANDLER);
  }

  @SuppressWarnings("FutureReturnValueIgnored")
  private static void refuse(ChannelPipeline pipeline) {
    pipeline.channel().close();
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
