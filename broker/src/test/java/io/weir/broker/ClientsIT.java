package io.weir.broker;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that others wrote, against a broker of one loop and of several. */
class ClientsIT {
  private final Vertx vertx = Vertx.vertx();
  private Broker broker;

  private int start(int loops) throws Exception {
    broker = new Broker(vertx, BrokerConfig.listeningOn("127.0.0.1", 0).withEventLoops(loops));
    broker.start().toCompletionStage().toCompletableFuture().get(30, SECONDS);
    return broker.addresses().get(0).port();
  }

  @AfterEach
  void close() throws Exception {
    broker.stop().toCompletionStage().toCompletableFuture().get(30, SECONDS);
    vertx.close().toCompletionStage().toCompletableFuture().get(30, SECONDS);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void hivemq_s_client_of_mqtt_5_gets_each_qos_in_order(int loops) throws Exception {
    int port = start(loops);
    Mqtt5BlockingClient subscriber = hivemq(port, "subscriber");
    Mqtt5BlockingClient publisher = hivemq(port, "publisher");
    subscriber.connect();
    publisher.connect();
    List<Mqtt5Publish> received = new CopyOnWriteArrayList<>();
    subscriber.toAsync().publishes(MqttGlobalPublishFilter.ALL, received::add);
    subscriber.subscribeWith().topicFilter("q/+").qos(MqttQos.EXACTLY_ONCE).send();

    for (MqttQos qos : MqttQos.values()) {
      for (int i = 0; i < 200; i++) {
        publisher
            .publishWith()
            .topic("q/" + qos.getCode())
            .qos(qos)
            .payload(("m" + i).getBytes(StandardCharsets.UTF_8))
            .userProperties()
            .add("n", String.valueOf(i))
            .applyUserProperties()
            .send();
      }
    }

    await().atMost(30, SECONDS).until(() -> received.size() >= 600);
    for (MqttQos qos : MqttQos.values()) {
      assertThat(received)
          .filteredOn(p -> p.getTopic().toString().equals("q/" + qos.getCode()))
          .allMatch(p -> p.getQos() == qos)
          .extracting(ClientsIT::payloadAndProperty)
          .containsExactly(
              IntStream.range(0, 200).mapToObj(i -> "m" + i + " n=" + i).toArray(String[]::new));
    }
    subscriber.disconnect();
    publisher.disconnect();
  }

  private static String payloadAndProperty(Mqtt5Publish publish) {
    return new String(publish.getPayloadAsBytes(), StandardCharsets.UTF_8)
        + " n="
        + publish.getUserProperties().asList().get(0).getValue();
  }

  private static Mqtt5BlockingClient hivemq(int port, String id) {
    return Mqtt5Client.builder()
        .identifier(id)
        .serverHost("127.0.0.1")
        .serverPort(port)
        .buildBlocking();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void paho_s_client_of_3_1_1_goes_on_with_its_session(int loops) throws Exception {
    int port = start(loops);
    List<String> received = new CopyOnWriteArrayList<>();
    MqttClient keeper = paho(port, "keeper", received);
    keeper.subscribe("s/#", 2);
    keeper.disconnect();
    keeper.close();
    MqttClient publisher = paho(port, "publisher", new ArrayList<>());
    for (int i = 0; i < 100; i++) {
      publisher.publish("s/x", ("m" + i).getBytes(StandardCharsets.UTF_8), 1 + i % 2, false);
    }

    MqttClient back = paho(port, "keeper", received);

    await()
        .atMost(30, SECONDS)
        .untilAsserted(
            () ->
                assertThat(received)
                    .containsExactlyInAnyOrder(
                        IntStream.range(0, 100).mapToObj(i -> "m" + i).toArray(String[]::new)));
    back.disconnect();
    back.close();
    publisher.disconnect();
    publisher.close();
  }

  private static MqttClient paho(int port, String id, List<String> received) throws Exception {
    MqttClient client = new MqttClient("tcp://127.0.0.1:" + port, id, new MemoryPersistence());
    client.setCallback(
        new MqttCallback() {
          @Override
          public void connectionLost(Throwable cause) {}

          @Override
          public void messageArrived(String topic, MqttMessage message) {
            received.add(new String(message.getPayload(), StandardCharsets.UTF_8));
          }

          @Override
          public void deliveryComplete(IMqttDeliveryToken token) {}
        });
    MqttConnectOptions options = new MqttConnectOptions();
    options.setCleanSession(false);
    // It counts a publication as under way for a moment after publish() has returned.
    options.setMaxInflight(1_000);
    options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
    client.connect(options);
    return client;
  }

  @ParameterizedTest
  @ValueSource(strings = {"mqttv31", "mqttv311", "5"})
  void mosquitto_s_commands_of_each_version_are_served(String version) throws Exception {
    assumeMosquitto();
    int port = start(1);
    Process sub =
        mosquitto("mosquitto_sub", port, version, "-t", "m/#", "-v", "-q", "1", "-C", "3");
    await().atMost(30, SECONDS).until(() -> broker.stats().subscriptions() == 1);

    for (int qos = 0; qos < 3; qos++) {
      Process pub =
          mosquitto("mosquitto_pub", port, version, "-t", "m/" + qos, "-m", "hi", "-q", "" + qos);
      assertThat(pub.waitFor(10, SECONDS)).isTrue();
      assertThat(pub.exitValue()).isZero();
    }

    assertThat(sub.waitFor(10, SECONDS)).isTrue();
    assertThat(new String(sub.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines())
        .containsExactly("m/0 hi", "m/1 hi", "m/2 hi");
  }

  private static Process mosquitto(String command, int port, String version, String... more)
      throws IOException {
    List<String> line =
        new ArrayList<>(
            List.of(command, "-h", "127.0.0.1", "-p", "" + port, "-V", version, "-i", command));
    line.addAll(List.of(more));
    return new ProcessBuilder(line).redirectErrorStream(true).start();
  }

  private static void assumeMosquitto() {
    boolean isThere =
        List.of(System.getenv().getOrDefault("PATH", "").split(":")).stream()
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "mosquitto_sub")));
    if (!isThere && !"true".equals(System.getenv("CI"))) {
      System.out.println("left out: mosquitto_sub is not installed");
      Assumptions.abort("mosquitto_sub is not installed");
    }
  }
}
