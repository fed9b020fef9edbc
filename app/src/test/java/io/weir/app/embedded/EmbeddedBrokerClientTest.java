package io.weir.app.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.weir.broker.Broker;
import io.weir.broker.BrokerConfig;
import io.weir.nodes.mqtt.BrokerAddress;
import io.weir.nodes.mqtt.BrokerClient;
import io.weir.nodes.mqtt.BrokerClients;
import io.weir.nodes.mqtt.BrokerSettings;
import io.weir.nodes.mqtt.ConnectionState;
import io.weir.nodes.mqtt.Incoming;
import io.weir.nodes.mqtt.Outgoing;
import io.weir.nodes.mqtt.PublicationProperties;
import io.weir.nodes.mqtt.Subscription;
import io.weir.nodes.mqtt.UserProperty;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedBrokerClientTest {
  private static final BrokerClients NONE =
      (settings, listener) -> {
        throw new IllegalStateException("not our own broker");
      };

  private final Vertx vertx = Vertx.vertx();
  private final List<ConnectionState.Phase> phases = new CopyOnWriteArrayList<>();
  private final List<Incoming> arrived = new CopyOnWriteArrayList<>();
  private Broker broker;
  private BrokerClients clients;

  @BeforeEach
  void start() throws Exception {
    broker = get(new Broker(vertx, BrokerConfig.listeningOn("127.0.0.1", 0)).start());
    clients = new EmbeddedBrokerClients(broker, NONE);
  }

  @AfterEach
  void stop() throws Exception {
    get(broker.stop());
    get(vertx.close());
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private BrokerSettings settings(String clientId, String host, int port) {
    return new BrokerSettings(
        BrokerAddress.of(host, port, false),
        BrokerSettings.Protocol.MQTT_5,
        new BrokerSettings.Session(clientId, true, 60, 0, BrokerSettings.Limits.NONE, List.of()),
        null,
        null,
        null);
  }

  private BrokerClient client(String clientId) {
    int port = broker.addresses().get(0).port();
    return clients.open(settings(clientId, "localhost", port), state -> phases.add(state.phase()));
  }

  private static Subscription to(String filter, int qos) {
    return new Subscription(filter, qos, false, false, 0);
  }

  private static Outgoing publication(String topic, String payload, int qos) {
    return new Outgoing(topic, Buffer.buffer(payload), qos, false, PublicationProperties.NONE);
  }

  private List<String> payloads() {
    return arrived.stream().map(incoming -> incoming.payload().toString()).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "127.0.0.5", "LOCALHOST"})
  void addresses_of_our_own_listener_take_the_short_way(String host) {
    int port = broker.addresses().get(0).port();

    assertThat(clients.open(settings("a", host, port), state -> {}))
        .isInstanceOf(EmbeddedBrokerClient.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"example.org", "192.0.2.1", "1.2.3"})
  void other_addresses_do_not(String host) {
    int port = broker.addresses().get(0).port();

    assertThatThrownBy(() -> clients.open(settings("a", host, port), state -> {}))
        .hasMessage("not our own broker");
    assertThatThrownBy(
            () -> clients.open(settings("a", "localhost", port == 1 ? 2 : 1), state -> {}))
        .hasMessage("not our own broker");
  }

  @Test
  void messages_of_every_qos_arrive_in_order() throws Exception {
    BrokerClient subscriber = client("subscriber");
    get(subscriber.connect());
    get(
        subscriber.subscribe(
            to("t/#", 2),
            incoming -> {
              arrived.add(incoming);
              incoming.acknowledge();
            }));
    BrokerClient publisher = client("publisher");
    get(publisher.connect());

    for (int i = 0; i < 3_000; i++) {
      get(publisher.publish(publication("t/" + i % 3, "" + i, 1)));
    }

    await().untilAsserted(() -> assertThat(arrived).hasSize(3_000));
    assertThat(payloads()).isEqualTo(IntStream.range(0, 3_000).mapToObj(String::valueOf).toList());
    get(publisher.publish(publication("t/0", "zero", 0)));
    get(publisher.publish(publication("t/2", "two", 2)));
    await().untilAsserted(() -> assertThat(payloads()).endsWith("zero", "two"));
    assertThat(arrived.get(3_001).qos()).isEqualTo(2);
  }

  @Test
  void what_is_subscribed_before_connecting_is_subscribed_then() throws Exception {
    BrokerClient client = client("early");
    get(client.subscribe(to("a", 0), arrived::add));

    get(client.connect());
    get(client.publish(publication("a", "x", 0)));

    await().untilAsserted(() -> assertThat(payloads()).containsExactly("x"));
    assertThat(phases)
        .containsExactly(ConnectionState.Phase.CONNECTING, ConnectionState.Phase.CONNECTED);
  }

  @Test
  void properties_of_mqtt_5_go_along() throws Exception {
    BrokerClient client = client("five");
    get(client.connect());
    get(client.subscribe(to("a", 0), arrived::add));
    PublicationProperties properties =
        new PublicationProperties(
            true,
            -1,
            "text/plain",
            "answer/here",
            Buffer.buffer("id"),
            List.of(new UserProperty("a", "1"), new UserProperty("a", "2")));

    get(client.publish(new Outgoing("a", Buffer.buffer("x"), 0, false, properties)));

    await().untilAsserted(() -> assertThat(arrived).hasSize(1));
    assertThat(arrived.get(0).properties()).isEqualTo(properties);
  }

  @Test
  void nothing_arrives_after_unsubscribing_and_nothing_is_published_after_leaving()
      throws Exception {
    BrokerClient client = client("leaving");
    get(client.connect());
    get(client.subscribe(to("a", 0), arrived::add));
    get(client.subscribe(to("b", 0), arrived::add));
    get(client.unsubscribe("a", true));

    get(client.publish(publication("a", "lost", 0)));
    get(client.publish(publication("b", "found", 0)));

    await().untilAsserted(() -> assertThat(payloads()).containsExactly("found"));
    get(client.disconnect());
    assertThat(client.isConnected()).isFalse();
    assertThat(phases).endsWith(ConnectionState.Phase.DISCONNECTED);
    assertThatThrownBy(() -> get(client.publish(publication("b", "late", 0))))
        .isInstanceOf(ExecutionException.class);
  }

  @Test
  void a_topic_that_is_none_is_refused() throws Exception {
    BrokerClient client = client("wrong");
    get(client.connect());

    assertThatThrownBy(() -> get(client.publish(publication("a/#", "x", 1))))
        .hasMessageContaining("refused");
    assertThatThrownBy(() -> get(client.subscribe(to("a/#/b", 0), arrived::add)))
        .hasMessageContaining("is not a topic filter");
  }

  @Test
  void after_a_restart_each_of_two_overlapping_subscriptions_gets_its_own(@TempDir Path folder)
      throws Exception {
    Broker first = lasting(folder);
    BrokerClient before = lastingClient(first);
    get(before.connect());
    List<String> all = new CopyOnWriteArrayList<>();
    List<String> one = new CopyOnWriteArrayList<>();
    // Neither acknowledges: both are owed it still.
    get(before.subscribe(to("t/#", 1), incoming -> all.add(incoming.payload().toString())));
    get(before.subscribe(to("t/1", 1), incoming -> one.add(incoming.payload().toString())));
    get(before.publish(publication("t/1", "owed", 1)));
    await().untilAsserted(() -> assertThat(all).hasSameSizeAs(one).containsExactly("owed"));
    get(first.stop());
    all.clear();
    one.clear();

    Broker second = lasting(folder);
    try {
      BrokerClient after = lastingClient(second);
      get(after.connect());
      get(after.subscribe(to("t/1", 1), incoming -> one.add(incoming.payload().toString())));
      get(after.subscribe(to("t/#", 1), incoming -> all.add(incoming.payload().toString())));
      get(after.publish(publication("t/1", "new", 1)));

      await().untilAsserted(() -> assertThat(all).contains("new"));
      await().untilAsserted(() -> assertThat(one).contains("new"));
      assertThat(List.of(all, one))
          .isEqualTo(List.of(List.of("owed", "new"), List.of("owed", "new")));
      assertThat(one).containsExactly("owed", "new");
    } finally {
      get(second.stop());
    }
  }

  private Broker lasting(Path folder) throws Exception {
    return get(
        new Broker(
                vertx,
                BrokerConfig.listeningOn("127.0.0.1", 0)
                    .withPersistence(
                        new BrokerConfig.Persistence(
                            folder.resolve("broker"), BrokerConfig.Persistence.Sync.PROCESS)))
            .start());
  }

  private BrokerClient lastingClient(Broker lasting) {
    BrokerSettings settings =
        new BrokerSettings(
            BrokerAddress.of("localhost", lasting.addresses().get(0).port(), false),
            BrokerSettings.Protocol.MQTT_5,
            new BrokerSettings.Session(
                "lasting", false, 60, 600, BrokerSettings.Limits.NONE, List.of()),
            null,
            null,
            null);
    return new EmbeddedBrokerClients(lasting, NONE).open(settings, state -> {});
  }

  @Test
  void the_filters_of_a_connection_are_known_while_it_is_there() throws Exception {
    EmbeddedBrokerClients own = new EmbeddedBrokerClients(broker, NONE);
    BrokerClient client =
        own.open(settings("known", "localhost", broker.addresses().get(0).port()), state -> {});
    get(client.subscribe(to("a", 0), arrived::add));
    assertThat(own.filtersOf("known")).isEmpty();

    get(client.connect());
    assertThat(own.filtersOf("known")).containsExactly("a");

    get(client.close());
    assertThat(own.filtersOf("known")).isEmpty();
  }
}
