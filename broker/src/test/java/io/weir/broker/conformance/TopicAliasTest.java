package io.weir.broker.conformance;

import static io.weir.broker.conformance.Bytes.packet;
import static io.weir.broker.conformance.Bytes.properties;
import static io.weir.broker.conformance.Bytes.publish;
import static io.weir.broker.conformance.Bytes.publish5;
import static io.weir.broker.conformance.Bytes.raw;
import static io.weir.broker.conformance.Bytes.subscribe5;
import static io.weir.broker.conformance.Bytes.u16;
import static io.weir.broker.conformance.Bytes.u32;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Numbers that stand for topics, towards clients that take them. */
class TopicAliasTest {
  @RegisterExtension static final BrokerExtension broker = new BrokerExtension();

  private static Wire subscriber(String filter, Object... properties) {
    Wire wire = broker.client5("sub", properties);
    return wire.sends(subscribe5(1, filter, 1)).receives("900400010001");
  }

  @Test
  @Clause({"MQTT-3.1.2-26", "MQTT-3.3.2-11"})
  void a_topic_is_sent_once_and_then_by_its_number_up_to_the_clients_maximum() {
    Wire subscriber = subscriber("plant/#", 0x22, u16(2));
    Wire publisher = broker.client("p");

    publisher.sends(publish("plant/1", "a"), publish("plant/1", "b"));
    publisher.sends(publish("plant/2", "c"), publish("plant/3", "d"), publish("plant/2", "e"));

    subscriber.receives(publish5("plant/1", "a", 0x23, u16(1)));
    subscriber.receives(publish5("", "b", 0x23, u16(1)));
    subscriber.receives(publish5("plant/2", "c", 0x23, u16(2)));
    subscriber.receives(publish5("plant/3", "d"));
    subscriber.receives(publish5("", "e", 0x23, u16(2)));
  }

  @Test
  @Clause("MQTT-3.1.2-27")
  void a_client_that_allows_none_gets_none() {
    Wire subscriber = subscriber("plant/#");
    Wire publisher = broker.client("p");

    publisher.sends(publish("plant/1", "a"), publish("plant/1", "b"));

    subscriber.receives(publish5("plant/1", "a")).receives(publish5("plant/1", "b"));
  }

  @Test
  void other_properties_packet_ids_and_large_payloads_go_along() {
    Wire subscriber = subscriber("plant/#", 0x22, u16(5));
    Wire publisher = broker.client5("p");
    String large = "x".repeat(5_000);

    publisher.sends(publish5(0x32, "plant/1", 1, "a", 0x26, "k", "v".repeat(124)));
    publisher.sends(publish5("plant/1", large));

    subscriber.receives(
        packet(
            0x32,
            "plant/1",
            u16(1),
            properties(0x23, u16(1), 0x26, "k", "v".repeat(124)),
            raw("a")));
    subscriber.receives(publish5("", large, 0x23, u16(1)));
  }

  @Test
  @Clause("MQTT-3.1.2-24")
  void an_alias_does_not_make_a_packet_too_large_for_its_client() {
    // 2 bytes of header, 2 and 7 of topic, 1 of properties, 10 of payload.
    Wire subscriber = subscriber("plant/#", 0x22, u16(5), 0x27, u32(22));
    Wire publisher = broker.client("p");

    publisher.sends(publish("plant/1", "0123456789"), publish("plant/1", "012345"));
    publisher.sends(publish("plant/1", "0123456789"));

    subscriber.receives(publish5("plant/1", "0123456789"));
    subscriber.receives(publish5("plant/1", "012345", 0x23, u16(1)));
    subscriber.receives(publish5("", "0123456789", 0x23, u16(1)));
  }
}
