package io.weir.broker.bridge;

import static io.weir.broker.bridge.BridgedBroker.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.weir.broker.BrokerConfig.Persistence;
import io.weir.broker.BrokerEvent;
import io.weir.broker.auth.AllowAll;
import io.weir.broker.auth.Authenticator;
import io.weir.broker.packet.Publication;
import io.weir.broker.packet.PublishProperties;
import io.weir.broker.packet.Qos;
import io.weir.broker.packet.ReasonCode;
import io.weir.broker.packet.UserProperty;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two brokers of ours. */
class BridgeTest {
  @TempDir private Path folder;

  private BridgedBroker here;
  private BridgedBroker there;

  @BeforeEach
  void start() {
    there = new BridgedBroker(folder, 0);
    here = new BridgedBroker(folder, 0);
  }

  @AfterEach
  void stop() {
    here.close();
    there.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mqttv31", "mqttv311", "mqttv50"})
  void each_qos_crosses_in_both_directions_under_other_names(String version) {
    here.bridge(
        there.port(),
        "clientid short",
        "bridge_protocol_version " + version,
        "topic # out 2 up/ from-here/",
        "topic # in 2 down/ to-here/");
    here.awaitConnected(1);
    there.subscribe("from-here/#");
    here.subscribe("down/#");

    for (int qos = 0; qos <= 2; qos++) {
      here.publish("up/" + qos, "a", qos);
      there.publish("to-here/" + qos, "b", qos);
    }

    there.awaitReceived("from-here/0 a 0", "from-here/1 a 1", "from-here/2 a 2");
    here.awaitReceived("down/0 b 0", "down/1 b 1", "down/2 b 2");
    assertThat(there.received()).hasSize(3);
    assertThat(here.received()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mqttv311", "mqttv50"})
  void what_goes_both_ways_comes_once_to_everyone(String version) {
    here.bridge(there.port(), "bridge_protocol_version " + version, "topic # both 2");
    here.awaitConnected(1);
    here.subscribe("#");
    there.subscribe("#");

    for (int i = 0; i < 20; i++) {
      here.publish("here/" + i, "x", i % 3);
      there.publish("there/" + i, "y", i % 3);
    }
    here.publish("last", "x", 2);
    there.publish("final", "y", 2);

    here.awaitReceived("last x 2", "final y 2");
    there.awaitReceived("last x 2", "final y 2");
    // Whatever would come back comes in order behind these.
    here.publish("end", "x", 2);
    there.publish("stop", "y", 2);
    here.awaitReceived("end x 2", "stop y 2");
    there.awaitReceived("end x 2", "stop y 2");
    assertThat(here.received()).doesNotHaveDuplicates().hasSize(44);
    assertThat(there.received()).doesNotHaveDuplicates().hasSize(44);
  }

  @Test
  void overlapping_topics_send_one_copy() {
    here.bridge(there.port(), "topic # out 0", "topic a/# out 2");
    here.awaitConnected(1);
    there.subscribe("#");

    here.publish("a/b", "x", 2);
    here.publish("end", "x", 0);

    there.awaitReceived("end x 0");
    assertThat(there.received()).containsExactly("a/b x 2", "end x 0");
  }

  @Test
  void the_properties_of_mqtt_5_cross() {
    here.bridge(
        there.port(), "bridge_protocol_version mqttv50", "topic # out 1", "topic back/# in 1");
    here.awaitConnected(1);
    PublishProperties properties =
        new PublishProperties(
            true,
            3_000,
            "text/plain",
            "answers",
            Buffer.buffer("id"),
            List.of(new UserProperty("k", "v"), new UserProperty("k", "w")));

    here.publish(Publication.of("p", Buffer.buffer("x"), Qos.AT_LEAST_ONCE, true, properties));
    there.publish(
        Publication.of("back/p", Buffer.buffer("x"), Qos.AT_LEAST_ONCE, true, properties));

    for (BridgedBroker broker : List.of(here, there)) {
      String topic = broker == here ? "back/p" : "p";
      AtomicReference<PublishProperties> found = new AtomicReference<>();
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                broker.retained(topic, found::set);
                return found.get() != null;
              });
      assertThat(found.get().withMessageExpiry(3_000)).isEqualTo(properties);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mqttv311", "mqttv50"})
  void retained_messages_stay_retained_and_come_when_the_bridge_connects(String version) {
    here.publish(Publication.of("out/old", "1", Qos.AT_LEAST_ONCE, true));
    there.publish(Publication.of("in/old", "2", Qos.AT_LEAST_ONCE, true));
    here.bridge(
        there.port(), "bridge_protocol_version " + version, "topic out/# out 1", "topic in/# in 1");
    here.awaitConnected(1);
    here.publish(Publication.of("out/new", "3", Qos.AT_LEAST_ONCE, true));
    there.publish(Publication.of("in/new", "4", Qos.AT_LEAST_ONCE, true));

    here.subscribe("in/#");
    there.subscribe("out/#");

    here.awaitReceived("in/old 2 1r", "in/new 4 1r");
    there.awaitReceived("out/old 1 1r", "out/new 3 1r");
  }

  @Test
  void retain_flags_can_be_left_behind() {
    here.bridge(there.port(), "bridge_outgoing_retain false", "topic # out 1");
    here.awaitConnected(1);
    there.subscribe("#");

    here.publish(Publication.of("a", "1", Qos.AT_LEAST_ONCE, true));

    there.awaitReceived("a 1 1");
  }

  @Test
  void messages_larger_than_allowed_are_dropped_and_the_others_pass() {
    here.bridge(there.port(), "bridge_max_packet_size 100", "topic # out 1");
    here.awaitConnected(1);
    there.subscribe("#");

    here.publish("large", "x".repeat(200), 1);
    here.publish("small", "x", 1);

    there.awaitReceived("small x 1");
    assertThat(there.received()).hasSize(1);
    assertThat(here.events(BrokerEvent.PublicationsDropped.class))
        .extracting(BrokerEvent.PublicationsDropped::reason)
        .containsExactly(BrokerEvent.DropReason.TOO_LARGE_FOR_CLIENT);
  }

  @Test
  void the_network_is_used_as_the_settings_say() {
    here.bridge(
        there.port(),
        "clientid id",
        "bridge_bind_address 127.0.0.2",
        "bridge_tcp_keepalive 10 5 3",
        "bridge_tcp_user_timeout 20",
        "topic # out 1");
    here.awaitConnected(1);

    assertThat(there.events(BrokerEvent.ClientConnected.class))
        .filteredOn(client -> client.clientId().equals("id"))
        .singleElement()
        .matches(client -> client.remoteAddress().startsWith("127.0.0.2:"));
  }

  @Test
  void both_brokers_say_whether_the_bridge_is_connected() {
    here.bridge(there.port(), "notification_topic bridge/state", "topic x out");
    here.awaitConnected(1);
    here.subscribe("bridge/state");
    there.subscribe("bridge/state");
    here.awaitReceived("bridge/state 1 1r");
    there.awaitReceived("bridge/state 1 1r");

    here.bridges();

    here.awaitReceived("bridge/state 0 1r");
    there.awaitReceived("bridge/state 0 0r");
  }

  @Test
  void the_other_broker_need_not_be_told() {
    there.subscribe("$SYS/broker/connection/#");
    here.subscribe("$SYS/broker/connection/#");

    here.bridge(there.port(), "clientid id", "notifications_local_only true", "topic x out 1");
    here.awaitConnected(1);
    there.subscribe("x");
    here.publish("x", "1", 1);

    here.awaitReceived(
        "$SYS/broker/connection/id/state 0 1r", "$SYS/broker/connection/id/state 1 1r");
    there.awaitReceived("x 1 1");
    assertThat(there.received()).hasSize(1);
  }

  @Test
  void a_lost_bridge_is_reported_by_the_other_broker() {
    there.subscribe("bridge/state");
    here.bridge(there.port(), "clientid id", "notification_topic bridge/state", "topic x out");
    there.awaitReceived("bridge/state 1 1r");

    // Another client takes its place, so that its will is due.
    try (BridgedBroker other = new BridgedBroker(folder, 0)) {
      other.bridge(there.port(), "clientid id", "notifications false", "topic x out");
      there.awaitReceived("bridge/state 0 1r");
    }
  }

  @Test
  void a_refused_login_is_said_once_and_tried_again_until_it_is_right() {
    AtomicReference<String> right = new AtomicReference<>("other");
    Authenticator passwords =
        credentials -> {
          Buffer password = credentials.password();
          boolean isRight = password != null && password.toString().equals(right.get());
          return Future.succeededFuture(isRight ? ReasonCode.SUCCESS : ReasonCode.NOT_AUTHORIZED);
        };
    try (BridgedBroker guarded = new BridgedBroker(folder, 0, null, passwords)) {
      here.bridge(guarded.port(), "remote_username u", "remote_password secret", "topic # out 1");
      await()
          .atMost(PATIENCE)
          .until(() -> guarded.events(BrokerEvent.ConnectionRefused.class).size() >= 2);

      right.set("secret");
      here.awaitConnected(1);

      assertThat(here.events(BrokerEvent.BridgeConnecting.class)).hasSize(1);
      assertThat(here.events(BrokerEvent.BridgeFailed.class))
          .singleElement()
          .matches(failed -> failed.why().equals("Connection Refused: not authorised"));
    }
  }

  @Test
  void messages_wait_for_a_broker_that_comes_later() {
    int port = there.port();
    there.close();
    here.bridge(port, "topic # out 1");
    await().atMost(PATIENCE).until(() -> !here.events(BrokerEvent.BridgeFailed.class).isEmpty());
    here.publish("a", "1", 1);

    there = new BridgedBroker(folder, port);
    there.subscribe("#");

    there.awaitReceived("a 1 1");
  }

  @Test
  void what_waits_survives_a_restart_of_this_broker() {
    int port = there.port();
    there.close();
    Persistence store = new Persistence(folder.resolve("store"), Persistence.Sync.PROCESS);
    try (BridgedBroker first = new BridgedBroker(folder, 0, store, AllowAll.INSTANCE)) {
      first.bridge(port, "topic # out 2");
      await().atMost(PATIENCE).until(() -> !first.events(BrokerEvent.BridgeFailed.class).isEmpty());
      IntStream.range(0, 50).forEach(i -> first.publish("a/" + i, "x", 1 + i % 2));
    }
    there = new BridgedBroker(folder, port);
    there.subscribe("#");

    try (BridgedBroker second = new BridgedBroker(folder, 0, store, AllowAll.INSTANCE)) {
      second.bridge(port, "topic # out 2");
      there.awaitReceived("a/48 x 1", "a/49 x 2");
    }

    assertThat(there.received())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 50).mapToObj(i -> "a/" + i + " x " + (1 + i % 2)).toList());
  }

  @Test
  void the_next_address_is_tried_and_the_first_returned_to() {
    int first = there.port();
    there.close();
    try (BridgedBroker spare = new BridgedBroker(folder, 0)) {
      here.bridges(
          "connection b",
          "address 127.0.0.1:" + first + " 127.0.0.1:" + spare.port(),
          "topic # out 1");
      here.awaitConnected(1);
      assertThat(here.events(BrokerEvent.BridgeConnected.class).get(0).address())
          .isEqualTo("127.0.0.1:" + spare.port());

      there = new BridgedBroker(folder, first);
      here.awaitConnected(2);
    }
    assertThat(here.events(BrokerEvent.BridgeConnected.class).get(1).address())
        .isEqualTo("127.0.0.1:" + first);
  }

  @Test
  void with_round_robin_the_first_address_is_one_among_others() {
    try (BridgedBroker second = new BridgedBroker(folder, 0)) {
      here.bridges(
          "connection b",
          "address 127.0.0.1:" + there.port() + " 127.0.0.1:" + second.port(),
          "round_robin true",
          "topic # out 1");
      here.awaitConnected(1);

      there.stop();
      here.awaitConnected(2);

      assertThat(here.events(BrokerEvent.BridgeConnected.class).get(1).address())
          .isEqualTo("127.0.0.1:" + second.port());
    }
  }

  @Test
  void a_lazy_bridge_connects_when_enough_waits_and_leaves_when_idle() {
    here.bridge(there.port(), "start_type lazy", "threshold 3", "idle_timeout 1", "topic # out 1");
    there.subscribe("#");
    await().atMost(PATIENCE).until(() -> here.broker().stats().subscriptions() > 0);

    here.publish("a", "0", 0);
    here.publish("a", "1", 1);
    assertThat(here.events(BrokerEvent.BridgeConnecting.class)).isEmpty();
    here.publish("a", "2", 1);

    there.awaitReceived("a 0 0", "a 1 1", "a 2 1");
    await()
        .atMost(PATIENCE)
        .until(() -> here.events(BrokerEvent.BridgeDisconnected.class).size() == 1);
    assertThat(here.events(BrokerEvent.BridgeDisconnected.class).get(0).byBridge()).isTrue();

    for (int i = 3; i < 6; i++) {
      here.publish("a", "" + i, 1);
    }
    there.awaitReceived("a 5 1");
    assertThat(there.received()).hasSize(6);
  }

  @Test
  void a_bridge_that_starts_once_does_not_come_back() {
    int port = there.port();
    here.bridge(port, "start_type once", "topic # out 1");
    here.awaitConnected(1);

    there.close();
    await()
        .atMost(PATIENCE)
        .until(() -> here.events(BrokerEvent.BridgeDisconnected.class).size() == 1);
    there = new BridgedBroker(folder, port);

    // Another bridge that does come back has had the time for it.
    here.bridges(
        "connection b",
        "address 127.0.0.1:" + port,
        "start_type once",
        "topic # out 1",
        "connection other",
        "address 127.0.0.1:" + port,
        "topic # out 1");
    here.awaitConnected(2);
    assertThat(here.events(BrokerEvent.BridgeConnected.class))
        .extracting(BrokerEvent.BridgeConnected::bridge)
        .containsExactly("b", "other");
  }

  @Test
  void changed_settings_count_at_once_only_if_they_say_so() {
    there.subscribe("#");
    here.bridge(there.port(), "notifications false", "topic a out 1");
    here.awaitConnected(1);

    here.bridge(there.port(), "notifications false", "topic b out 1");
    here.publish("a", "1", 1);
    here.publish("b", "1", 1);
    there.awaitReceived("a 1 1");

    here.bridge(
        there.port(), "notifications false", "topic c out 1", "bridge_reload_type immediate");
    here.awaitConnected(2);
    here.publish("a", "2", 1);
    here.publish("b", "2", 1);
    here.publish("c", "2", 1);

    there.awaitReceived("c 2 1");
    assertThat(there.received()).containsExactly("a 1 1", "c 2 1");
  }

  @Test
  void a_bridge_that_is_taken_away_leaves_nothing_behind() {
    here.bridge(there.port(), "topic # out 1");
    here.awaitConnected(1);
    int sessions = here.broker().stats().sessions();

    here.bridges();

    await().atMost(PATIENCE).until(() -> here.broker().stats().sessions() == sessions - 1);
    assertThat(here.events(BrokerEvent.BridgeDisconnected.class)).hasSize(1);
  }

  @Test
  void a_client_from_outside_does_not_get_what_waits_for_the_bridge() {
    int port = there.port();
    there.close();
    here.bridge(port, "clientid id", "topic # out 1");
    await().atMost(PATIENCE).until(() -> !here.events(BrokerEvent.BridgeFailed.class).isEmpty());
    here.publish("a", "1", 1);

    assertThatThrownBy(() -> new Visitor(here.port(), "local.id"))
        .hasRootCauseInstanceOf(MqttException.class);

    there = new BridgedBroker(folder, port);
    there.subscribe("#");
    there.awaitReceived("a 1 1");
  }

  @Test
  void an_unknown_host_is_said_once() {
    here.bridges("connection b", "address no-such-host.invalid", "topic # out 1");

    await().atMost(PATIENCE).until(() -> !here.events(BrokerEvent.BridgeFailed.class).isEmpty());

    assertThat(here.events(BrokerEvent.BridgeFailed.class).get(0).address())
        .isEqualTo("no-such-host.invalid:1883");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mqttv311", "mqttv50"})
  void what_is_cut_off_in_the_middle_comes_once_all_the_same(String version) {
    here.subscribe("in/#");
    there.subscribe("out/#");
    try (UnsteadyNetwork network = new UnsteadyNetwork(there.port())) {
      here.bridge(
          network.port(),
          "bridge_protocol_version " + version,
          "notifications false",
          "topic out/# out 2",
          "topic in/# in 2");
      here.awaitConnected(1);

      for (int round = 0; round < 8; round++) {
        int before = here.events(BrokerEvent.BridgeConnected.class).size();
        network.cutAfter(2 * round + 1);
        for (int i = 0; i < 25; i++) {
          here.publish("out/" + round + "/" + i, "x", 2);
          there.publish("in/" + round + "/" + i, "y", 2);
        }
        // Where so little is sent that it has not been cut yet.
        network.cut();
        here.awaitConnected(before + 1);
      }

      List<String> names =
          IntStream.range(0, 200).mapToObj(i -> "/" + i / 25 + "/" + i % 25).toList();
      here.awaitReceived(names.stream().map(n -> "in" + n + " y 2").toArray(String[]::new));
      there.awaitReceived(names.stream().map(n -> "out" + n + " x 2").toArray(String[]::new));
      assertThat(here.received()).hasSize(200);
      assertThat(there.received()).hasSize(200);
    }
  }

  @Test
  void a_connection_that_went_dead_is_noticed_by_pings() {
    try (UnsteadyNetwork network = new UnsteadyNetwork(there.port())) {
      here.bridge(network.port(), "keepalive_interval 5", "topic # out 1");
      here.awaitConnected(1);

      network.fallSilent();

      await()
          .atMost(PATIENCE)
          .until(() -> !here.events(BrokerEvent.BridgeDisconnected.class).isEmpty());
    }
    assertThat(here.events(BrokerEvent.BridgeDisconnected.class).get(0).why()).contains("PINGREQ");
  }
}
