package io.weir.nodes.mqtt;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Brokers elsewhere, by HiveMQ's MQTT client.
 *
 * <p>docs/decisions/0011-mqtt-client-for-other-brokers.md says why that one.
 */
public final class RemoteBrokerClients implements BrokerClients {
  private static final Duration RECONNECT_DELAY = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final Duration reconnectDelay;

  /** Clients that try again every fifteen seconds. */
  public RemoteBrokerClients(Vertx vertx) {
    this(vertx, RECONNECT_DELAY);
  }

  /**
   * Clients.
   *
   * @param reconnectDelay how long to wait after a connection was lost or an attempt failed
   */
  public RemoteBrokerClients(Vertx vertx, Duration reconnectDelay) {
    if (reconnectDelay.isNegative() || reconnectDelay.isZero()) {
      throw new IllegalArgumentException(
          "reconnectDelay must be positive but is " + reconnectDelay);
    }
    this.vertx = vertx;
    this.reconnectDelay = reconnectDelay;
  }

  @Override
  public BrokerClient open(BrokerSettings settings, Consumer<ConnectionState> listener) {
    return new RemoteBrokerClient(vertx, settings, listener, reconnectDelay);
  }
}
