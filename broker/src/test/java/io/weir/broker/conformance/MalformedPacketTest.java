package io.weir.broker.conformance;

import static io.weir.broker.conformance.Bytes.hex;
import static io.weir.broker.conformance.Bytes.packet;
import static io.weir.broker.conformance.Bytes.properties;
import static io.weir.broker.conformance.Bytes.publish5;
import static io.weir.broker.conformance.Bytes.subscribe5;
import static io.weir.broker.conformance.Bytes.u16;
import static io.weir.broker.conformance.Bytes.u32;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What no client may send: under 5 the reason is told, under 3.1.1 the connection just ends. */
class MalformedPacketTest {
  @RegisterExtension static final BrokerExtension broker = new BrokerExtension();

  @ParameterizedTest(name = "{0}")
  @MethodSource("badUnder5")
  @Clause({
    "MQTT-1.5.4-1",
    "MQTT-1.5.4-2",
    "MQTT-1.5.5-1",
    "MQTT-1.5.7-1",
    "MQTT-2.1.3-1",
    "MQTT-2.2.1-3",
    "MQTT-3.2.2-15",
    "MQTT-3.2.2-17",
    "MQTT-3.3.1-2",
    "MQTT-3.3.1-4",
    "MQTT-3.3.2-1",
    "MQTT-3.3.2-2",
    "MQTT-3.3.2-8",
    "MQTT-3.3.2-9",
    "MQTT-3.3.2-13",
    "MQTT-3.3.2-14",
    "MQTT-3.3.2-19",
    "MQTT-3.3.4-6",
    "MQTT-3.6.1-1",
    "MQTT-3.8.1-1",
    "MQTT-3.8.3-1",
    "MQTT-3.8.3-2",
    "MQTT-3.8.3-4",
    "MQTT-3.8.3-5",
    "MQTT-3.10.1-1",
    "MQTT-3.10.3-1",
    "MQTT-3.10.3-2",
    "MQTT-3.14.1-1",
    "MQTT-3.14.2-1",
    "MQTT-3.14.4-1",
    "MQTT-3.14.4-2",
    "MQTT-3.15.1-1",
    "MQTT-4.7.0-1",
    "MQTT-4.7.3-1",
    "MQTT-4.7.3-2",
    "MQTT-4.12.0-7",
    "MQTT-4.13.1-1",
    "MQTT-4.13.2-1"
  })
  void a_bad_packet_ends_a_v5_connection_with_its_reason(String what, byte[] bad, int reason) {
    broker.client5("bad").sends(bad).isDisconnected(reason);
  }

  static Stream<Arguments> badUnder5() {
    byte[] none = properties();
    return Stream.of(
        Arguments.of("packet type 0", hex("0000"), 0x81),
        Arguments.of("CONNACK from a client", hex("20020000"), 0x82),
        Arguments.of("SUBACK from a client", hex("900400010000"), 0x82),
        Arguments.of("UNSUBACK from a client", hex("B00400010000"), 0x82),
        Arguments.of("PINGRESP from a client", hex("D000"), 0x82),
        Arguments.of("AUTH without a method", hex("F000"), 0x82),
        Arguments.of("QoS 3", hex("3606000161000100"), 0x81),
        Arguments.of("DUP with QoS 0", hex("380400016100"), 0x81),
        Arguments.of("flags of PUBACK", hex("41020001"), 0x81),
        Arguments.of("flags of PUBREL", hex("60020001"), 0x81),
        Arguments.of("flags of SUBSCRIBE", packet(0x80, u16(1), none, "a", 0), 0x81),
        Arguments.of("flags of UNSUBSCRIBE", packet(0xA0, u16(1), none, "a"), 0x81),
        Arguments.of("flags of PINGREQ", hex("C100"), 0x81),
        Arguments.of("flags of DISCONNECT", hex("E100"), 0x81),
        Arguments.of("remaining length of five bytes", hex("30FFFFFFFF01"), 0x81),
        Arguments.of("remaining length not the shortest", hex("C08000"), 0x81),
        Arguments.of("PINGREQ with a payload", hex("C00100"), 0x81),
        Arguments.of("packet too large", hex("30FFFFFF7F"), 0x95),
        Arguments.of("PUBLISH id 0", publish5(0x32, "a", 0, "x"), 0x82),
        Arguments.of("PUBLISH cut short", packet(0x30, 0, 9, 'a' + 0), 0x81),
        Arguments.of("PUBLISH without an id", packet(0x32, "a"), 0x81),
        Arguments.of("empty topic", publish5("", "x"), 0x82),
        Arguments.of("# in a topic", publish5("a/#", "x"), 0x90),
        Arguments.of("+ in a topic", publish5("a/+", "x"), 0x90),
        Arguments.of("control character in a topic", publish5("a\u0001", "x"), 0x90),
        Arguments.of("too many levels", publish5("/".repeat(200), "x"), 0x90),
        Arguments.of("U+0000 in a topic", packet(0x30, u16(1), 0, none), 0x81),
        Arguments.of("topic not UTF-8", packet(0x30, u16(1), 0xFF, none), 0x81),
        Arguments.of("topic overlong UTF-8", packet(0x30, u16(2), hex("C0AF"), none), 0x81),
        Arguments.of("alias 0", publish5("a", "x", 0x23, u16(0)), 0x94),
        Arguments.of("alias above the maximum", publish5("a", "x", 0x23, u16(11)), 0x94),
        Arguments.of("alias never set", publish5("", "x", 0x23, u16(3)), 0x82),
        Arguments.of("subscription id in PUBLISH", publish5("a", "x", 0x0B, 1), 0x82),
        Arguments.of("wildcard in the response topic", publish5("a", "x", 0x08, "r/#"), 0x82),
        Arguments.of("payload format 2", publish5("a", "x", 0x01, 2), 0x82),
        Arguments.of("content type twice", publish5("a", "x", 0x03, "t", 0x03, "t"), 0x82),
        Arguments.of("property of CONNECT", publish5("a", "x", 0x21, u16(1)), 0x82),
        Arguments.of("unknown property", publish5("a", "x", 0x2B, 1), 0x81),
        Arguments.of(
            "property longer than its block", packet(0x30, "a", 3, 0x03, u16(9), 'x' + 0), 0x81),
        Arguments.of("property block past the end", packet(0x30, "a", 50, 0x01, 1), 0x81),
        Arguments.of("user property not UTF-8", publish5("a", "x", 0x26, u16(1), 0xFF, "v"), 0x81),
        Arguments.of("response topic not UTF-8", publish5("a", "x", 0x08, u16(1), 0xFF), 0x81),
        Arguments.of("content type not UTF-8", publish5("a", "x", 0x03, u16(1), 0xFF), 0x81),
        Arguments.of("flags of AUTH", hex("F100"), 0x81),
        Arguments.of("filter not UTF-8", packet(0x82, u16(1), none, u16(1), 0xFF, 0), 0x81),
        Arguments.of("filter with U+0000", packet(0x82, u16(1), none, u16(1), 0, 0), 0x81),
        Arguments.of("filter to give up not UTF-8", packet(0xA2, u16(1), none, u16(1), 0xFF), 0x81),
        Arguments.of("SUBSCRIBE id 0", subscribe5(0, "a", 0), 0x82),
        Arguments.of("SUBSCRIBE without a filter", packet(0x82, u16(1), none), 0x82),
        Arguments.of("SUBSCRIBE with QoS 3", subscribe5(1, "a", 3), 0x81),
        Arguments.of("SUBSCRIBE with reserved bits", subscribe5(1, "a", 0x40), 0x81),
        Arguments.of("SUBSCRIBE with Retain Handling 3", subscribe5(1, "a", 0x30), 0x82),
        Arguments.of("subscription id 0", subscribe5(1, "a", 0, 0x0B, 0), 0x82),
        Arguments.of("subscription id twice", subscribe5(1, "a", 0, 0x0B, 1, 0x0B, 2), 0x82),
        Arguments.of("SUBSCRIBE without options", packet(0x82, u16(1), none, "a"), 0x81),
        Arguments.of("No Local on a shared one", subscribe5(1, "$share/g/a", 4), 0x82),
        Arguments.of("filter of too many levels", subscribe5(1, "/".repeat(200), 0), 0x8F),
        Arguments.of("UNSUBSCRIBE id 0", packet(0xA2, u16(0), none, "a"), 0x82),
        Arguments.of("UNSUBSCRIBE without a filter", packet(0xA2, u16(1), none), 0x82),
        Arguments.of("PUBACK id 0", packet(0x40, u16(0)), 0x82),
        Arguments.of("PUBACK with an unknown reason", packet(0x40, u16(1), 0x55), 0x81),
        Arguments.of("PUBACK with another's reason", packet(0x40, u16(1), 0x8E), 0x82),
        Arguments.of("PUBREL with another's reason", packet(0x62, u16(1), 0x10), 0x82),
        Arguments.of("DISCONNECT with a server's reason", packet(0xE0, 0x8E), 0x82),
        Arguments.of(
            "DISCONNECT with a server reference", packet(0xE0, 0, properties(0x1C, "s")), 0x82));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badUnder311")
  @Clause(
      v311 = {
        "MQTT-1.5.3-1",
        "MQTT-1.5.3-2",
        "MQTT-2.2.2-1",
        "MQTT-2.2.2-2",
        "MQTT-2.3.1-1",
        "MQTT-3.3.1-2",
        "MQTT-3.3.1-4",
        "MQTT-3.3.2-1",
        "MQTT-3.3.2-2",
        "MQTT-3.6.1-1",
        "MQTT-3.8.1-1",
        "MQTT-3.8.3-1",
        "MQTT-3.8.3-3",
        "MQTT-3.8.3-4",
        "MQTT-3.10.1-1",
        "MQTT-3.10.3-1",
        "MQTT-3.10.3-2",
        "MQTT-3.14.1-1",
        "MQTT-4.7.1-1",
        "MQTT-4.7.1-2",
        "MQTT-4.7.1-3",
        "MQTT-4.7.3-1",
        "MQTT-4.7.3-2",
        "MQTT-4.8.0-1"
      })
  void a_bad_packet_ends_a_3_1_1_connection_without_a_word(String what, byte[] bad) {
    broker.client("bad").sends(bad).isClosed();
  }

  static Stream<Arguments> badUnder311() {
    return Stream.of(
        Arguments.of("packet type 0", hex("0000")),
        Arguments.of("packet type 15", hex("F000")),
        Arguments.of("QoS 3", hex("3606000161000100")),
        Arguments.of("DUP with QoS 0", hex("380400016100")),
        Arguments.of("PUBLISH id 0", Bytes.publish(0x32, "a", 0, "x")),
        Arguments.of("empty topic", Bytes.publish("", "x")),
        Arguments.of("wildcard in a topic", Bytes.publish("a/+/b", "x")),
        Arguments.of("SUBSCRIBE without a filter", packet(0x82, u16(1))),
        Arguments.of("SUBSCRIBE with options of 5", packet(0x82, u16(1), "a", 4)),
        Arguments.of("filter a#", packet(0x82, u16(1), "a#", 0)),
        Arguments.of("filter #/a", packet(0x82, u16(1), "#/a", 0)),
        Arguments.of("filter a+", packet(0x82, u16(1), "a+", 0)),
        Arguments.of("empty filter", packet(0x82, u16(1), "", 0)),
        Arguments.of("filter not UTF-8", packet(0x82, u16(1), u16(1), 0xC3, 0)),
        Arguments.of("UNSUBSCRIBE without a filter", packet(0xA2, u16(1))),
        Arguments.of("filter to give up not UTF-8", packet(0xA2, u16(1), u16(1), 0xC3)),
        Arguments.of("U+0000 in a topic", packet(0x30, u16(1), 0)),
        Arguments.of("topic not UTF-8", packet(0x30, u16(1), 0xFF)),
        Arguments.of("SUBSCRIBE id 0", packet(0x82, u16(0), "a", 0)),
        Arguments.of("SUBSCRIBE with QoS 3", packet(0x82, u16(1), "a", 3)),
        Arguments.of("flags of SUBSCRIBE", packet(0x80, u16(1), "a", 0)),
        Arguments.of("flags of UNSUBSCRIBE", packet(0xA0, u16(1), "a")),
        Arguments.of("flags of PUBREL", hex("60020001")),
        Arguments.of("flags of DISCONNECT", hex("E100")),
        Arguments.of("PUBACK too long", hex("4003000100")),
        Arguments.of("DISCONNECT with a reason", hex("E00100")),
        Arguments.of("packet too large", hex("30FFFFFF7F")));
  }

  @Test
  @Clause(value = "MQTT-4.13.1-1", v311 = "MQTT-4.8.0-1")
  void what_one_client_breaks_does_not_touch_another() {
    Wire other = broker.client("other");

    broker.client("bad").sends(hex("0000")).isClosed();

    other.receivesNothingElse();
  }

  @Test
  void property_blocks_of_128_bytes_and_more_are_read_whole() {
    Wire subscriber = broker.client5("s").sends(subscribe5(1, "t", 0));
    subscriber.receives("90040001" + "0000");
    String value = "v".repeat(150);

    broker.client5("p").sends(publish5("t", "body", 0x26, "k", value, 0x01, 1));

    subscriber.receives(publish5("t", "body", 0x01, 1, 0x26, "k", value));
  }

  @Test
  void a_packet_of_the_largest_size_is_taken() {
    Wire subscriber = broker.client("s").sends(Bytes.subscribe311(1, "big", 0));
    subscriber.receives("9003000100");
    String payload = "x".repeat(2_000_000 - 10);

    broker.client("p").sends(Bytes.publish("big", payload));

    subscriber.receives(Bytes.publish("big", payload));
  }

  @Test
  void expiry_of_a_message_longer_than_31_bits_is_kept() {
    Wire subscriber = broker.client5("s").sends(subscribe5(1, "t", 0));
    subscriber.receives("900400010000");

    broker.client5("p").sends(publish5("t", "x", 0x02, u32(0xFFFF_FFFFL)));

    subscriber.receives(publish5("t", "x", 0x02, u32(0xFFFF_FFFFL)));
  }
}
