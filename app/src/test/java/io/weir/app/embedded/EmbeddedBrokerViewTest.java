package io.weir.app.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.weir.broker.Broker;
import io.weir.broker.BrokerConfig;
import io.weir.broker.LocalClientOptions;
import io.weir.broker.auth.AllowAll;
import io.weir.editor.broker.BrokerView.Client;
import io.weir.editor.broker.BrokerView.Sighting;
import io.weir.editor.broker.BrokerView.Watch;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmbeddedBrokerViewTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Vertx vertx = Vertx.vertx();
  private final List<Sighting> seen = new CopyOnWriteArrayList<>();
  // What the flows have subscribed to, by client id.
  private final Map<String, List<String>> flows = new ConcurrentHashMap<>();
  private Broker broker;
  private EmbeddedBrokerView view;
  private MqttClient esp;

  @BeforeEach
  void start() throws Exception {
    broker = get(new Broker(vertx, BrokerConfig.listeningOn("127.0.0.1", 0)).start());
    view =
        new EmbeddedBrokerView(broker, AllowAll.INSTANCE, id -> flows.getOrDefault(id, List.of()));
    esp = client();
  }

  private MqttClient client() throws Exception {
    MqttClient client =
        new MqttClient(
            "tcp://127.0.0.1:" + broker.addresses().get(0).port(), "esp", new MemoryPersistence());
    MqttConnectOptions options = new MqttConnectOptions();
    options.setUserName("ann");
    options.setKeepAliveInterval(15);
    client.connect(options);
    return client;
  }

  @AfterEach
  void stop() throws Exception {
    esp.disconnectForcibly(0, 100);
    esp.close();
    get(broker.stop());
    get(vertx.close());
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private void publish(String topic, String payload, boolean retain) throws Exception {
    MqttMessage message = new MqttMessage(payload.getBytes(StandardCharsets.UTF_8));
    message.setQos(1);
    message.setRetained(retain);
    esp.publish(topic, message);
  }

  @Test
  void a_watch_sees_what_is_retained_and_what_comes() throws Exception {
    publish("kept", "before", true);

    Watch watch = view.watch(seen::add);
    await().atMost(PATIENCE).until(() -> seen.stream().anyMatch(s -> s.topic().equals("kept")));
    publish("live", "now", false);
    publish("kept", "", true);

    await()
        .atMost(PATIENCE)
        .until(() -> seen.stream().filter(s -> s.topic().equals("kept")).count() == 2);
    Sighting live = seen.stream().filter(s -> s.topic().equals("live")).findFirst().orElseThrow();
    assertThat(live.payload().toString()).isEqualTo("now");
    assertThat(live.retained()).isFalse();
    assertThat(live.qos()).isEqualTo(1);
    assertThat(live.clientId()).isEqualTo("esp");
    assertThat(seen).filteredOn(s -> s.topic().equals("kept")).allMatch(Sighting::retained);
    watch.close();
  }

  @Test
  void clients_are_known_by_what_they_said_and_until_they_leave() throws Exception {
    esp.subscribe(new String[] {"cmd/#", "all"}, new int[] {0, 1});
    esp.unsubscribe("all");
    Watch watch = view.watch(seen::add);

    await().atMost(PATIENCE).until(() -> view.clients().size() == 1);
    Client client = view.clients().get(0);
    assertThat(client.clientId()).isEqualTo("esp");
    assertThat(client.protocol()).isEqualTo("3.1.1");
    assertThat(client.userName()).isEqualTo("ann");
    assertThat(client.address()).startsWith("127.0.0.1:");
    assertThat(client.keepAliveSeconds()).isEqualTo(15);
    assertThat(client.filters()).containsExactly("cmd/#");
    watch.close();
    esp.disconnect();
    await().atMost(PATIENCE).until(() -> view.clients().isEmpty());
  }

  @Test
  void one_that_takes_its_own_place_is_still_there() throws Exception {
    MqttClient again = client();

    await().atMost(PATIENCE).until(() -> !esp.isConnected());
    assertThat(view.clients()).extracting(Client::clientId).containsExactly("esp");
    again.disconnect();
    again.close();
    await().atMost(PATIENCE).until(() -> view.clients().isEmpty());
  }

  @Test
  void it_publishes_and_refuses_what_is_no_topic() throws Exception {
    List<String> arrived = new CopyOnWriteArrayList<>();
    esp.subscribe("cmd/#", 1, (topic, message) -> arrived.add(topic + "=" + message));

    get(view.publish("cmd/fan", Buffer.buffer("ON"), 1, false));

    await().atMost(PATIENCE).until(() -> arrived.contains("cmd/fan=ON"));
    for (String topic : List.of("", "a/#", "$SYS/broker/x", "a\u0000")) {
      assertThatThrownBy(() -> get(view.publish(topic, Buffer.buffer(), 0, false)))
          .hasCauseInstanceOf(IllegalArgumentException.class);
    }
    assertThat(view.clients()).hasSize(1);
  }

  @Test
  void a_flows_own_client_is_listed_with_what_it_has_subscribed_to() throws Exception {
    flows.put("flow", List.of("home/#"));

    get(broker.connect(LocalClientOptions.clean("flow")).connected());

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(view.clients())
                    .filteredOn(client -> client.clientId().equals("flow"))
                    .singleElement()
                    .satisfies(
                        client -> {
                          assertThat(client.protocol()).isEqualTo("local");
                          assertThat(client.filters()).containsExactly("home/#");
                        }));
  }
}
