package io.weir.broker.conformance;

import static io.weir.broker.conformance.Bytes.packet;
import static io.weir.broker.conformance.Bytes.properties;
import static io.weir.broker.conformance.Bytes.subscribe5;
import static io.weir.broker.conformance.Bytes.u16;
import static io.weir.broker.conformance.Bytes.u32;

import io.weir.broker.BrokerConfig;
import io.weir.broker.Listener;
import io.weir.broker.packet.ProtocolVersion;
import io.weir.broker.packet.Qos;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A listener that offers less: QoS 0, nothing retained, no client without an id. */
class RestrictedListenerTest {
  private static final Listener.Terms LITTLE =
      new Listener.Terms(
          0,
          Qos.AT_MOST_ONCE,
          10,
          10,
          EnumSet.allOf(ProtocolVersion.class),
          "",
          Listener.UserNameSource.CONNECT,
          false,
          false,
          "auto-",
          "",
          false);

  @RegisterExtension
  static final BrokerExtension broker =
      new BrokerExtension(
          BrokerConfig.defaults()
              .withListeners(List.of(Listener.tcp("127.0.0.1", 0).withTerms(LITTLE))));

  private static byte[] connectWithWill(int flags) {
    return packet(0x10, "MQTT", 5, flags, 0, 60, 0, "c", 0, "will", "gone");
  }

  @Test
  @Clause({"MQTT-3.2.2-9", "MQTT-3.2.2-10", "MQTT-3.8.4-7"})
  void what_is_not_offered_is_told_and_subscriptions_are_taken_with_less() {
    Wire client = broker.opens().sends(Bytes.connect5("c"));
    client.receives(
        packet(
            0x20,
            0,
            0,
            properties(0x21, u16(20), 0x24, 0, 0x25, 0, 0x27, u32(2_000_000), 0x22, u16(10))));

    client.sends(subscribe5(1, "t", 2)).receives("900400010000");
  }

  @Test
  @Clause("MQTT-3.2.2-12")
  void a_will_of_a_higher_qos_is_refused() {
    broker.opens().sends(connectWithWill(0x0E)).receives("2003009B00").isClosed();
  }

  @Test
  @Clause("MQTT-3.2.2-13")
  void a_will_to_be_retained_is_refused() {
    broker.opens().sends(connectWithWill(0x26)).receives("2003009A00").isClosed();
  }

  @Test
  @Clause(
      value = {"MQTT-3.1.3-8", "MQTT-3.2.2-7"},
      v311 = {"MQTT-3.1.3-9", "MQTT-3.2.2-5"})
  void a_client_without_an_id_is_refused() {
    broker.opens().sends(Bytes.connect5("")).receives("2003008500").isClosed();
    broker.opens().sends(Bytes.connect311("")).receives("20020002").isClosed();
  }
}
