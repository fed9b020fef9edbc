package io.weir.broker.conformance;

import static io.weir.broker.conformance.Bytes.packet;
import static io.weir.broker.conformance.Bytes.properties;
import static io.weir.broker.conformance.Bytes.puback;
import static io.weir.broker.conformance.Bytes.pubcomp;
import static io.weir.broker.conformance.Bytes.publish;
import static io.weir.broker.conformance.Bytes.publish5;
import static io.weir.broker.conformance.Bytes.pubrec;
import static io.weir.broker.conformance.Bytes.pubrel;
import static io.weir.broker.conformance.Bytes.resume311;
import static io.weir.broker.conformance.Bytes.subscribe311;
import static io.weir.broker.conformance.Bytes.subscribe5;
import static io.weir.broker.conformance.Bytes.u16;
import static io.weir.broker.conformance.Bytes.u32;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of a PUBLISH that a client sends, and of those that the broker sends. */
class PublishTest {
  @RegisterExtension static final BrokerExtension broker = new BrokerExtension();

  private static Wire subscriber(String filter, int qos) {
    Wire wire = broker.client("sub-" + filter.hashCode());
    return wire.sends(subscribe311(1, filter, qos)).receives(packet(0x90, u16(1), qos));
  }

  @Test
  @Clause(
      value = {
        "MQTT-2.2.1-2",
        "MQTT-2.2.1-5",
        "MQTT-3.3.4-1",
        "MQTT-3.8.4-8",
        "MQTT-4.3.1-1",
        "MQTT-4.3.2-2",
        "MQTT-4.3.2-4"
      },
      v311 = {
        "MQTT-2.3.1-5",
        "MQTT-2.3.1-6",
        "MQTT-3.3.4-1",
        "MQTT-3.8.4-6",
        "MQTT-4.3.1-1",
        "MQTT-4.3.2-2"
      })
  void qos_1_is_acknowledged_and_delivered_with_the_lower_qos() {
    Wire zero = subscriber("t", 0);
    Wire one = subscriber("t/#", 1);
    Wire publisher = broker.client("p");

    publisher.sends(publish(0x32, "t", 77, "x")).receives(puback(77));

    zero.receives(publish("t", "x"));
    one.receives(publish(0x32, "t", 1, "x")).sends(puback(1)).receivesNothingElse();
  }

  @Test
  @Clause(
      value = {
        "MQTT-2.2.1-5",
        "MQTT-3.3.4-1",
        "MQTT-4.3.3-2",
        "MQTT-4.3.3-4",
        "MQTT-4.3.3-8",
        "MQTT-4.3.3-10",
        "MQTT-4.3.3-11"
      },
      v311 = {"MQTT-2.3.1-6", "MQTT-3.3.4-1", "MQTT-4.3.3-1", "MQTT-4.3.3-2"})
  void qos_2_is_taken_once_however_often_it_is_sent() {
    Wire subscriber = subscriber("t", 2);
    Wire publisher = broker.client("p");

    publisher.sends(publish(0x34, "t", 5, "x")).receives(pubrec(5));
    publisher.sends(publish(0x3C, "t", 5, "x")).receives(pubrec(5));
    publisher.sends(pubrel(5)).receives(pubcomp(5));

    subscriber.receives(publish(0x34, "t", 1, "x")).sends(pubrec(1)).receives(pubrel(1));
    subscriber.sends(pubcomp(1)).receivesNothingElse();
  }

  @Test
  @Clause(value = "MQTT-4.3.3-10", v311 = "MQTT-4.3.3-2")
  void an_unreleased_qos_2_id_is_remembered_by_the_session() {
    Wire subscriber = subscriber("t", 0);
    Wire first = broker.opens().sends(resume311("p")).receives("20020000");
    first.sends(publish(0x34, "t", 5, "x")).receives(pubrec(5));
    first.close();
    broker.lost("p");

    Wire second = broker.opens().sends(resume311("p")).receives("20020100");
    second.sends(publish(0x3C, "t", 5, "x")).receives(pubrec(5));

    subscriber.receives(publish("t", "x")).receivesNothingElse();
  }

  @Test
  @Clause({"MQTT-3.6.2-1", "MQTT-3.7.2-1"})
  void an_id_that_nobody_knows_is_answered_and_the_connection_stays() {
    Wire three = broker.client("three");
    three.sends(pubrel(9)).receives(pubcomp(9));
    three.sends(puback(9), pubrec(9), pubcomp(9)).receivesNothingElse();

    Wire five = broker.client5("five");
    five.sends(pubrel(9)).receives(packet(0x70, u16(9), 0x92));
    five.sends(pubrec(9)).receives(packet(0x62, u16(9), 0x92));
  }

  @Test
  @Clause({"MQTT-3.4.2-1", "MQTT-3.5.2-1"})
  void under_5_the_publisher_is_told_that_nobody_listens() {
    Wire publisher = broker.client5("p");

    publisher.sends(publish5(0x32, "t", 1, "x")).receives(packet(0x40, u16(1), 0x10));
    publisher.sends(publish5(0x34, "t", 2, "x")).receives(packet(0x50, u16(2), 0x10));
  }

  @Test
  void nobody_but_the_broker_publishes_under_sys() {
    Wire publisher = broker.client5("p");
    publisher.sends(publish5(0x32, "$SYS/x", 1, "x")).receives(packet(0x40, u16(1), 0x87));
  }

  @Test
  @Clause({
    "MQTT-3.3.2-4",
    "MQTT-3.3.2-15",
    "MQTT-3.3.2-16",
    "MQTT-3.3.2-17",
    "MQTT-3.3.2-18",
    "MQTT-3.3.2-20"
  })
  void properties_travel_unaltered_and_in_order() {
    Wire subscriber = broker.client5("s").sends(subscribe5(1, "t", 0)).receives("900400010000");
    Object[] sent = {
      0x01,
      1,
      0x03,
      "text",
      0x08,
      "answer/here",
      0x09,
      u16(2),
      0,
      0xFF,
      0x26,
      "b",
      "1",
      0x26,
      "a",
      "2",
      0x26,
      "b",
      "1"
    };

    broker.client5("p").sends(publish5("t", "x", sent));

    subscriber.receives(publish5("t", "x", sent));
  }

  @Test
  void properties_are_left_out_for_a_client_that_does_not_know_them() {
    Wire subscriber = subscriber("t", 0);

    broker.client5("p").sends(publish5("t", "x", 0x26, "k", "v"));

    subscriber.receives(publish("t", "x"));
  }

  @Test
  @Clause("MQTT-3.3.2-12")
  void a_topic_alias_stands_for_the_topic_it_was_set_to_last() {
    Wire subscriber = subscriber("t/#", 0);
    Wire publisher = broker.client5("p");

    publisher.sends(publish5("t/a", "1", 0x23, u16(10)), publish5("", "2", 0x23, u16(10)));
    publisher.sends(publish5("t/b", "3", 0x23, u16(10)), publish5("", "4", 0x23, u16(10)));

    subscriber.receives(publish("t/a", "1")).receives(publish("t/a", "2"));
    subscriber.receives(publish("t/b", "3")).receives(publish("t/b", "4"));
  }

  @Test
  @Clause({"MQTT-3.3.2-5", "MQTT-3.3.2-6"})
  void message_expiry_counts_down_while_a_message_waits() {
    Wire absent = broker.client5("s", 0x11, u32(100));
    absent.sends(subscribe5(1, "t", 1)).receives("900400010001").sends(Bytes.DISCONNECT).isClosed();
    Wire publisher = broker.client5("p");
    publisher.sends(publish5(0x32, "t", 1, "old", 0x02, u32(1))).receives(puback(1));
    publisher.sends(publish5(0x32, "t", 2, "new", 0x02, u32(100))).receives(puback(2));
    Wire clock = broker.client5("clock", 0x11, u32(1));
    clock.sends(Bytes.DISCONNECT).isClosed();
    broker.event(e -> e.equals(new io.weir.broker.BrokerEvent.SessionEnded("clock", true)));

    Wire back = broker.opens().sends(Bytes.resume5("s"));
    back.receives(BrokerExtension.CONNACK5_PRESENT);

    byte[] publish = back.nextPacket();
    byte[] left = Arrays.copyOfRange(publish, 9, 13);
    assertThat(publish).endsWith(Bytes.raw("new"));
    assertThat(left).isIn(u32(99), u32(98), u32(97));
    back.receivesNothingElse();
  }

  @Test
  @Clause(
      value = {
        "MQTT-3.3.1-1",
        "MQTT-4.3.2-1",
        "MQTT-4.3.2-3",
        "MQTT-4.3.3-1",
        "MQTT-4.3.3-3",
        "MQTT-4.3.3-5",
        "MQTT-4.3.3-6",
        "MQTT-4.4.0-1"
      },
      v311 = {
        "MQTT-2.3.1-4",
        "MQTT-3.3.1-1",
        "MQTT-4.3.2-1",
        "MQTT-4.3.3-1",
        "MQTT-4.4.0-1",
        "MQTT-4.6.0-1"
      })
  void what_was_not_acknowledged_comes_again_in_order_with_the_same_id() {
    Wire first = broker.opens().sends(resume311("s")).receives("20020000");
    first.sends(subscribe311(1, "t", 2)).receives("9003000102");
    Wire publisher = broker.client("p");
    publisher.sends(publish(0x32, "t", 1, "a")).receives(puback(1));
    publisher.sends(publish(0x34, "t", 2, "b")).receives(pubrec(2));
    publisher.sends(publish(0x34, "t", 3, "c")).receives(pubrec(3));
    first.receives(publish(0x32, "t", 1, "a"));
    first.receives(publish(0x34, "t", 2, "b")).receives(publish(0x34, "t", 3, "c"));
    first.sends(pubrec(2)).receives(pubrel(2));
    first.close();
    broker.lost("s");
    publisher.sends(publish(0x32, "t", 4, "d")).receives(puback(4));

    Wire second = broker.opens().sends(resume311("s")).receives("20020100");

    second.receives(publish(0x3A, "t", 1, "a"));
    second.receives(pubrel(2));
    second.receives(publish(0x3C, "t", 3, "c"));
    second.receives(publish(0x32, "t", 4, "d"));
    second.sends(puback(1), pubcomp(2), pubrec(3), puback(4)).receives(pubrel(3));
    second.sends(pubcomp(3)).receivesNothingElse();
  }

  @Test
  @Clause({"MQTT-3.3.4-9", "MQTT-3.3.4-10", "MQTT-4.9.0-1", "MQTT-4.9.0-2", "MQTT-4.9.0-3"})
  void no_more_are_in_flight_than_the_client_s_receive_maximum() {
    Wire subscriber = broker.client5("s", 0x21, u16(2));
    subscriber.sends(subscribe5(1, "t", 1)).receives("900400010001");
    Wire publisher = broker.client("p");
    for (int i = 1; i <= 3; i++) {
      publisher.sends(publish(0x32, "t", i, "m" + i)).receives(puback(i));
    }

    subscriber.receives(publish5(0x32, "t", 1, "m1")).receives(publish5(0x32, "t", 2, "m2"));
    subscriber.receivesNothingElse();

    subscriber.sends(puback(1)).receives(publish5(0x32, "t", 3, "m3"));
  }

  @Test
  @Clause("MQTT-4.4.0-2")
  void an_error_in_pubrec_ends_the_handshake_and_frees_its_place() {
    Wire subscriber = broker.client5("s", 0x21, u16(1));
    subscriber.sends(subscribe5(1, "t", 2)).receives("900400010002");
    Wire publisher = broker.client("p");
    publisher.sends(publish(0x34, "t", 1, "a")).receives(pubrec(1));
    publisher.sends(publish(0x34, "t", 2, "b")).receives(pubrec(2));
    subscriber.receives(publish5(0x34, "t", 1, "a"));

    subscriber.sends(packet(0x50, u16(1), 0x80));

    subscriber.receives(publish5(0x34, "t", 2, "b"));
  }

  @Test
  @Clause({"MQTT-3.1.2-24", "MQTT-3.1.2-25"})
  void what_is_larger_than_the_client_takes_is_not_sent_and_counts_as_delivered() {
    Wire subscriber = broker.client5("s", 0x27, u32(40), 0x21, u16(1));
    subscriber.sends(subscribe5(1, "t", 1)).receives("900400010001");
    Wire publisher = broker.client("p");

    publisher.sends(publish(0x32, "t", 1, "x".repeat(40))).receives(puback(1));
    publisher.sends(publish(0x32, "t", 2, "short")).receives(puback(2));

    assertThat(subscriber.nextPacket()).endsWith(Bytes.raw("short"));
  }

  @Test
  @Clause("MQTT-3.3.4-7")
  void a_v5_client_with_far_too_many_unfinished_publications_is_disconnected() {
    Wire publisher = broker.client5("p");
    subscriber("t", 0);
    for (int i = 1; i <= 40; i++) {
      publisher.sends(publish5(0x34, "t", i, "x")).receives(pubrec(i));
    }
    publisher.sends(publish5(0x34, "t", 41, "x")).isDisconnected(0x93);
  }

  @Test
  @Clause(
      value = {"MQTT-4.6.0-5", "MQTT-4.6.0-6"},
      v311 = {"MQTT-4.6.0-5", "MQTT-4.6.0-6"})
  void a_large_payload_arrives_whole_between_small_ones() {
    Wire subscriber = subscriber("t", 0);
    String large = "y".repeat(100_000);

    broker.client("p").sends(publish("t", "1"), publish("t", large), publish("t", "2"));

    subscriber
        .receives(publish("t", "1"))
        .receives(publish("t", large))
        .receives(publish("t", "2"));
  }

  @Test
  @Clause(
      value = "MQTT-4.5.0-1",
      v311 = {"MQTT-3.1.2-5", "MQTT-4.5.0-1"})
  void publications_for_an_absent_session_wait_except_those_of_qos_0() {
    Wire first = broker.opens().sends(resume311("s")).receives("20020000");
    first.sends(subscribe311(1, "t", 2)).receives("9003000102").sends(Bytes.DISCONNECT).isClosed();
    Wire publisher = broker.client("p");
    publisher.sends(publish("t", "zero"), publish(0x32, "t", 1, "one")).receives(puback(1));

    Wire second = broker.opens().sends(resume311("s")).receives("20020100");

    second.receives(publish(0x32, "t", 1, "one")).receivesNothingElse();
  }

  @Test
  @Clause("MQTT-2.2.2-1")
  void an_empty_property_block_is_read_as_such() {
    Wire subscriber = subscriber("t", 0);
    broker.client5("p").sends(packet(0x30, "t", properties(), Bytes.raw("x")));
    subscriber.receives(publish("t", "x"));
  }

  @Test
  @Clause(value = "MQTT-3.3.1-3", v311 = "MQTT-3.3.1-3")
  void the_publisher_s_dup_is_not_passed_on() {
    Wire subscriber = subscriber("t", 1);

    broker.client("p").sends(publish(0x3A, "t", 1, "x")).receives(puback(1));

    subscriber.receives(publish(0x32, "t", 1, "x"));
  }

  @Test
  @Clause(
      value = {"MQTT-4.3.2-5", "MQTT-4.3.3-12"},
      v311 = {"MQTT-4.3.2-2", "MQTT-4.3.3-2"})
  void after_the_acknowledgement_an_id_stands_for_another_message() {
    Wire subscriber = subscriber("t", 0);
    Wire publisher = broker.client("p");

    publisher.sends(publish(0x32, "t", 7, "one")).receives(puback(7));
    publisher.sends(publish(0x3A, "t", 7, "two")).receives(puback(7));
    publisher.sends(publish(0x34, "t", 7, "three")).receives(pubrec(7));
    publisher.sends(pubrel(7)).receives(pubcomp(7));
    publisher.sends(publish(0x3C, "t", 7, "four")).receives(pubrec(7));

    subscriber.receives(publish("t", "one")).receives(publish("t", "two"));
    subscriber.receives(publish("t", "three")).receives(publish("t", "four"));
  }

  @Test
  @Clause("MQTT-3.3.2-7")
  void a_topic_alias_ends_with_its_connection() {
    Wire first = broker.client5("p").sends(publish5("t", "1", 0x23, u16(1)));
    first.receivesNothingElse().sends(Bytes.DISCONNECT).isClosed();

    broker.client5("p").sends(publish5("", "2", 0x23, u16(1))).isDisconnected(0x82);
  }

  @Test
  @Clause({"MQTT-4.3.3-7", "MQTT-4.3.3-13"})
  void a_handshake_goes_on_though_its_message_has_expired() {
    Wire first = broker.client5("s", 0x11, u32(100));
    first.sends(subscribe5(1, "t", 2)).receives("900400010002");
    Wire publisher = broker.client5("p");
    publisher.sends(publish5(0x34, "t", 1, "x", 0x02, u32(1))).receives(pubrec(1));
    first.receives(publish5(0x34, "t", 1, "x", 0x02, u32(1))).close();
    Wire clock = broker.client5("clock", 0x11, u32(1));
    clock.sends(Bytes.DISCONNECT).isClosed();
    broker.event(e -> e.equals(new io.weir.broker.BrokerEvent.SessionEnded("clock", true)));

    publisher.sends(pubrel(1)).receives(pubcomp(1));
    Wire second = broker.opens().sends(Bytes.resume5("s"));
    second.receives(BrokerExtension.CONNACK5_PRESENT);
    assertThat(second.nextPacket()).startsWith(0x3C).endsWith(Bytes.raw("x"));
    second.sends(pubrec(1)).receives(pubrel(1));
  }

  @Test
  @Clause(
      value = {"MQTT-1.5.4-3", "MQTT-4.7.3-4"},
      v311 = {"MQTT-1.5.3-3", "MQTT-4.7.3-4"})
  void topics_are_compared_as_they_are_written() {
    Wire composed = subscriber("caf\u00E9", 0);
    Wire marked = subscriber("\uFEFFt", 0);
    Wire publisher = broker.client("p");

    publisher.sends(publish("cafe\u0301", "1"), publish("caf\u00E9", "2"));
    publisher.sends(publish("t", "3"), publish("\uFEFFt", "4"));

    composed.receives(publish("caf\u00E9", "2")).receivesNothingElse();
    marked.receives(publish("\uFEFFt", "4")).receivesNothingElse();
  }

  @Test
  @Clause(v311 = {"MQTT-3.1.2-7", "MQTT-3.3.1-6"})
  void retained_messages_outlive_the_session_of_their_publisher() {
    Wire publisher = broker.client("p").sends(packet(0x31, "r", Bytes.raw("x")));
    publisher.receivesNothingElse().sends(Bytes.DISCONNECT).isClosed();

    Wire subscriber = broker.client("s").sends(subscribe311(1, "r", 0)).receives("9003000100");

    subscriber.receives(packet(0x31, "r", Bytes.raw("x")));
  }

  @Test
  @Clause(value = "MQTT-3.3.1-8", v311 = "MQTT-3.3.1-12")
  void without_the_flag_what_is_retained_stays() {
    Wire publisher = broker.client("p").sends(packet(0x31, "r", Bytes.raw("kept")));
    publisher.sends(publish("r", "passing")).receivesNothingElse();

    Wire subscriber = broker.client("s").sends(subscribe311(1, "r", 0)).receives("9003000100");

    subscriber.receives(packet(0x31, "r", Bytes.raw("kept"))).receivesNothingElse();
  }

  @Test
  @Clause(v311 = {"MQTT-4.6.0-2", "MQTT-4.6.0-3", "MQTT-4.6.0-4"})
  void answers_have_the_order_of_what_they_answer() {
    Wire subscriber = subscriber("t", 2);
    Wire publisher = broker.client("p");
    publisher.sends(publish(0x32, "t", 3, "a"), publish(0x34, "t", 9, "b"));
    publisher.sends(publish(0x32, "t", 2, "c"), publish(0x34, "t", 1, "d"));
    publisher.receives(puback(3)).receives(pubrec(9)).receives(puback(2)).receives(pubrec(1));

    subscriber.receives(publish(0x32, "t", 1, "a")).receives(publish(0x34, "t", 2, "b"));
    subscriber.receives(publish(0x32, "t", 3, "c")).receives(publish(0x34, "t", 4, "d"));
    subscriber.sends(pubrec(2), pubrec(4)).receives(pubrel(2)).receives(pubrel(4));
  }

  @Test
  @Clause(v311 = "MQTT-3.3.5-1")
  void overlapping_subscriptions_count_with_the_highest_qos() {
    Wire subscriber = subscriber("t/+", 0);
    subscriber.sends(subscribe311(2, "t/#", 1)).receives("9003000201");

    broker.client("p").sends(publish(0x32, "t/a", 1, "x")).receives(puback(1));

    assertThat(subscriber.nextPacket()).isEqualTo(publish(0x32, "t/a", 1, "x"));
  }
}
