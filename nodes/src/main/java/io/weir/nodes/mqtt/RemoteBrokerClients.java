package io.weir.nodes.mqtt;

import io.vertx.core.Vertx;
import io.weir.nodes.support.OutboundProxies;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Brokers elsewhere, by HiveMQ's MQTT client.
 *
 * <p>docs/decisions/0011-mqtt-client-for-other-brokers.md says why that one.
 */
public final class RemoteBrokerClients implements BrokerClients {
  private final Vertx vertx;
  private final Duration reconnectDelay;
  private final OutboundProxies proxies;

  /**
   * Clients.
   *
   * @param reconnectDelay how long to wait after a connection was lost or an attempt failed
   * @param proxies what connections by WebSocket go through
   */
  public RemoteBrokerClients(Vertx vertx, Duration reconnectDelay, OutboundProxies proxies) {
    if (reconnectDelay.isNegative() || reconnectDelay.isZero()) {
      throw new IllegalArgumentException(
          "reconnectDelay must be positive but is " + reconnectDelay);
    }
    this.vertx = vertx;
    this.reconnectDelay = reconnectDelay;
    this.proxies = proxies;
  }

  @Override
  public BrokerClient open(BrokerSettings settings, Consumer<ConnectionState> listener) {
    return new RemoteBrokerClient(
        vertx, settings, new RemoteTransport(vertx, settings, proxies), listener, reconnectDelay);
  }
}
