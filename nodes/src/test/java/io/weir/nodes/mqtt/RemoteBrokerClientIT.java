package io.weir.nodes.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.weir.broker.testing.Mosquitto;
import io.weir.nodes.support.OutboundProxies;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against mosquitto, a broker that isn't ours. */
class RemoteBrokerClientIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;

  private final Vertx vertx = Vertx.vertx();
  private final List<ConnectionState.Phase> phases = new CopyOnWriteArrayList<>();
  private final List<Incoming> received = new CopyOnWriteArrayList<>();
  private Mosquitto mosquitto;

  @BeforeEach
  void startBroker() {
    mosquitto = new Mosquitto(folder, "allow_anonymous true");
  }

  @AfterEach
  void stopBroker() {
    if (mosquitto != null) {
      mosquitto.close();
    }
    get(vertx.close());
  }

  private static <T> T get(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private BrokerClient client(String id, BrokerSettings.Protocol protocol) {
    return client(id, protocol, null);
  }

  private BrokerClient client(
      String id, BrokerSettings.Protocol protocol, BrokerSettings.Will will) {
    BrokerSettings settings =
        new BrokerSettings(
            BrokerAddress.of("127.0.0.1", mosquitto.port(), false),
            protocol,
            new BrokerSettings.Session(id, true, 60, 0, BrokerSettings.Limits.NONE, List.of()),
            null,
            null,
            will);
    return new RemoteBrokerClients(vertx, Duration.ofMillis(100), OutboundProxies.of(Map.of()))
        .open(settings, state -> phases.add(state.phase()));
  }

  private void take(Incoming incoming) {
    received.add(incoming);
    incoming.acknowledge();
  }

  private static Outgoing text(String topic, String payload, int qos) {
    return new Outgoing(topic, Buffer.buffer(payload), qos, false, PublicationProperties.NONE);
  }

  @ParameterizedTest
  @EnumSource(BrokerSettings.Protocol.class)
  void publishes_and_receives_in_order(BrokerSettings.Protocol protocol) {
    BrokerClient client = client("one", protocol);
    get(client.connect());
    get(client.subscribe(new Subscription("a/#", 2, false, true, 0), this::take));

    for (int qos = 0; qos <= 2; qos++) {
      get(client.publish(text("a/" + qos, "p" + qos, qos)));
    }

    await().atMost(PATIENCE).until(() -> received.size() == 3);
    assertThat(received).extracting(Incoming::topic).containsExactly("a/0", "a/1", "a/2");
    assertThat(received).extracting(Incoming::qos).containsExactly(0, 1, 2);
    assertThat(received.get(2).payload()).isEqualTo(Buffer.buffer("p2"));
    get(client.close());
    assertThat(phases)
        .containsExactly(
            ConnectionState.Phase.CONNECTING,
            ConnectionState.Phase.CONNECTED,
            ConnectionState.Phase.DISCONNECTED);
  }

  @Test
  void carries_the_properties_of_mqtt_5() {
    BrokerClient client = client("five", BrokerSettings.Protocol.MQTT_5);
    get(client.connect());
    get(client.subscribe(new Subscription("t", 1, false, true, 0), this::take));
    PublicationProperties properties =
        new PublicationProperties(
            true,
            2000,
            "text/plain",
            "answers",
            Buffer.buffer("abc"),
            List.of(new UserProperty("k", "v"), new UserProperty("k", "w")));

    get(client.publish(new Outgoing("t", Buffer.buffer("x"), 1, false, properties)));

    await().atMost(PATIENCE).until(() -> received.size() == 1);
    assertThat(received.get(0).properties()).isEqualTo(properties);
    get(client.close());
  }

  @Test
  void stops_receiving_what_it_has_unsubscribed_from() {
    BrokerClient client = client("un", BrokerSettings.Protocol.MQTT_3);
    get(client.connect());
    get(client.subscribe(new Subscription("a", 1, false, true, 0), this::take));
    get(client.subscribe(new Subscription("b", 1, false, true, 0), this::take));

    get(client.unsubscribe("a", true));
    get(client.publish(text("a", "gone", 1)));
    get(client.publish(text("b", "here", 1)));

    await().atMost(PATIENCE).until(() -> !received.isEmpty());
    assertThat(received).extracting(Incoming::topic).containsExactly("b");
    get(client.close());
  }

  @Test
  void connects_again_and_subscribes_again_when_the_broker_was_away() {
    BrokerClient client = client("again", BrokerSettings.Protocol.MQTT_3);
    get(client.connect());
    get(client.subscribe(new Subscription("t", 1, false, true, 0), this::take));

    mosquitto.stop();
    await().atMost(PATIENCE).until(() -> phases.contains(ConnectionState.Phase.LOST));
    mosquitto.start();

    await().atMost(PATIENCE).until(client::isConnected);
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              get(client.publish(text("t", "back", 1)));
              return !received.isEmpty();
            });
    get(client.close());
  }

  @Test
  void keeps_trying_until_there_is_a_broker() {
    mosquitto.stop();
    BrokerClient client = client("patient", BrokerSettings.Protocol.MQTT_5);
    Future<Void> connected = client.connect();
    await().atMost(PATIENCE).until(() -> phases.contains(ConnectionState.Phase.FAILED));
    assertThat(connected.isComplete()).isFalse();

    mosquitto.start();

    get(connected);
    get(client.close());
  }

  @Test
  void a_client_that_leaves_in_order_leaves_no_will() {
    BrokerClient watcher = client("watcher", BrokerSettings.Protocol.MQTT_3);
    get(watcher.connect());
    get(watcher.subscribe(new Subscription("#", 1, false, true, 0), this::take));
    BrokerClient client =
        client(
            "mortal",
            BrokerSettings.Protocol.MQTT_3,
            new BrokerSettings.Will(text("will", "lost", 1), 0));
    get(client.connect());

    get(client.close());
    get(watcher.publish(text("after", "x", 1)));

    await().atMost(PATIENCE).until(() -> !received.isEmpty());
    assertThat(received).extracting(Incoming::topic).containsExactly("after");
    get(watcher.close());
  }
}
