package io.weir.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.weir.broker.Broker;
import io.weir.broker.BrokerConfig;
import io.weir.broker.LocalClientOptions;
import io.weir.broker.SubscribeOptions;
import io.weir.broker.auth.HashAlgorithm;
import io.weir.broker.packet.Qos;
import io.weir.broker.testing.Programs;
import io.weir.broker.topic.TopicFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code weir broker} with a tree of files as Debian lays it out. */
class BrokerCommandIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;

  private final List<MqttClient> clients = new CopyOnWriteArrayList<>();
  private Program program;
  private int port;

  @BeforeEach
  void configure() throws IOException {
    port = Programs.freePort();
    Files.createDirectories(folder.resolve("conf.d"));
    Files.createDirectories(folder.resolve("lib"));
    write(
        "mosquitto.conf",
        """
        pid_file DIR/mosquitto.pid
        persistence true
        persistence_location DIR/lib/
        log_dest file DIR/mosquitto.log
        include_dir DIR/conf.d
        """);
    write(
        "conf.d/site.conf",
        "listener " + port + " 127.0.0.1\npassword_file DIR/pw\nacl_file DIR/acl\n");
    write("acl", "user ann\ntopic house/#\nuser bob\ntopic read house/+\n");
    write("pw", user("ann", "one") + user("bob", "two"));
  }

  @AfterEach
  void stop() throws MqttException {
    for (MqttClient client : clients) {
      if (client.isConnected()) {
        client.disconnectForcibly(0, 1_000);
      }
      client.close();
    }
    if (program != null) {
      program.close();
    }
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text.replace("DIR", folder.toString()));
  }

  private static String user(String name, String password) {
    return name + ":" + HashAlgorithm.SHA512_PBKDF2.hash(password.getBytes(UTF_8)).text() + "\n";
  }

  private String log() {
    try {
      Path file = folder.resolve("mosquitto.log");
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void start(String... more) throws IOException {
    String conf = folder.resolve("mosquitto.conf").toString();
    program =
        Program.launch(
            folder,
            Stream.concat(List.of("broker", "-c", conf).stream(), List.of(more).stream())
                .toArray(String[]::new));
  }

  private void isRunning() throws IOException {
    start();
    await().atMost(PATIENCE).until(() -> log().contains(" running"));
  }

  private MqttClient connect(String user, String password) throws MqttException {
    MqttClient client =
        new MqttClient("tcp://127.0.0.1:" + port, user + "-client", new MemoryPersistence());
    MqttConnectOptions options = new MqttConnectOptions();
    options.setUserName(user);
    options.setPassword(password.toCharArray());
    client.connect(options);
    clients.add(client);
    return client;
  }

  @Test
  void users_rules_and_log_are_mosquitto_s_and_it_ends_with_0() throws Exception {
    isRunning();
    List<String> arrived = new CopyOnWriteArrayList<>();
    MqttClient bob = connect("bob", "two");
    bob.subscribe("#", 1, (topic, message) -> arrived.add(topic));
    MqttClient ann = connect("ann", "one");
    ann.publish("house/not/this", "x".getBytes(UTF_8), 1, false);
    ann.publish("house/this", "x".getBytes(UTF_8), 1, false);

    await().atMost(PATIENCE).until(() -> arrived.contains("house/this"));
    assertThat(arrived).containsExactly("house/this");
    assertThatThrownBy(() -> connect("bob", "wrong")).isInstanceOf(MqttException.class);
    assertThat(folder.resolve("mosquitto.pid")).exists();

    program.signal("TERM");

    assertThat(program.exitCode()).isZero();
    assertThat(folder.resolve("mosquitto.pid")).doesNotExist();
    assertThat(log())
        .containsPattern("(?m)^\\d{10}: Opening ipv4 listen socket on port " + port + "\\.$")
        .containsPattern(
            "(?m)^\\d{10}: New client connected from 127\\.0\\.0\\.1:\\d+ as bob-client"
                + " \\(p2, c1, k60, u'bob'\\)\\.$")
        .containsPattern("Client bob-client .*disconnected, not authorised\\.");
  }

  @Test
  void a_reload_ends_those_who_would_not_get_in_any_more_and_a_slip_ends_nobody() throws Exception {
    isRunning();
    MqttClient ann = connect("ann", "one");
    MqttClient bob = connect("bob", "two");

    write("pw", user("ann", "one") + "bob:two\n");
    program.signal("HUP");
    await().atMost(PATIENCE).until(() -> log().contains("pw:2: user \"bob\""));
    assertThat(bob.isConnected()).isTrue();

    Files.writeString(folder.resolve("pw"), user("carl", "three"));
    program.signal("HUP");

    await().atMost(PATIENCE).until(() -> !bob.isConnected() && !ann.isConnected());
    assertThat(connect("carl", "three").isConnected()).isTrue();
  }

  @Test
  void a_reload_says_which_limits_have_changed_and_what_has_to_wait() throws Exception {
    isRunning();
    MqttClient ann = connect("ann", "one");

    write(
        "conf.d/site.conf",
        "listener "
            + port
            + " 127.0.0.1\npassword_file DIR/pw\nacl_file DIR/acl\n"
            + "max_queued_messages 5\nmessage_size_limit 3\nlistener 1 127.0.0.1\n");
    program.signal("HUP");

    await().atMost(PATIENCE).until(() -> log().contains("from the next start"));
    assertThat(log())
        .containsPattern("\\d{10}: Changed: limits.session.maxQueued is 5 instead of 1000\\.\n")
        .containsPattern("Changed: limits.packet.maxPayloadBytes is 3 instead of 0\\.\n")
        .containsPattern(
            "Warning: listener 127.0.0.1:1 is new; that counts from the next start\\.\n");
    List<String> arrived = new CopyOnWriteArrayList<>();
    ann.subscribe("house/#", 1, (topic, message) -> arrived.add(topic));
    ann.publish("house/large", "four".getBytes(UTF_8), 1, false);
    ann.publish("house/small", "two".getBytes(UTF_8), 1, false);
    await().atMost(PATIENCE).until(() -> arrived.contains("house/small"));
    assertThat(arrived).containsExactly("house/small");
  }

  @Test
  void what_is_wrong_with_a_file_is_named_and_ends_with_3() throws Exception {
    write("conf.d/slip.conf", "\nmax_qos five\n");

    start("--test-config");

    assertThat(program.exitCode()).isEqualTo(3);
    assertThat(program.output()).contains("slip.conf:2: max_qos must be a whole number");
  }

  @Test
  void what_is_left_out_is_a_warning_and_with_strict_an_error() throws Exception {
    write("conf.d/more.conf", "enable_control_api true\n");
    start("--test-config");
    assertThat(program.exitCode()).isZero();
    assertThat(program.output()).contains("more.conf:1: enable_control_api has no effect");

    start("--test-config", "--strict");
    assertThat(program.exitCode()).isEqualTo(3);
  }

  @Test
  void a_bridge_passes_messages_on_and_a_reload_changes_it() throws Exception {
    Vertx vertx = Vertx.vertx();
    Broker other = new Broker(vertx, BrokerConfig.listeningOn("127.0.0.1", 0));
    other.start().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    try {
      List<String> there = new CopyOnWriteArrayList<>();
      other
          .connect(LocalClientOptions.clean("watcher"))
          .subscribe(
              TopicFilter.of("#"),
              SubscribeOptions.atMost(Qos.AT_LEAST_ONCE),
              delivery -> {
                there.add(delivery.publication().topic());
                delivery.acknowledge();
              });
      String bridge =
          "connection away\naddress 127.0.0.1:"
              + other.addresses().get(0).port()
              + "\nclientid weir\nnotification_topic state\nbridge_reload_type immediate\n";
      write("conf.d/bridge.conf", bridge + "topic # out 1 house/ first/\n");
      isRunning();
      await().atMost(PATIENCE).until(() -> log().contains("Bridge away connected"));
      MqttClient ann = connect("ann", "one");
      ann.publish("house/a", "x".getBytes(UTF_8), 1, false);
      await().atMost(PATIENCE).until(() -> there.contains("first/a"));

      write("conf.d/bridge.conf", bridge + "topic # out 1 house/ second/\n");
      program.signal("HUP");
      await().atMost(PATIENCE).until(() -> log().split("Bridge away connected", -1).length == 3);
      ann.publish("house/b", "x".getBytes(UTF_8), 1, false);

      await().atMost(PATIENCE).until(() -> there.contains("second/b"));
      program.signal("TERM");
      assertThat(program.exitCode()).isZero();
      assertThat(there).doesNotContain("second/a", "first/b");
      assertThat(log())
          .containsPattern("(?m)^\\d{10}: Connecting bridge away \\(127\\.0\\.0\\.1:\\d+\\)$")
          .doesNotContain("local.weir");
    } finally {
      other
          .stop()
          .compose(stopped -> vertx.close())
          .toCompletionStage()
          .toCompletableFuture()
          .get(30, TimeUnit.SECONDS);
    }
  }
}
