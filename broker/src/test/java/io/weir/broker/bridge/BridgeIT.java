package io.weir.broker.bridge;

import static io.weir.broker.bridge.BridgedBroker.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.broker.BrokerConfig.Persistence;
import io.weir.broker.BrokerEvent;
import io.weir.broker.auth.AllowAll;
import io.weir.broker.testing.Mosquitto;
import io.weir.broker.testing.OpenSsl;
import io.weir.broker.testing.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A bridge to mosquitto, and one of mosquitto's to us. */
class BridgeIT {
  @TempDir private Path folder;

  private final List<AutoCloseable> opened = new ArrayList<>();
  private BridgedBroker here;

  @BeforeEach
  void start() {
    here = opened(new BridgedBroker(folder, 0));
  }

  @AfterEach
  void close() throws Exception {
    for (int i = opened.size() - 1; i >= 0; i--) {
      opened.get(i).close();
    }
  }

  private <T extends AutoCloseable> T opened(T thing) {
    opened.add(thing);
    return thing;
  }

  private Mosquitto mosquitto(String... options) {
    return opened(new Mosquitto(folder, options));
  }

  private Visitor visitor(Mosquitto at) {
    return opened(new Visitor(at.port(), "visitor"));
  }

  @ParameterizedTest
  @CsvSource({"mqttv31, true", "mqttv311, true", "mqttv311, false", "mqttv50, true"})
  void each_qos_crosses_in_both_directions_under_other_names(String version, boolean isPrivate) {
    Mosquitto there = mosquitto("allow_anonymous true");
    Visitor visitor = visitor(there);
    visitor.subscribe("from-weir/#");
    here.subscribe("down/#");
    here.bridge(
        there.port(),
        "clientid weir",
        "bridge_protocol_version " + version,
        "try_private " + isPrivate,
        "topic # out 2 up/ from-weir/",
        "topic # in 2 down/ to-weir/",
        "topic \"\" in 1 down/one elsewhere/entirely");
    here.awaitConnected(1);

    for (int qos = 0; qos <= 2; qos++) {
      here.publish("up/" + qos, "a", qos);
      visitor.publish("to-weir/" + qos, "b", qos);
    }
    visitor.publish("elsewhere/entirely", "c", 2);

    visitor.awaitReceived("from-weir/0 a 0", "from-weir/1 a 1", "from-weir/2 a 2");
    here.awaitReceived("down/0 b 0", "down/1 b 1", "down/2 b 2", "down/one c 1");
    assertThat(visitor.received()).hasSize(3);
    assertThat(here.received()).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mqttv311", "mqttv50"})
  void what_goes_both_ways_comes_once_to_everyone(String version) {
    Mosquitto there = mosquitto("allow_anonymous true");
    Visitor visitor = visitor(there);
    visitor.subscribe("#");
    here.subscribe("#");
    here.bridge(there.port(), "bridge_protocol_version " + version, "topic # both 2");
    here.awaitConnected(1);

    for (int i = 0; i < 10; i++) {
      here.publish("here/" + i, "x", i % 3);
      visitor.publish("there/" + i, "y", i % 3);
    }
    for (String end : List.of("end", "stop")) {
      // Whatever would come back comes in order between these.
      here.publish(end, "x", 2);
      visitor.publish(end, "y", 2);
      here.awaitReceived(end + " x 2", end + " y 2");
      visitor.awaitReceived(end + " x 2", end + " y 2");
    }

    assertThat(here.received()).doesNotHaveDuplicates().hasSize(24);
    assertThat(visitor.received()).doesNotHaveDuplicates().hasSize(24);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mqttv311", "mqttv50"})
  void retain_flags_cross_because_mosquitto_sees_a_bridge(String version) {
    Mosquitto there = mosquitto("allow_anonymous true");
    here.bridge(there.port(), "bridge_protocol_version " + version, "topic # in 1");
    here.awaitConnected(1);
    here.subscribe("#");
    here.publish("sentinel", "x", 1);

    visitor(there).publish("a", "1", 1, true);

    here.awaitReceived("a 1 1r");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void what_is_published_while_mosquitto_is_away_arrives_once(int qos) {
    Mosquitto there =
        mosquitto("allow_anonymous true", "persistence true", "persistence_location DIR/");
    Visitor visitor = visitor(there);
    visitor.subscribe("#");
    here.bridge(there.port(), "topic # out 2");
    here.awaitConnected(1);
    here.publish("a", "before", qos);
    visitor.awaitReceived("a before " + qos);

    there.stop();
    await()
        .atMost(PATIENCE)
        .until(() -> here.events(BrokerEvent.BridgeDisconnected.class).size() == 1);
    for (int i = 0; i < 50; i++) {
      here.publish("a", "away" + i, qos);
    }
    there.start();
    visitor.connect();
    here.awaitConnected(2);
    here.publish("a", "after", qos);

    visitor.awaitReceived("a after " + qos);
    assertThat(visitor.received())
        .containsExactlyElementsOf(
            IntStream.range(-1, 51)
                .mapToObj(i -> i < 0 ? "before" : i < 50 ? "away" + i : "after")
                .map(payload -> "a " + payload + " " + qos)
                .toList());
  }

  @Test
  void nothing_is_lost_when_mosquitto_is_killed() {
    Mosquitto there =
        mosquitto(
            "allow_anonymous true",
            "persistence true",
            "persistence_location DIR/",
            "autosave_on_changes true",
            "autosave_interval 1");
    here.bridge(there.port(), "topic # out 1");
    here.awaitConnected(1);

    there.kill();
    for (int i = 0; i < 50; i++) {
      here.publish("a/" + i, "x", 1);
    }
    there.start();
    Visitor visitor = visitor(there);
    visitor.subscribe("#");
    here.publish("end", "x", 1);

    visitor.awaitReceived("end x 1");
  }

  @Test
  void what_is_published_at_mosquitto_waits_there_while_this_broker_is_away() {
    Mosquitto there = mosquitto("allow_anonymous true");
    Visitor visitor = visitor(there);
    Persistence store = new Persistence(folder.resolve("store"), Persistence.Sync.PROCESS);
    BridgedBroker first = new BridgedBroker(folder, 0, store, AllowAll.INSTANCE);
    first.bridge(there.port(), "clientid weir", "topic # in 2");
    first.awaitConnected(1);
    first.close();

    visitor.publish("a", "1", 1);
    visitor.publish("a", "2", 2);
    BridgedBroker second = opened(new BridgedBroker(folder, 0, store, AllowAll.INSTANCE));
    second.subscribe("#");
    second.bridge(there.port(), "clientid weir", "topic # in 2");

    second.awaitReceived("a 1 1", "a 2 2");
    assertThat(second.received()).hasSize(2);
  }

  @Test
  void mosquitto_shows_whether_the_bridge_is_there() {
    Mosquitto there = mosquitto("allow_anonymous true");
    Visitor visitor = visitor(there);
    visitor.subscribe("$SYS/broker/connection/#");
    here.subscribe("$SYS/broker/connection/#");
    here.bridge(there.port(), "clientid weir", "topic # out");
    visitor.awaitReceived("$SYS/broker/connection/weir/state 1 1");
    here.awaitReceived(
        "$SYS/broker/connection/weir/state 0 1r", "$SYS/broker/connection/weir/state 1 1r");

    here.bridges();

    visitor.awaitReceived("$SYS/broker/connection/weir/state 0 0");
  }

  @Test
  void a_wrong_password_is_tried_again_and_accepted_once_it_is_right() throws Exception {
    Path users = Files.writeString(folder.resolve("users"), "weir:wrong\n");
    hash(users);
    Mosquitto there = mosquitto("allow_anonymous false", "password_file DIR/users");
    here.bridge(there.port(), "remote_username weir", "remote_password right", "topic # out 1");
    await().atMost(PATIENCE).until(() -> there.log().split("not authorised", -1).length > 2);

    Files.writeString(users, "weir:right\n");
    hash(users);
    there.reload();
    here.awaitConnected(1);

    assertThat(here.events(BrokerEvent.BridgeFailed.class))
        .extracting(BrokerEvent.BridgeFailed::why)
        .containsExactly("Connection Refused: not authorised");
  }

  private static void hash(Path users) throws IOException, InterruptedException {
    Path program = Path.of("/usr/bin/mosquitto_passwd");
    Programs.assumeInstalled(program);
    Process process =
        new ProcessBuilder(program.toString(), "-U", users.toString()).inheritIO().start();
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void subscriptions_of_an_earlier_configuration_are_given_up() {
    Mosquitto there = mosquitto("allow_anonymous true");
    Visitor visitor = visitor(there);
    here.subscribe("#");
    here.bridge(there.port(), "clientid weir", "topic a both 1", "topic b in 1");
    here.awaitConnected(1);

    here.bridge(
        there.port(),
        "clientid weir",
        "topic a out 1",
        "topic b in 1",
        "bridge_reload_type immediate");
    here.bridge(
        there.port(),
        "clientid weir",
        "bridge_reload_type immediate",
        "topic a out 1",
        "topic b in 1",
        "keepalive_interval 61");
    await().atMost(PATIENCE).until(() -> there.log().contains("Received UNSUBSCRIBE from weir"));
    visitor.publish("a", "1", 1);
    visitor.publish("b", "1", 1);

    here.awaitReceived("b 1 1");
    assertThat(here.received()).containsExactly("b 1 1");
  }

  @Test
  void a_bridge_of_mosquitto_s_to_this_broker_makes_no_loop() {
    Mosquitto there =
        mosquitto(
            "allow_anonymous true",
            "connection weir",
            "address 127.0.0.1:" + here.port(),
            "restart_timeout 1",
            "topic # both 2");
    Visitor visitor = visitor(there);
    visitor.subscribe("#");
    here.subscribe("#");
    await().atMost(PATIENCE).until(() -> here.broker().stats().connectedClients() >= 2);

    for (String end : List.of("one", "two", "three")) {
      await().atMost(PATIENCE).until(() -> here.events(BrokerEvent.Subscribed.class).size() >= 1);
      here.publish(end, "x", 2);
      visitor.publish(end, "y", 2);
      here.awaitReceived(end + " x 2", end + " y 2");
      visitor.awaitReceived(end + " x 2", end + " y 2");
    }

    assertThat(here.received()).hasSize(6);
    assertThat(visitor.received()).hasSize(6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mqttv311", "mqttv50"})
  void tls_with_a_certificate_of_its_own(String version) {
    OpenSsl openSsl = new OpenSsl(folder);
    openSsl.authority();
    openSsl.certificate("server", "IP:127.0.0.1");
    openSsl.certificate("bridge", "DNS:bridge");
    Mosquitto there =
        mosquitto(
            "cafile DIR/ca.crt",
            "certfile DIR/server.crt",
            "keyfile DIR/server.key",
            "require_certificate true",
            "use_identity_as_username true",
            "allow_anonymous false");
    here.bridge(
        there.port(),
        "bridge_cafile DIR/ca.crt",
        "bridge_certfile DIR/bridge.crt",
        "bridge_keyfile DIR/bridge.key",
        "bridge_alpn mqtt",
        "bridge_protocol_version " + version,
        "topic out out 1",
        "topic \"\" in 1 back out");
    here.subscribe("back");
    here.awaitConnected(1);
    await().atMost(PATIENCE).until(() -> there.log().contains("u'bridge'"));
  }

  @Test
  void a_certificate_for_another_host_is_refused_unless_that_is_allowed() {
    OpenSsl openSsl = new OpenSsl(folder);
    openSsl.authority();
    openSsl.certificate("server", "DNS:elsewhere.example");
    Mosquitto there =
        mosquitto("certfile DIR/server.crt", "keyfile DIR/server.key", "allow_anonymous true");
    here.bridge(there.port(), "bridge_cafile DIR/ca.crt", "topic # out 1");
    await().atMost(PATIENCE).until(() -> !here.events(BrokerEvent.BridgeFailed.class).isEmpty());

    here.bridge(there.port(), "bridge_cafile DIR/ca.crt", "bridge_insecure true", "topic # out 1");
    here.awaitConnected(1);
  }
}
