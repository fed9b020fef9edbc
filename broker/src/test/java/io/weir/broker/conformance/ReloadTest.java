package io.weir.broker.conformance;

import static io.weir.broker.conformance.Bytes.connect311;
import static io.weir.broker.conformance.Bytes.connect5;
import static io.weir.broker.conformance.Bytes.packet;
import static io.weir.broker.conformance.Bytes.puback;
import static io.weir.broker.conformance.Bytes.publish;
import static io.weir.broker.conformance.Bytes.publish5;
import static io.weir.broker.conformance.Bytes.subscribe311;
import static io.weir.broker.conformance.Bytes.u16;
import static io.weir.broker.conformance.Bytes.u32;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.broker.BrokerEvent;
import io.weir.broker.Reconfigured;
import io.weir.broker.conformance.ConfiguredBroker.Kind;
import io.weir.broker.testing.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Other lines of mosquitto.conf for a broker that runs: ours, and Mosquitto where 2.0.11 goes by
 * them before its next start.
 */
class ReloadTest {
  private static final String OPEN = "allow_anonymous true";

  @TempDir private Path folder;

  private ConfiguredBroker broker;

  @AfterEach
  void stop() throws Exception {
    if (broker != null) {
      broker.close();
    }
  }

  private void start(Kind kind, String... lines) throws Exception {
    broker = new ConfiguredBroker(kind, folder, lines);
  }

  private void leavesSession(String clientId, String filter) {
    Wire away = broker.session(clientId, false);
    away.sends(subscribe311(1, filter, 1)).receives("9003000101");
    away.sends(Bytes.DISCONNECT).isClosed();
  }

  private static void publishes(Wire publisher, String topic, int count) {
    for (int id = 1; id <= count; id++) {
      publisher.sends(publish(0x32, topic, id, "m" + id)).receives(puback(id));
    }
  }

  private static void receives(Wire subscriber, String topic, int count) {
    for (int id = 1; id <= count; id++) {
      subscriber.receives(publish(0x32, topic, id, "m" + id)).sends(puback(id));
    }
    subscriber.receivesNothingElse();
  }

  @Test
  void a_session_that_is_there_holds_as_many_messages_as_it_may_now() throws Exception {
    start(Kind.WEIR, OPEN, "max_queued_messages 2");
    leavesSession("few", "few");
    leavesSession("more", "more");
    Wire publisher = broker.client("p");
    publishes(publisher, "few", 4);

    broker.reload(OPEN, "max_queued_messages 3");
    publishes(publisher, "more", 5);

    receives(broker.session("few", true), "few", 2);
    receives(broker.session("more", true), "more", 3);
  }

  @Test
  void zero_takes_the_bounds_of_queues_away() throws Exception {
    start(Kind.WEIR, OPEN, "max_queued_messages 2", "max_queued_bytes 10");
    leavesSession("away", "t");

    broker.reload(OPEN, "max_queued_messages 0", "max_queued_bytes 0");
    publishes(broker.client("p"), "t", 30);

    receives(broker.session("away", true), "t", 30);
  }

  @Test
  void a_session_that_is_there_holds_as_many_bytes_as_it_may_now() throws Exception {
    start(Kind.WEIR, OPEN);
    leavesSession("away", "t");

    broker.reload(OPEN, "max_queued_bytes 1");
    publishes(broker.client("p"), "t", 3);

    receives(broker.session("away", true), "t", 1);
  }

  @ParameterizedTest
  @EnumSource
  void qos_0_waits_for_absent_sessions_from_then_on(Kind kind) throws Exception {
    start(kind, OPEN);
    leavesSession("away", "t");
    Wire publisher = broker.client("p");
    publisher.sends(publish("t", "lost")).receivesNothingElse();

    broker.reload(OPEN, "queue_qos0_messages true");
    publisher.sends(publish("t", "kept")).receivesNothingElse();

    broker.session("away", true).receives(publish("t", "kept")).receivesNothingElse();
  }

  @ParameterizedTest
  @EnumSource
  void qos_is_raised_from_then_on(Kind kind) throws Exception {
    start(kind, OPEN);
    Wire subscriber = broker.client("s");
    subscriber.sends(subscribe311(1, "t", 1)).receives("9003000101");
    Wire publisher = broker.client("p").sends(publish("t", "zero"));
    subscriber.receives(publish("t", "zero"));

    broker.reload(OPEN, "upgrade_outgoing_qos true");
    publisher.sends(publish("t", "one"));

    subscriber.receives(publish(0x32, "t", 1, "one"));
  }

  @ParameterizedTest
  @EnumSource
  void large_payloads_go_nowhere_from_then_on(Kind kind) throws Exception {
    start(kind, OPEN);
    Wire subscriber = broker.client("s");
    subscriber.sends(subscribe311(1, "t", 0)).receives("9003000100");
    Wire publisher = broker.client("p").sends(publish("t", "before"));
    subscriber.receives(publish("t", "before"));

    broker.reload(OPEN, "message_size_limit 5");
    publisher.sends(publish("t", "behind"), publish("t", "small")).receivesNothingElse();

    subscriber.receives(publish("t", "small")).receivesNothingElse();
  }

  @Test
  void larger_packets_may_be_sent_by_those_who_were_told_so() throws Exception {
    start(Kind.WEIR, OPEN, "max_packet_size 1000");
    String large = "x".repeat(400);
    Wire before = broker.client5("before");

    broker.reload(OPEN, "max_packet_size 300");

    before.sends(publish5(0x32, "t", 1, large)).receives("4003000110");
    Wire after = broker.opens().sends(connect5("after"));
    after.receives(
        packet(0x20, 0, 0, Bytes.properties(0x21, u16(20), 0x27, u32(300), 0x22, 0, 10)));
    after.sends(publish5(0x32, "t", 1, large)).isDisconnected(0x95);
    Wire old = broker.client("old");
    old.sends(publish("t", large)).isClosed();
  }

  @Test
  void those_who_come_then_have_as_many_under_way_as_is_allowed_then() throws Exception {
    start(Kind.WEIR, OPEN);
    broker.reload(OPEN, "max_inflight_messages 1");
    Wire subscriber = broker.client("s");
    subscriber.sends(subscribe311(1, "t", 1)).receives("9003000101");

    publishes(broker.client("p"), "t", 2);

    subscriber.receives(publish(0x32, "t", 1, "m1")).receivesNothingElse();
    subscriber.sends(puback(1)).receives(publish(0x32, "t", 2, "m2"));
  }

  @Test
  void those_who_are_connected_have_as_many_bytes_under_way_as_is_allowed_then() throws Exception {
    start(Kind.WEIR, OPEN);
    Wire subscriber = broker.client("s");
    subscriber.sends(subscribe311(1, "t", 1)).receives("9003000101");
    Wire publisher = broker.client("p");
    publishes(publisher, "t", 2);
    subscriber.receives(publish(0x32, "t", 1, "m1")).receives(publish(0x32, "t", 2, "m2"));

    broker.reload(OPEN, "max_inflight_bytes 4");
    publishes(publisher, "t", 1);

    subscriber.receivesNothingElse();
    subscriber.sends(puback(1)).receives(publish(0x32, "t", 3, "m1"));
    broker.reload(OPEN);
    publishes(publisher, "t", 2);
    subscriber.receives(publish(0x32, "t", 4, "m1")).receives(publish(0x32, "t", 5, "m2"));
  }

  @Test
  void those_who_come_then_keep_alive_as_is_asked_then() throws Exception {
    start(Kind.WEIR, OPEN);

    broker.reload(OPEN, "max_keepalive 30");

    broker
        .opens()
        .sends(connect5("c"))
        .receives(
            packet(
                0x20,
                0,
                0,
                Bytes.properties(0x21, u16(20), 0x27, u32(2_000_000), 0x22, 0, 10, 0x13, u16(30))));
  }

  @Test
  void the_source_of_what_is_retained_is_asked_for_or_not() throws Exception {
    String reader = "user ann\ntopic read #\n";
    Files.writeString(folder.resolve("acl"), reader + "user bob\ntopic write t/#\n");
    String acl = "acl_file DIR/acl";
    start(Kind.WEIR, OPEN, acl, "check_retain_source false");
    Wire bob = broker.user("bob");
    byte[] retained = packet(0x31, "t/bob", Bytes.raw("b"));
    bob.sends(retained).receivesNothingElse();
    Files.writeString(folder.resolve("acl"), reader);

    broker.reload(OPEN, acl, "check_retain_source false");
    Wire ann = broker.user("ann");
    ann.sends(subscribe311(1, "t/#", 0)).receives("9003000100").receives(retained);

    broker.reload(OPEN, acl, "check_retain_source true");
    ann.sends(subscribe311(2, "t/#", 0)).receives("9003000200").receivesNothingElse();
  }

  @Test
  void figures_appear_and_go() throws Exception {
    start(Kind.WEIR, OPEN, "sys_interval 0");
    Wire subscriber = broker.client("s");
    subscriber.sends(subscribe311(1, "$SYS/broker/version", 0)).receives("9003000100");

    broker.reload(OPEN, "sys_interval 1");
    byte[] version = subscriber.nextPacket();
    assertThat(new String(version, 23, version.length - 23, UTF_8)).startsWith("weir version");

    broker.reload(OPEN, "sys_interval 0");
    subscriber.receives(publish("$SYS/broker/version", "")).receivesNothingElse();
    subscriber.sends(subscribe311(2, "$SYS/#", 0)).receives("9003000200").receivesNothingElse();
  }

  @Test
  void the_memory_has_room_or_not_by_what_is_allowed_then() throws Exception {
    start(Kind.WEIR, OPEN);
    broker.client("p").sends(packet(0x31, "t", new byte[5_000])).receivesNothingElse();

    broker.reload(OPEN, "memory_limit 5000");
    broker.opens().sends(connect311("c")).receives("20020003").isClosed();

    broker.reload(OPEN);
    broker.client("c");
  }

  @Test
  void as_many_connections_and_sessions_may_come_as_are_allowed_then() throws Exception {
    start(Kind.WEIR, OPEN);
    leavesSession("one", "t");
    broker.client("two");

    broker.reload(OPEN, "global_max_clients 2");
    broker.opens().sends(connect311("three")).receives("20020003").isClosed();
    broker.session("one", true);

    broker.reload(OPEN, "global_max_connections 2");
    broker.opens().sends(connect311("three")).receives("20020003").isClosed();

    broker.reload(OPEN, "max_connections 2");
    broker.opens().isClosed();

    broker.reload(OPEN);
    broker.client("three");
  }

  @Test
  void a_listener_lets_those_who_come_then_in_on_the_terms_of_then() throws Exception {
    start(Kind.WEIR, OPEN);
    Wire before = broker.client("before");

    broker.reload(OPEN, "max_qos 0", "clientid_prefixes let-", "retain_available false");

    before.sends(publish(0x33, "t", 1, "x")).receives(puback(1));
    broker.opens().sends(connect311("other")).receives("20020005").isClosed();
    broker.client("let-in").sends(publish(0x32, "t", 1, "x")).isClosed();
    broker.client("let-us").sends(packet(0x31, "t", Bytes.raw("x"))).isClosed();
  }

  @Test
  void what_has_changed_is_said_and_what_can_not_be_changed_as_well() throws Exception {
    int more = Programs.freePort();
    start(Kind.WEIR, OPEN);

    Reconfigured outcome =
        broker.reload(
            OPEN,
            "max_queued_messages 3",
            "queue_qos0_messages true",
            "max_connections 7",
            "listener " + more + " 127.0.0.1",
            OPEN);

    assertThat(outcome.changed())
        .contains(
            "limits.session.maxQueued is 3 instead of 1000",
            "delivery.queuesQos0 is true instead of false")
        .hasSize(3)
        .anyMatch(what -> what.endsWith(": maxConnections is 7 instead of 0"));
    assertThat(outcome.fromNextStart()).containsExactly("listener 127.0.0.1:" + more + " is new");
    assertThat(Programs.isListening(more)).isFalse();
    assertThat(broker.reload(OPEN, "max_queued_messages 3", "queue_qos0_messages true").changed())
        .hasSize(1);
  }

  @Test
  void absent_sessions_end_when_they_have_been_away_for_as_long_as_is_allowed_then()
      throws Exception {
    start(Kind.WEIR, OPEN);
    leavesSession("away", "t");
    Wire stays = broker.session("stays", false);

    broker.expiresAfter(1);

    await()
        .atMost(30, SECONDS)
        .until(() -> broker.events().contains(new BrokerEvent.SessionEnded("away", true)));
    broker.session("away", false);
    stays.receivesNothingElse().sends(Bytes.DISCONNECT).isClosed();
    await()
        .atMost(30, SECONDS)
        .until(() -> broker.events().contains(new BrokerEvent.SessionEnded("stays", true)));
  }
}
