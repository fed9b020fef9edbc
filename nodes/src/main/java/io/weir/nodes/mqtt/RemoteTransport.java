package io.weir.nodes.mqtt;

import com.hivemq.client.mqtt.MqttClientBuilderBase;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttClientTransportConfig;
import com.hivemq.client.mqtt.MqttClientTransportConfigBuilder;
import com.hivemq.client.mqtt.MqttProxyConfig;
import com.hivemq.client.mqtt.MqttProxyConfigBuilder;
import com.hivemq.client.mqtt.MqttProxyProtocol;
import com.hivemq.client.mqtt.MqttWebSocketConfig;
import com.hivemq.client.mqtt.MqttWebSocketConfigBuilder;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.weir.nodes.support.OutboundProxies;
import io.weir.nodes.tls.TlsSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** How a broker is reached, as HiveMQ's library wants it; the same for both versions of MQTT. */
final class RemoteTransport {
  private final Vertx vertx;
  private final BrokerSettings settings;
  private final @Nullable MqttClientSslConfig tls;
  private final @Nullable URI proxy;

  /**
   * A transport.
   *
   * @throws io.weir.engine.node.NodeException if its certificates can't be used
   */
  RemoteTransport(Vertx vertx, BrokerSettings settings, OutboundProxies proxies) {
    this.vertx = vertx;
    this.settings = settings;
    BrokerAddress address = settings.address();
    tls =
        address.isTls()
            ? RemoteTls.of(
                Objects.requireNonNullElseGet(settings.tls(), () -> TlsSettings.defaults(true)))
            : null;
    proxy =
        address.transport() == BrokerAddress.Transport.WEB_SOCKET
            ? proxies.proxyFor(address.toString()).orElse(null)
            : null;
  }

  /** Sets what both versions of the protocol share, for the first attempt to connect. */
  <B extends MqttClientBuilderBase<B>> B configure(
      B builder, MqttClientTransportConfig first, RemoteListener listener) {
    return builder
        .transportConfig(first)
        .identifier(settings.session().clientId())
        .addConnectedListener(context -> listener.connected())
        .addDisconnectedListener(listener::disconnected);
  }

  /**
   * The transport for the next attempt.
   *
   * <p>The library asks for the server by the name in its address, so another name to ask for has
   * to stand there, beside the address that the real name has at the moment. While that can't be
   * looked up, the attempt fails as any other does.
   */
  Future<MqttClientTransportConfig> next() {
    String name = settings.tls() == null ? "" : settings.tls().serverName();
    if (tls == null || name.isEmpty() || proxy != null) {
      return Future.succeededFuture(config(unresolved()));
    }
    BrokerAddress address = settings.address();
    return vertx
        .executeBlocking(
            () ->
                new InetSocketAddress(
                    InetAddress.getByAddress(
                        name, InetAddress.getByName(address.host()).getAddress()),
                    address.port()),
            false)
        .otherwise(unknown -> unresolved())
        .map(this::config);
  }

  private InetSocketAddress unresolved() {
    return InetSocketAddress.createUnresolved(settings.address().host(), settings.address().port());
  }

  private MqttClientTransportConfig config(InetSocketAddress server) {
    BrokerAddress address = settings.address();
    MqttClientTransportConfigBuilder builder =
        MqttClientTransportConfig.builder().serverAddress(server);
    if (tls != null) {
      builder = builder.sslConfig(tls);
    }
    if (address.transport() == BrokerAddress.Transport.WEB_SOCKET) {
      builder = builder.webSocketConfig(webSocket(address));
    }
    if (proxy != null) {
      builder = builder.proxyConfig(proxy(proxy));
    }
    return builder.build();
  }

  private static MqttWebSocketConfig webSocket(BrokerAddress address) {
    String path = address.path().startsWith("/") ? address.path().substring(1) : address.path();
    MqttWebSocketConfigBuilder builder =
        MqttWebSocketConfig.builder().serverPath(path).subprotocol("mqtt");
    if (!address.query().isEmpty()) {
      builder = builder.queryString(address.query());
    }
    // Said here too, since the address may hold the name to ask for in the TLS handshake instead.
    return builder.httpHeaders(Map.of("Host", address.hostAndPort())).build();
  }

  private static MqttProxyConfig proxy(URI proxy) {
    MqttProxyConfigBuilder builder =
        MqttProxyConfig.builder()
            .protocol(
                switch (proxy.getScheme()) {
                  case "socks", "socks5", "socks5h" -> MqttProxyProtocol.SOCKS_5;
                  case "socks4", "socks4a" -> MqttProxyProtocol.SOCKS_4;
                  default -> MqttProxyProtocol.HTTP;
                })
            .host(proxy.getHost())
            .port(OutboundProxies.port(proxy));
    String login = proxy.getUserInfo();
    if (login == null) {
      return builder.build();
    }
    int colon = login.indexOf(':');
    return builder
        .username(colon < 0 ? login : login.substring(0, colon))
        .password(colon < 0 ? "" : login.substring(colon + 1))
        .build();
  }

  static Future<Void> future(CompletionStage<?> stage) {
    return Future.fromCompletionStage(stage).mapEmpty();
  }

  static MqttQos qos(int level) {
    return Objects.requireNonNull(MqttQos.fromCode(level));
  }
}
