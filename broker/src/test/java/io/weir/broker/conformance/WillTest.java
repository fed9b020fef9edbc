package io.weir.broker.conformance;

import static io.weir.broker.conformance.Bytes.packet;
import static io.weir.broker.conformance.Bytes.properties;
import static io.weir.broker.conformance.Bytes.publish;
import static io.weir.broker.conformance.Bytes.subscribe311;
import static io.weir.broker.conformance.Bytes.subscribe5;
import static io.weir.broker.conformance.Bytes.u32;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WillTest {
  @RegisterExtension static final BrokerExtension broker = new BrokerExtension();

  private Wire heir;

  @BeforeEach
  void somebody_wants_to_know() {
    heir = broker.client("heir").sends(subscribe311(1, "will", 0)).receives("9003000100");
  }

  private static byte[] connectWithWill(String id) {
    return packet(0x10, "MQTT", 4, 6, 0, 60, id, "will", "gone");
  }

  private static byte[] connect5WithWill(String id, long expiry, long delay) {
    return packet(
        0x10,
        "MQTT",
        5,
        6,
        0,
        60,
        properties(0x11, u32(expiry)),
        id,
        properties(0x18, u32(delay)),
        "will",
        "gone");
  }

  @Test
  @Clause(
      value = {"MQTT-3.1.2-7", "MQTT-3.1.2-8"},
      v311 = "MQTT-3.1.2-8")
  void a_will_is_published_when_the_connection_breaks() {
    broker.opens().sends(connectWithWill("c")).receives("20020000").close();
    heir.receives(publish("will", "gone"));
  }

  @Test
  @Clause(
      value = {"MQTT-3.1.2-10", "MQTT-3.14.4-3"},
      v311 = {"MQTT-3.1.2-10", "MQTT-3.14.4-3"})
  void a_will_is_forgotten_after_a_goodbye() {
    Wire client = broker.opens().sends(connectWithWill("c")).receives("20020000");
    client.sends(Bytes.DISCONNECT).isClosed();
    heir.receivesNothingElse();
  }

  @Test
  void a_will_is_published_after_a_goodbye_that_asks_for_it() {
    Wire client = broker.opens().sends(connect5WithWill("c", 0, 0));
    client.receives(BrokerExtension.CONNACK5).sends(packet(0xE0, 4)).isClosed();
    heir.receives(publish("will", "gone"));
  }

  @Test
  @Clause(value = "MQTT-3.1.2-8", v311 = "MQTT-3.1.2-8")
  void a_will_is_published_after_a_protocol_error() {
    broker.opens().sends(connectWithWill("c")).receives("20020000").sends(Bytes.hex("0000"));
    heir.receives(publish("will", "gone"));
  }

  @Test
  void a_will_is_published_before_the_one_who_takes_over_is_in() {
    broker.opens().sends(connectWithWill("c")).receives("20020000");
    broker.client("c").sends(publish("will", "back"));
    heir.receives(publish("will", "gone")).receives(publish("will", "back"));
  }

  @Test
  @Clause("MQTT-3.1.3-9")
  void a_delayed_will_is_cancelled_by_a_return() {
    Wire client = broker.opens().sends(connect5WithWill("c", 100, 1));
    client.receives(BrokerExtension.CONNACK5).close();
    broker.lost("c");
    Wire back = broker.opens().sends(Bytes.resume5("c", 0x11, u32(1)));
    back.receives(BrokerExtension.CONNACK5_PRESENT).sends(Bytes.DISCONNECT).isClosed();
    broker.event(e -> e.equals(new io.weir.broker.BrokerEvent.SessionEnded("c", true)));
    heir.receivesNothingElse();
  }

  @Test
  @Clause("MQTT-3.1.2-8")
  void a_delayed_will_is_published_at_the_end_of_its_delay() {
    Wire client = broker.opens().sends(connect5WithWill("c", 100, 1));
    client.receives(BrokerExtension.CONNACK5).close();
    broker.lost("c");
    heir.receivesNothingElse().receives(publish("will", "gone"));
  }

  @Test
  @Clause("MQTT-3.1.2-8")
  void a_delayed_will_is_published_when_the_session_ends_before() {
    Wire client = broker.opens().sends(connect5WithWill("c", 100, 90));
    client.receives(BrokerExtension.CONNACK5).close();
    broker.lost("c");
    broker.client5("c");
    heir.receives(publish("will", "gone"));
  }

  @Test
  @Clause(value = "MQTT-3.1.2-15", v311 = "MQTT-3.1.2-17")
  void a_retained_will_is_retained_with_its_properties() {
    byte[] connect =
        packet(0x10, "MQTT", 5, 0x26, 0, 60, 0, "c", properties(0x03, "text"), "will", "gone");
    broker.opens().sends(connect).receives(BrokerExtension.CONNACK5).close();
    heir.receives(publish("will", "gone"));

    Wire late = broker.client5("late").sends(subscribe5(1, "will", 0)).receives("900400010000");

    late.receives(packet(0x31, "will", properties(0x03, "text"), Bytes.raw("gone")));
  }

  @Test
  @Clause(
      value = {"MQTT-3.1.2-10", "MQTT-3.1.2-14"},
      v311 = {"MQTT-3.1.2-10", "MQTT-3.1.2-12", "MQTT-3.1.2-16"})
  void a_will_is_published_once_and_only_retained_if_it_asks_for_it() {
    broker.opens().sends(connectWithWill("c")).receives("20020000").close();
    heir.receives(publish("will", "gone"));

    broker.client("c").sends(Bytes.hex("0000")).isClosed();
    Wire late = broker.client("late").sends(subscribe311(1, "will", 0)).receives("9003000100");

    late.receivesNothingElse();
    heir.receivesNothingElse();
  }

  @Test
  @Clause("MQTT-3.1.3-10")
  void user_properties_of_a_will_keep_their_order() {
    Wire reader = broker.client5("reader").sends(subscribe5(1, "will", 0)).receives("900400010000");
    byte[] both = properties(0x26, "b", "1", 0x26, "a", "2", 0x26, "b", "1");
    broker
        .opens()
        .sends(packet(0x10, "MQTT", 5, 6, 0, 60, 0, "c", both, "will", "gone"))
        .receives(BrokerExtension.CONNACK5)
        .close();

    reader.receives(packet(0x30, "will", both, Bytes.raw("gone")));
  }
}
