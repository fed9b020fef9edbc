package io.weir.broker.bridge;

import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import io.weir.broker.bridge.BridgeSettings.Network;
import io.weir.broker.bridge.BridgeSettings.Tcp;
import io.weir.broker.bridge.BridgeSettings.Tls;
import io.weir.broker.client.Encryption;
import io.weir.broker.client.StapledTrust;
import org.jspecify.annotations.Nullable;

/** A bridge's network settings in the words of Vert.x. */
final class NetworkOptions {
  private static final int CONNECT_MILLIS = 20_000;

  private NetworkOptions() {}

  static NetClientOptions of(Network network) {
    NetClientOptions options = new NetClientOptions().setConnectTimeout(CONNECT_MILLIS);
    if (network.bindAddress() != null) {
      options.setLocalAddress(network.bindAddress());
    }
    addTcp(options, network.tcp());
    Tls tls = network.tls();
    if (tls != null) {
      addTls(options, tls);
    }
    return options;
  }

  private static void addTcp(NetClientOptions options, Tcp tcp) {
    if (tcp.probe()) {
      options.setTcpKeepAlive(true);
      options.setTcpKeepAliveIdleSeconds(tcp.idleSeconds());
      options.setTcpKeepAliveIntervalSeconds(tcp.intervalSeconds());
      options.setTcpKeepAliveCount(tcp.probeCount());
    }
    if (tcp.userTimeoutMillis() > 0) {
      options.setTcpUserTimeout(tcp.userTimeoutMillis());
    }
  }

  private static void addTls(NetClientOptions options, Tls tls) {
    boolean hasOwn = tls.certificate() != null && tls.key() != null;
    new Encryption(
            trust(tls),
            hasOwn
                ? new PemKeyCertOptions()
                    .addCertPath(String.valueOf(tls.certificate()))
                    .addKeyPath(String.valueOf(tls.key()))
                : null,
            tls.protocols(),
            tls.suites(),
            tls.alpn(),
            tls.checksHost())
        .addTo(options);
  }

  private static @Nullable TrustOptions trust(Tls tls) {
    if (tls.requiresStaple()) {
      return StapledTrust.options(tls.authorities());
    }
    if (tls.authorities().isEmpty()) {
      return null;
    }
    PemTrustOptions trust = new PemTrustOptions();
    tls.authorities().forEach(file -> trust.addCertPath(file.toString()));
    return trust;
  }
}
