package io.weir.broker.conformance;

import static io.weir.broker.conformance.Bytes.connect5;
import static io.weir.broker.conformance.Bytes.puback;
import static io.weir.broker.conformance.Bytes.publish;
import static io.weir.broker.conformance.Bytes.publish5;
import static io.weir.broker.conformance.Bytes.subscribe311;
import static io.weir.broker.conformance.Bytes.subscribe5;
import static io.weir.broker.conformance.Bytes.u16;
import static io.weir.broker.conformance.Bytes.u32;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.broker.conformance.ConfiguredBroker.Kind;
import io.weir.broker.testing.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lines of a mosquitto.conf that change what is delivered, in our broker and in Mosquitto. */
class DeliveryOptionsTest {
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

  private void leavesSession(String clientId, String filter, int qos) {
    Wire away = broker.session(clientId, false);
    away.sends(subscribe311(1, filter, qos)).receives(Bytes.packet(0x90, u16(1), qos));
    away.sends(Bytes.DISCONNECT).isClosed();
  }

  @ParameterizedTest
  @EnumSource
  void qos_0_waits_for_an_absent_session_where_it_is_to(Kind kind) throws Exception {
    start(
        kind,
        "allow_anonymous true",
        "queue_qos0_messages true",
        "persistence true",
        "persistence_location DIR/");
    leavesSession("away", "t/#", 1);
    broker.client("p").sends(publish("t/1", "a"), publish("t/2", "b")).receivesNothingElse();

    broker.restart();

    broker
        .session("away", true)
        .receives(publish("t/1", "a"))
        .receives(publish("t/2", "b"))
        .receivesNothingElse();
  }

  @Test
  void qos_0_waits_within_the_bounds_of_the_queue() throws Exception {
    start(Kind.WEIR, "allow_anonymous true", "queue_qos0_messages true", "max_queued_messages 2");
    leavesSession("away", "t/#", 1);
    broker
        .client("p")
        .sends(publish("t/1", "a"), publish("t/2", "b"), publish("t/3", "c"))
        .receivesNothingElse();

    Wire back = broker.session("away", true);

    back.receives(publish("t/1", "a")).receives(publish("t/2", "b")).receivesNothingElse();
  }

  @ParameterizedTest
  @EnumSource
  void qos_0_does_not_wait_otherwise(Kind kind) throws Exception {
    start(kind, "allow_anonymous true");
    leavesSession("away", "t/#", 1);
    broker.client("p").sends(publish("t/1", "a")).receivesNothingElse();

    broker.session("away", true).receivesNothingElse();
  }

  @ParameterizedTest
  @EnumSource
  void a_subscription_s_qos_counts_where_it_is_to_be_raised(Kind kind) throws Exception {
    start(kind, "allow_anonymous true", "upgrade_outgoing_qos true");
    Wire publisher = broker.client("p");
    publisher.sends(publish(0x31, "t/kept", "old")).receivesNothingElse();
    Wire subscriber = broker.client("s");

    subscriber.sends(subscribe311(1, "t/#", 1)).receives("9003000101");
    subscriber.receives(publish(0x33, "t/kept", 1, "old"));
    publisher.sends(publish("t/new", "x"));

    subscriber.receives(publish(0x32, "t/new", 2, "x"));
  }

  private static byte[] publish(int firstByte, String topic, String payload) {
    return Bytes.packet(firstByte, topic, Bytes.raw(payload));
  }

  private static byte[] publish(String topic, String payload) {
    return Bytes.publish(topic, payload);
  }

  private static byte[] publish(int firstByte, String topic, int id, String payload) {
    return Bytes.publish(firstByte, topic, id, payload);
  }

  @ParameterizedTest
  @EnumSource
  void payload_under_way_is_bounded(Kind kind) throws Exception {
    start(kind, "allow_anonymous true", "max_inflight_bytes 10");
    Wire subscriber = broker.client("s");
    subscriber.sends(subscribe311(1, "t", 1)).receives("9003000101");
    Wire publisher = broker.client("p");
    for (int i = 1; i <= 3; i++) {
      publisher.sends(publish(0x32, "t", i, "12345678")).receives(puback(i));
    }

    subscriber.receives(publish(0x32, "t", 1, "12345678"));
    subscriber.receives(publish(0x32, "t", 2, "12345678")).receivesNothingElse();
    subscriber.sends(puback(1)).receives(publish(0x32, "t", 3, "12345678"));
  }

  @ParameterizedTest
  @EnumSource
  void overlapping_subscriptions_make_a_copy_each_where_that_is_allowed(Kind kind)
      throws Exception {
    start(kind, "allow_anonymous true", "allow_duplicate_messages true");
    Wire subscriber = broker.client("s");
    subscriber.sends(subscribe311(1, "t/#", 0)).receives("9003000100");
    subscriber.sends(subscribe311(2, "t/+", 0)).receives("9003000200");

    broker.client("p").sends(publish("t/1", "x"));

    subscriber.receives(publish("t/1", "x")).receives(publish("t/1", "x")).receivesNothingElse();
  }

  @ParameterizedTest
  @EnumSource
  void overlapping_subscriptions_make_one_copy_otherwise(Kind kind) throws Exception {
    start(kind, "allow_anonymous true");
    Wire subscriber = broker.client("s");
    subscriber.sends(subscribe311(1, "t/#", 0)).receives("9003000100");
    subscriber.sends(subscribe311(2, "t/+", 0)).receives("9003000200");

    broker.client("p").sends(publish("t/1", "x"));

    subscriber.receives(publish("t/1", "x")).receivesNothingElse();
  }

  private void rules(String text) throws Exception {
    Files.writeString(folder.resolve("acl"), text);
  }

  /** Awaits that a change of the rules, which Mosquitto takes up in its own time, is in force. */
  private void publishesUnheard(String userName, String topic) {
    Wire listening = broker.user("ann");
    listening.sends(subscribe311(1, topic, 0)).receives("9003000100");
    Wire publisher = broker.user(userName);
    await()
        .atMost(30, SECONDS)
        .until(
            () -> {
              publisher.sends(publish(topic, "heard"), Bytes.PINGREQ).receives(Bytes.PINGRESP);
              listening.sends(Bytes.PINGREQ);
              byte[] next = listening.nextPacket();
              boolean isHeard = next[0] == 0x30;
              if (isHeard) {
                listening.receives(Bytes.PINGRESP);
              }
              return !isHeard;
            });
    publisher.close();
    listening.close();
  }

  /** Mosquitto 2.0.11 delivers all of it, in spite of its manual. */
  @Test
  void what_was_retained_goes_with_the_right_to_publish_it() throws Exception {
    String reader = "user ann\ntopic read #\n";
    rules(reader + "user bob\ntopic write t/#\nuser carl\ntopic write t/#\n");
    start(
        Kind.WEIR,
        "allow_anonymous true",
        "acl_file DIR/acl",
        "persistence true",
        "persistence_location DIR/");
    broker.user("bob").sends(publish(0x31, "t/bob", "b"), Bytes.PINGREQ).receives(Bytes.PINGRESP);
    broker.user("carl").sends(publish(0x31, "t/carl", "c"), Bytes.PINGREQ).receives(Bytes.PINGRESP);

    rules(reader + "user bob\ntopic write other\nuser carl\ntopic write t/#\n");
    broker.reload();
    publishesUnheard("bob", "t/probe");

    Wire subscriber = broker.user("ann");
    subscriber.sends(subscribe311(1, "t/#", 0)).receives("9003000100");
    subscriber.receives(publish(0x31, "t/carl", "c")).receivesNothingElse();
    broker.restart();
    Wire again = broker.user("ann");
    again.sends(subscribe311(1, "t/#", 0)).receives("9003000100");
    again.receives(publish(0x31, "t/carl", "c")).receivesNothingElse();
  }

  @ParameterizedTest
  @EnumSource
  void what_was_retained_stays_where_its_source_is_not_checked(Kind kind) throws Exception {
    String reader = "user ann\ntopic read #\n";
    rules(reader + "user bob\ntopic write t/#\n");
    start(kind, "allow_anonymous true", "acl_file DIR/acl", "check_retain_source false");
    broker.user("bob").sends(publish(0x31, "t/bob", "b"), Bytes.PINGREQ).receives(Bytes.PINGRESP);

    rules(reader);
    broker.reload();
    publishesUnheard("bob", "t/probe");

    Wire subscriber = broker.user("ann");
    subscriber.sends(subscribe311(1, "t/#", 0)).receives("9003000100");
    subscriber.receives(publish(0x31, "t/bob", "b"));
  }

  @Test
  void what_is_retained_and_has_expired_is_swept_without_figures_too() throws Exception {
    start(Kind.WEIR, "allow_anonymous true", "sys_interval 0");
    Wire publisher = broker.client5("p");
    publisher.sends(publish5(0x33, "t", 1, "x", 0x02, u32(1))).receives("4003000110");
    assertThat(broker.stats().retainedMessages()).isEqualTo(1);

    await().atMost(30, SECONDS).until(() -> broker.stats().retainedMessages() == 0);
  }

  @Test
  void the_broker_shortens_as_many_topics_as_it_is_told() throws Exception {
    start(Kind.WEIR, "allow_anonymous true", "max_topic_alias_broker 1");
    Wire subscriber = broker.client5("s", 0x22, u16(5));
    subscriber.sends(subscribe5(1, "#", 0)).receives("900400010000");

    broker
        .client("p")
        .sends(publish("plant/a", "1"), publish("plant/b", "2"), publish("plant/a", "3"));

    subscriber.receives(publish5("plant/a", "1", 0x23, u16(1)));
    subscriber.receives(publish5("plant/b", "2"));
    subscriber.receives(publish5("", "3", 0x23, u16(1)));
  }

  @Test
  void there_are_as_many_sessions_as_allowed() throws Exception {
    start(Kind.WEIR, "allow_anonymous true", "global_max_clients 1");
    leavesSession("away", "t", 1);

    broker.opens().sends(connect5("more")).receives("2003008900").isClosed();
    broker.opens().sends(Bytes.connect311("more")).receives("20020003").isClosed();
    broker.session("away", true).receivesNothingElse();
  }

  @Test
  void a_session_keeps_the_rights_of_its_listener_over_a_restart() throws Exception {
    rules("topic read seen/#\n");
    int guarded = Programs.freePort();
    start(
        Kind.WEIR,
        "allow_anonymous true",
        "listener " + guarded + " 127.0.0.1",
        "allow_anonymous true",
        "acl_file DIR/acl",
        "max_queued_messages 1",
        "persistence true",
        "persistence_location DIR/");
    Wire away = broker.opens(guarded).sends(Bytes.resume311("away")).receives("20020000");
    away.sends(subscribe311(1, "#", 1)).receives("9003000101");
    away.sends(Bytes.DISCONNECT).isClosed();

    broker.restart();

    // What it may not read takes nobody's place.
    Wire publisher = broker.client("p");
    publisher.sends(publish(0x32, "hidden", 1, "x")).receives(puback(1));
    publisher.sends(publish(0x32, "seen/1", 2, "y")).receives(puback(2));
    Wire back = broker.opens(guarded).sends(Bytes.resume311("away")).receives("20020100");
    back.receives(publish(0x32, "seen/1", 1, "y")).receivesNothingElse();
  }
}
