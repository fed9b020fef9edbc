package io.weir.broker.conformance;

import static io.weir.broker.conformance.Bytes.packet;
import static io.weir.broker.conformance.Bytes.properties;
import static io.weir.broker.conformance.Bytes.puback;
import static io.weir.broker.conformance.Bytes.publish;
import static io.weir.broker.conformance.Bytes.publish5;
import static io.weir.broker.conformance.Bytes.pubrec;
import static io.weir.broker.conformance.Bytes.subscribe311;
import static io.weir.broker.conformance.Bytes.subscribe5;
import static io.weir.broker.conformance.Bytes.u16;
import static io.weir.broker.conformance.Bytes.u32;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SubscribeTest {
  @RegisterExtension static final BrokerExtension broker = new BrokerExtension();

  @Test
  @Clause(
      value = {
        "MQTT-2.2.1-6",
        "MQTT-3.8.4-1",
        "MQTT-3.8.4-2",
        "MQTT-3.8.4-5",
        "MQTT-3.8.4-6",
        "MQTT-3.8.4-7",
        "MQTT-3.9.3-1",
        "MQTT-3.9.3-2",
        "MQTT-4.7.1-1",
        "MQTT-4.8.2-1"
      },
      v311 = {
        "MQTT-2.3.1-7",
        "MQTT-3.8.4-1",
        "MQTT-3.8.4-2",
        "MQTT-3.8.4-4",
        "MQTT-3.8.4-5",
        "MQTT-3.9.3-1",
        "MQTT-3.9.3-2"
      })
  void each_filter_gets_a_code_in_order() {
    Wire three = broker.client("three");
    three.sends(packet(0x82, u16(7), "a", 0, "b", 1, "c", 2)).receives("90050007000102");

    Wire five = broker.client5("five");
    five.sends(packet(0x82, u16(7), properties(), "a", 2, "b#", 1, "$share//c", 0));
    five.receives("9006000700028F8F");
  }

  @Test
  @Clause(
      value = {
        "MQTT-2.2.1-6",
        "MQTT-3.10.4-2",
        "MQTT-3.10.4-4",
        "MQTT-3.10.4-5",
        "MQTT-3.10.4-6",
        "MQTT-3.11.3-1",
        "MQTT-3.11.3-2"
      },
      v311 = {"MQTT-2.3.1-7", "MQTT-3.10.4-4", "MQTT-3.10.4-5"})
  void giving_up_a_subscription_is_always_answered() {
    Wire three = broker.client("three").sends(packet(0xA2, u16(9), "no/such"));
    three.receives("B0020009");
    Wire five = broker.client5("five").sends(subscribe5(1, "a", 0)).receives("900400010000");
    five.sends(packet(0xA2, u16(9), properties(), "a", "b")).receives("B00500090000" + "11");
    five.sends(publish5("a", "x")).receivesNothingElse();
  }

  @Test
  @Clause(
      value = {"MQTT-3.3.1-5", "MQTT-3.3.1-8", "MQTT-3.3.1-12"},
      v311 = {"MQTT-3.3.1-5", "MQTT-3.3.1-6", "MQTT-3.3.1-7", "MQTT-3.3.1-8", "MQTT-3.3.1-9"})
  void the_retained_message_comes_flagged_on_subscribing_and_unflagged_when_live() {
    Wire publisher = broker.client("p");
    publisher.sends(packet(0x31, "r", Bytes.raw("1")), packet(0x31, "r", Bytes.raw("2")));
    publisher.receivesNothingElse();

    Wire subscriber = broker.client("s").sends(subscribe311(1, "r", 0)).receives("9003000100");
    subscriber.receives(packet(0x31, "r", Bytes.raw("2")));
    publisher.sends(packet(0x31, "r", Bytes.raw("3")));

    subscriber.receives(publish("r", "3"));
  }

  @Test
  void a_bridge_of_mosquitto_gets_retain_flags_as_published_and_nothing_back() {
    Wire bridge = broker.opens().sends(packet(0x10, "MQTT", 0x84, 2, 0, 60, "bridge"));
    bridge.receives("20020000").sends(subscribe311(1, "r/#", 1)).receives("9003000101");

    bridge.sends(packet(0x31, "r/own", Bytes.raw("1"))).receivesNothingElse();
    broker.client("p").sends(packet(0x31, "r/others", Bytes.raw("2")));

    bridge.receives(packet(0x31, "r/others", Bytes.raw("2")));
  }

  @Test
  @Clause(
      value = {"MQTT-3.3.1-6", "MQTT-3.3.1-7"},
      v311 = {"MQTT-3.3.1-10", "MQTT-3.3.1-11"})
  void a_retained_message_with_empty_payload_clears_the_topic() {
    Wire publisher = broker.client("p");
    publisher.sends(packet(0x31, "r", Bytes.raw("1")), packet(0x31, "r")).receivesNothingElse();

    Wire subscriber = broker.client("s").sends(subscribe311(1, "r", 0)).receives("9003000100");

    subscriber.receivesNothingElse();
  }

  @Test
  @Clause(value = "MQTT-3.3.1-6", v311 = "MQTT-3.3.1-10")
  void the_empty_message_that_clears_a_topic_is_delivered() {
    Wire subscriber = broker.client("s").sends(subscribe311(1, "r", 0)).receives("9003000100");
    broker.client("p").sends(packet(0x31, "r"));
    subscriber.receives(packet(0x30, "r"));
  }

  @Test
  @Clause({"MQTT-3.3.1-9", "MQTT-3.3.1-10", "MQTT-3.3.1-11", "MQTT-3.8.4-4"})
  void retain_handling_decides_about_retained_messages() {
    broker.client("p").sends(packet(0x31, "r", Bytes.raw("x"))).receivesNothingElse();
    byte[] retained = packet(0x31, "r", properties(), Bytes.raw("x"));

    Wire never = broker.client5("never").sends(subscribe5(1, "r", 0x20)).receives("900400010000");
    never.receivesNothingElse();
    Wire ifNew = broker.client5("new").sends(subscribe5(1, "r", 0x10)).receives("900400010000");
    ifNew.receives(retained).sends(subscribe5(2, "r", 0x10)).receives("900400020000");
    ifNew.receivesNothingElse();
    Wire always = broker.client5("always").sends(subscribe5(1, "r", 0)).receives("900400010000");
    always.receives(retained).sends(subscribe5(2, "r", 0)).receives("900400020000");
    always.receives(retained);
  }

  @Test
  @Clause("MQTT-3.3.1-13")
  void retain_as_published_keeps_the_flag() {
    Wire subscriber = broker.client5("s").sends(subscribe5(1, "r", 8)).receives("900400010000");
    broker.client("p").sends(packet(0x31, "r", Bytes.raw("x")), publish("r", "y"));
    subscriber.receives(packet(0x31, "r", properties(), Bytes.raw("x")));
    subscriber.receives(publish5("r", "y"));
  }

  @Test
  @Clause("MQTT-3.8.3-3")
  void no_local_spares_a_client_its_own() {
    Wire client = broker.client5("c").sends(subscribe5(1, "t", 4)).receives("900400010000");
    client.sends(publish5("t", "mine")).receivesNothingElse();

    broker.client("other").sends(publish("t", "theirs"));

    client.receives(publish5("t", "theirs"));
  }

  @Test
  @Clause({"MQTT-3.3.4-2", "MQTT-3.3.4-3", "MQTT-3.3.4-4"})
  void overlapping_subscriptions_make_one_delivery_of_the_highest_qos_with_all_ids() {
    Wire client = broker.client5("c");
    client.sends(subscribe5(1, "a/+", 0, 0x0B, 5)).receives("900400010000");
    client.sends(subscribe5(2, "a/#", 1, 0x0B, 0xAC, 2)).receives("900400020001");

    broker.client("p").sends(publish(0x32, "a/b", 1, "x")).receives(Bytes.puback(1));

    byte[] publish = client.nextPacket();
    byte[] one = publish5(0x32, "a/b", 1, "x", 0x0B, 5, 0x0B, 0xAC, 2);
    byte[] two = publish5(0x32, "a/b", 1, "x", 0x0B, 0xAC, 2, 0x0B, 5);
    assertThat(List.of(Arrays.toString(one), Arrays.toString(two)))
        .contains(Arrays.toString(publish));
    client.sends(Bytes.puback(1)).receivesNothingElse();
  }

  @Test
  @Clause(value = "MQTT-3.8.4-3", v311 = "MQTT-3.8.4-3")
  void subscribing_again_replaces_the_options() {
    Wire client = broker.client("c").sends(subscribe311(1, "t", 0)).receives("9003000100");
    client.sends(subscribe311(2, "t", 1)).receives("9003000201");

    client.sends(publish(0x32, "t", 1, "x"));

    client.receives(publish(0x32, "t", 1, "x")).receives(Bytes.puback(1)).receivesNothingElse();
  }

  @Test
  @Clause(
      value = {"MQTT-3.3.2-3", "MQTT-4.7.2-1"},
      v311 = {"MQTT-3.3.2-3", "MQTT-4.7.2-1"})
  void wildcards_match_by_level_and_leave_the_broker_s_own_topics_alone() {
    Wire all = broker.client("all").sends(subscribe311(1, "#", 0)).receives("9003000100");
    Wire parent = broker.client("parent").sends(subscribe311(1, "a/#", 0)).receives("9003000100");
    Wire plus = broker.client("plus").sends(subscribe311(1, "+/+", 0)).receives("9003000100");
    Wire publisher = broker.client("p");

    publisher.sends(publish("$x/y", "1"), publish("a", "2"), publish("/", "3"));

    all.receives(publish("a", "2")).receives(publish("/", "3"));
    parent.receives(publish("a", "2")).receivesNothingElse();
    plus.receives(publish("/", "3")).receivesNothingElse();
  }

  @Test
  @Clause({"MQTT-4.8.2-1", "MQTT-4.8.2-2"})
  void a_shared_subscription_takes_turns() {
    Wire one = broker.client("one").sends(subscribe311(1, "$share/g/t", 0)).receives("9003000100");
    Wire two = broker.client("two").sends(subscribe311(1, "$share/g/t", 0)).receives("9003000100");
    Wire own = broker.client("own").sends(subscribe311(1, "t", 0)).receives("9003000100");

    broker.client("p").sends(publish("t", "1"), publish("t", "2"));

    one.receives(publish("t", "1")).receivesNothingElse();
    two.receives(publish("t", "2")).receivesNothingElse();
    own.receives(publish("t", "1")).receives(publish("t", "2"));
  }

  @Test
  void a_shared_subscription_prefers_those_who_are_connected() {
    Wire gone = broker.client5("gone", 0x11, u32(100));
    gone.sends(subscribe5(1, "$share/g/t", 1)).receives("900400010001");
    gone.sends(Bytes.DISCONNECT).isClosed();
    Wire here = broker.client("here").sends(subscribe311(1, "$share/g/t", 1));
    here.receives("9003000101");

    broker.client("p").sends(publish("t", "1"), publish("t", "2"));

    here.receives(publish("t", "1")).receives(publish("t", "2"));
  }

  @Test
  void a_shared_subscription_gets_no_retained_messages() {
    broker.client("p").sends(packet(0x31, "t", Bytes.raw("x"))).receivesNothingElse();
    Wire client = broker.client("c").sends(subscribe311(1, "$share/g/t", 0)).receives("9003000100");
    client.receivesNothingElse();
  }

  @Test
  @Clause(
      value = {"MQTT-3.1.2-5", "MQTT-4.1.0-1"},
      v311 = {"MQTT-3.1.2-4", "MQTT-4.1.0-1", "MQTT-4.1.0-2"})
  void subscriptions_of_a_session_stay_when_its_client_comes_back() {
    Wire first = broker.opens().sends(Bytes.resume311("s")).receives("20020000");
    first.sends(subscribe311(1, "t", 1)).receives("9003000101").sends(Bytes.DISCONNECT).isClosed();
    Wire second = broker.opens().sends(Bytes.resume311("s")).receives("20020100");

    broker.client("p").sends(publish("t", "x"));

    second.receives(publish("t", "x"));
  }

  @Test
  void more_retained_messages_than_a_queue_holds_all_arrive() {
    Wire publisher = broker.client("p");
    for (int i = 0; i < 3_000; i++) {
      publisher.sends(packet(0x33, "many/" + i, u16(i + 1), Bytes.raw("x".repeat(1_000))));
      publisher.receives(Bytes.puback(i + 1));
    }

    Wire subscriber = broker.client("s").sends(subscribe311(1, "many/#", 0));
    subscriber.receives("9003000100");

    for (int i = 0; i < 3_000; i++) {
      assertThat(subscriber.nextPacket()[0]).isEqualTo((byte) 0x31);
    }
    subscriber.receivesNothingElse();
  }

  @Test
  @Clause("MQTT-4.8.2-5")
  void what_a_member_of_a_group_leaves_behind_goes_to_another_unless_it_might_have_it() {
    Wire first =
        broker.client("one").sends(subscribe311(1, "$share/g/t", 2)).receives("9003000102");
    Wire publisher = broker.client("p");
    publisher.sends(publish(0x32, "t", 1, "a"), publish(0x34, "t", 2, "b"));
    publisher.receives(puback(1)).receives(pubrec(2));
    first.receives(publish(0x32, "t", 1, "a")).receives(publish(0x34, "t", 2, "b"));
    Wire second =
        broker.client("two").sends(subscribe311(1, "$share/g/t", 2)).receives("9003000102");

    first.close();

    second.receives(publish(0x32, "t", 1, "a")).receivesNothingElse();
  }

  @Test
  @Clause(
      value = {"MQTT-3.10.4-1", "MQTT-3.10.4-2", "MQTT-3.10.4-6", "MQTT-3.11.3-1", "MQTT-3.11.3-2"},
      v311 = {"MQTT-3.10.4-1", "MQTT-3.10.4-2", "MQTT-3.10.4-6"})
  void a_filter_is_given_up_by_its_very_characters() {
    Wire client = broker.client5("c");
    client
        .sends(packet(0x82, u16(1), properties(), "a/+", 0, "a/b", 0))
        .receives("9005000100" + "0000");

    client.sends(packet(0xA2, u16(2), properties(), "a/#", "a/b")).receives("B00500020011" + "00");
    client.sends(publish5("a/b", "x")).receives(publish5("a/b", "x")).receivesNothingElse();
    client.sends(packet(0xA2, u16(3), properties(), "a/+")).receives("B00400030000");
    client.sends(publish5("a/b", "y")).receivesNothingElse();

    Wire three = broker.client("three");
    three.sends(packet(0x82, u16(1), "a/+", 0, "a/b", 0)).receives("900400010000");
    three.sends(packet(0xA2, u16(2), "a/#", "a/b")).receives("B0020002");
    three.sends(publish("a/b", "x")).receives(publish("a/b", "x")).receivesNothingElse();
    three.sends(packet(0xA2, u16(3), "a/+")).receives("B0020003");
    three.sends(publish("a/b", "y")).receivesNothingElse();
  }

  @Test
  @Clause(value = "MQTT-3.10.4-3", v311 = "MQTT-3.10.4-3")
  void what_is_under_way_is_finished_after_its_subscription_was_given_up() {
    Wire client = broker.client("c").sends(subscribe311(1, "t", 2)).receives("9003000102");
    broker.client("p").sends(publish(0x34, "t", 1, "x")).receives(pubrec(1));
    client.receives(publish(0x34, "t", 1, "x"));

    client.sends(packet(0xA2, u16(2), "t")).receives("B0020002");

    client.sends(pubrec(1)).receives(Bytes.pubrel(1)).sends(Bytes.pubcomp(1)).receivesNothingElse();
  }

  @Test
  @Clause({"MQTT-4.8.2-1", "MQTT-4.8.2-2"})
  void shared_filters_that_break_the_form_are_refused() {
    Wire five = broker.client5("five");
    five.sends(packet(0x82, u16(1), properties(), "$share/g", 0, "$share/g+/t", 0, "$share/g/", 0));
    five.receives("9006000100" + "8F8F8F");
  }

  @Test
  @Clause("MQTT-4.8.2-4")
  void qos_2_under_way_to_a_member_of_a_group_waits_for_its_return() {
    Wire one = broker.client5("one", 0x11, u32(100));
    one.sends(subscribe5(1, "$share/g/t", 2)).receives("900400010002");
    Wire publisher = broker.client("p").sends(publish(0x34, "t", 1, "x")).receives(pubrec(1));
    one.receives(publish5(0x34, "t", 1, "x")).close();
    broker.lost("one");
    Wire two = broker.client("two").sends(subscribe311(1, "$share/g/t", 1)).receives("9003000101");

    Wire back = broker.opens().sends(Bytes.resume5("one", 0x11, u32(100)));

    back.receives(BrokerExtension.CONNACK5_PRESENT).receives(publish5(0x3C, "t", 1, "x"));
    two.receivesNothingElse();
    publisher.receivesNothingElse();
  }

  @Test
  @Clause("MQTT-4.8.2-6")
  void what_a_member_of_a_group_refuses_goes_to_nobody_else() {
    Wire one = broker.client5("one").sends(subscribe5(1, "$share/g/t", 1)).receives("900400010001");
    broker.client("p").sends(publish(0x32, "t", 1, "x")).receives(puback(1));
    one.receives(publish5(0x32, "t", 1, "x"));
    Wire two = broker.client("two").sends(subscribe311(1, "$share/g/t", 1)).receives("9003000101");

    one.sends(packet(0x40, u16(1), 0x80)).receivesNothingElse().close();
    broker.lost("one");

    two.receivesNothingElse();
  }

  @Test
  @Clause({"MQTT-4.7.1-1", "MQTT-4.7.1-2"})
  void filters_with_misplaced_wildcards_are_refused() {
    Wire five = broker.client5("five");
    five.sends(packet(0x82, u16(1), properties(), "a#", 0, "#/a", 0, "a+", 0, "a/+b/c", 0, "+", 0));
    five.receives("9008000100" + "8F8F8F8F00");
  }

  @Test
  @Clause("MQTT-4.8.2-3")
  void each_member_gets_its_own_qos() {
    Wire one = broker.client("one").sends(subscribe311(1, "$share/g/t", 0)).receives("9003000100");
    Wire two = broker.client("two").sends(subscribe311(1, "$share/g/t", 1)).receives("9003000101");
    Wire publisher = broker.client("p");

    publisher.sends(publish(0x34, "t", 1, "1")).receives(pubrec(1));
    publisher.sends(publish(0x34, "t", 2, "2")).receives(pubrec(2));

    one.receives(publish("t", "1"));
    two.receives(publish(0x32, "t", 1, "2"));
  }
}
