package io.weir.app.client;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.weir.broker.client.Greeting;
import io.weir.broker.client.MqttClient;
import io.weir.broker.client.PropertyList;
import io.weir.broker.client.Route;
import io.weir.broker.packet.ProtocolVersion;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * How to connect.
 *
 * @param route where the broker is, and how it is reached
 * @param looksUpService whether the route's host is one that DNS knows brokers for
 * @param greeting who we are, and what the broker is to remember of us
 * @param properties what {@code -D} gave, by packet; those of CONNECT and the will are in the
 *     greeting
 */
public record LinkSettings(
    ProtocolVersion version,
    Route route,
    boolean looksUpService,
    Greeting greeting,
    Map<PropertyCommand, PropertyList> properties) {
  /** A process that does nothing else may take its time. */
  private static final long NO_CHECK_SECONDS = TimeUnit.DAYS.toSeconds(365);

  /** Settings; copied. */
  public LinkSettings {
    properties = Map.copyOf(properties);
  }

  /** What was given for a packet. */
  public PropertyList propertiesOf(PropertyCommand command) {
    return properties.getOrDefault(command, PropertyList.NONE);
  }

  public boolean isMqtt5() {
    return version.isMqtt5();
  }

  /**
   * A client that isn't connected yet.
   *
   * @throws ClientException if DNS knows no broker for the host
   * @threads may block
   */
  public MqttClient client(MqttClient.Listener listener) throws InterruptedException {
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setPreferNativeTransport(route.socket() != null)
                .setBlockedThreadCheckInterval(NO_CHECK_SECONDS)
                .setBlockedThreadCheckIntervalUnit(TimeUnit.SECONDS)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false)));
    return new MqttClient(vertx, version, lookedUp(vertx), greeting, listener);
  }

  private Route lookedUp(Vertx vertx) throws InterruptedException {
    if (!looksUpService) {
      return route;
    }
    Future<Route> found =
        new ServiceLookup(vertx.createDnsClient())
            .servers(route.servers().get(0).host(), route.encryption() != null)
            .map(route::to);
    try {
      return found.toCompletionStage().toCompletableFuture().get();
    } catch (ExecutionException e) {
      throw new ClientException(LinkFailures.text(e), ExitCodes.FAILURE);
    }
  }
}
