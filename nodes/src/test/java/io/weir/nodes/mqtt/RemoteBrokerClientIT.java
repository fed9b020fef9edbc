package io.weir.nodes.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
  private static final Path MOSQUITTO = Path.of("/usr/sbin/mosquitto");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private Path folder;

  private final Vertx vertx = Vertx.vertx();
  private final List<ConnectionState.Phase> phases = new CopyOnWriteArrayList<>();
  private final List<Incoming> received = new CopyOnWriteArrayList<>();
  private Process mosquitto;
  private int port;

  @BeforeEach
  void startBroker() throws IOException {
    boolean isThere = Files.isExecutable(MOSQUITTO);
    if (!isThere) {
      assertThat(System.getenv("CI")).as("CI needs mosquitto").isNotEqualTo("true");
      System.out.println("skipped: there is no " + MOSQUITTO);
    }
    assumeTrue(isThere);
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    startOn(port);
  }

  private void startOn(int listener) throws IOException {
    Path config = folder.resolve("mosquitto.conf");
    Files.writeString(config, "listener " + listener + " 127.0.0.1\nallow_anonymous true\n");
    mosquitto =
        new ProcessBuilder(MOSQUITTO.toString(), "-c", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("mosquitto.log").toFile())
            .start();
    await().atMost(PATIENCE).until(this::isListening);
  }

  private boolean isListening() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @AfterEach
  void stopBroker() {
    if (mosquitto != null) {
      mosquitto.destroy();
    }
    get(vertx.close());
  }

  private static <T> T get(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
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
            BrokerAddress.of("127.0.0.1", port, false),
            protocol,
            new BrokerSettings.Session(id, true, 60, 0, BrokerSettings.Limits.NONE, List.of()),
            null,
            null,
            will);
    return new RemoteBrokerClients(vertx, Duration.ofMillis(100))
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
  void connects_again_and_subscribes_again_when_the_broker_was_away() throws Exception {
    BrokerClient client = client("again", BrokerSettings.Protocol.MQTT_3);
    get(client.connect());
    get(client.subscribe(new Subscription("t", 1, false, true, 0), this::take));

    mosquitto.destroy();
    mosquitto.waitFor();
    await().atMost(PATIENCE).until(() -> phases.contains(ConnectionState.Phase.LOST));
    startOn(port);

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
  void keeps_trying_until_there_is_a_broker() throws Exception {
    mosquitto.destroy();
    mosquitto.waitFor();
    BrokerClient client = client("patient", BrokerSettings.Protocol.MQTT_5);
    Future<Void> connected = client.connect();
    await().atMost(PATIENCE).until(() -> phases.contains(ConnectionState.Phase.FAILED));
    assertThat(connected.isComplete()).isFalse();

    startOn(port);

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
