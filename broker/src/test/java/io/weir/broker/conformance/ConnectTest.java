package io.weir.broker.conformance;

import static io.weir.broker.conformance.Bytes.connect311;
import static io.weir.broker.conformance.Bytes.connect5;
import static io.weir.broker.conformance.Bytes.hex;
import static io.weir.broker.conformance.Bytes.packet;
import static io.weir.broker.conformance.Bytes.properties;
import static io.weir.broker.conformance.Bytes.publish;
import static io.weir.broker.conformance.Bytes.resume311;
import static io.weir.broker.conformance.Bytes.resume5;
import static io.weir.broker.conformance.Bytes.subscribe311;
import static io.weir.broker.conformance.Bytes.u16;
import static io.weir.broker.conformance.Bytes.u32;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.broker.BrokerEvent.SessionEnded;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConnectTest {
  @RegisterExtension static final BrokerExtension broker = new BrokerExtension();

  @Test
  @Clause(
      value = {
        "MQTT-3.1.4-5",
        "MQTT-3.2.0-2",
        "MQTT-3.2.2-1",
        "MQTT-3.2.2-3",
        "MQTT-3.2.2-8",
        "MQTT-2.2.2-1",
        "MQTT-3.1.2-6",
        "MQTT-4.12.0-6"
      },
      v311 = {"MQTT-3.1.4-4", "MQTT-3.2.2-1", "MQTT-3.2.2-3"})
  void a_client_of_each_version_is_let_in() {
    broker.opens().sends(packet(0x10, "MQIsdp", 3, 2, 0, 60, "c3")).receives("20020000");
    broker.opens().sends(connect311("c4")).receives("20020000");
    broker.opens().sends(connect5("c5")).receives(BrokerExtension.CONNACK5).receivesNothingElse();
  }

  @Test
  void bridges_of_mosquitto_are_let_in() {
    broker.opens().sends(packet(0x10, "MQTT", 0x84, 2, 0, 60, "b4")).receives("20020000");
    broker.opens().sends(packet(0x10, "MQIsdp", 0x83, 2, 0, 60, "b3")).receives("20020000");
  }

  @Test
  @Clause(
      value = {"MQTT-3.1.2-2", "MQTT-3.2.2-6", "MQTT-3.2.2-7", "MQTT-3.14.0-1", "MQTT-4.13.2-1"},
      v311 = {"MQTT-3.1.2-2", "MQTT-3.2.2-4", "MQTT-3.2.2-5"})
  void an_unknown_version_is_told_so_in_its_own_words() {
    Wire three = broker.opens().sends(packet(0x10, "MQTT", 3, 2, 0, 60, "x"));
    three.receives("20020001").isClosed();
    Wire six = broker.opens().sends(packet(0x10, "MQTT", 6, 2, 0, 60, 0, "x"));
    six.receives("2003008400").isClosed();
  }

  @Test
  @Clause(
      value = "MQTT-3.1.0-1",
      v311 = {"MQTT-3.1.0-1", "MQTT-3.2.2-6"})
  void what_does_not_begin_with_connect_is_closed_without_an_answer() {
    broker.opens().sends(publish("a", "b")).isClosed();
    broker.opens().sends(Bytes.PINGREQ).isClosed();
    broker.opens().sends(Bytes.raw("GET / HTTP/1.1\r\n\r\n")).isClosed();
  }

  @Test
  @Clause(value = "MQTT-3.1.0-2", v311 = "MQTT-3.1.0-2")
  void a_second_connect_ends_the_connection() {
    broker.client("twice").sends(connect311("twice")).isClosed();
    broker.client5("twice5").sends(connect5("twice5")).isDisconnected(0x82);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("connectsThatAreRefused")
  @Clause(
      value = {
        "MQTT-1.5.4-1",
        "MQTT-1.5.4-2",
        "MQTT-3.1.2-1",
        "MQTT-3.1.2-3",
        "MQTT-3.1.2-9",
        "MQTT-3.1.2-11",
        "MQTT-3.1.2-12",
        "MQTT-3.1.2-13",
        "MQTT-3.1.2-16",
        "MQTT-3.1.2-17",
        "MQTT-3.1.2-18",
        "MQTT-3.1.2-19",
        "MQTT-3.1.3-3",
        "MQTT-3.1.3-4",
        "MQTT-3.1.3-11",
        "MQTT-3.1.3-12",
        "MQTT-3.1.4-1",
        "MQTT-3.2.2-6",
        "MQTT-3.2.2-7",
        "MQTT-3.14.0-1"
      },
      v311 = {
        "MQTT-1.5.3-1",
        "MQTT-3.1.2-1",
        "MQTT-3.1.2-3",
        "MQTT-3.1.2-9",
        "MQTT-3.1.2-11",
        "MQTT-3.1.2-13",
        "MQTT-3.1.2-14",
        "MQTT-3.1.2-15",
        "MQTT-3.1.2-18",
        "MQTT-3.1.2-19",
        "MQTT-3.1.2-20",
        "MQTT-3.1.2-21",
        "MQTT-3.1.2-22",
        "MQTT-3.1.3-3",
        "MQTT-3.1.3-4",
        "MQTT-3.1.3-8",
        "MQTT-3.1.3-10",
        "MQTT-3.1.3-11",
        "MQTT-3.1.4-1",
        "MQTT-3.2.2-6"
      })
  void a_connect_that_breaks_a_rule_is_refused(String what, byte[] connect, String answer) {
    Wire client = broker.opens().sends(connect);
    if (!answer.isEmpty()) {
      client.receives(answer);
    }
    client.isClosed();
  }

  static Stream<Arguments> connectsThatAreRefused() {
    byte[] none = properties();
    return Stream.of(
        Arguments.of("reserved flag under 3.1.1", packet(0x10, "MQTT", 4, 3, 0, 60, "x"), ""),
        Arguments.of(
            "reserved flag under 5", packet(0x10, "MQTT", 5, 3, 0, 60, none, "x"), "2003008100"),
        Arguments.of("will QoS without will", packet(0x10, "MQTT", 4, 0x0A, 0, 60, "x"), ""),
        Arguments.of("will retain without will", packet(0x10, "MQTT", 4, 0x22, 0, 60, "x"), ""),
        Arguments.of("will QoS 3", packet(0x10, "MQTT", 4, 0x1E, 0, 60, "x", "t", "m"), ""),
        Arguments.of(
            "will QoS 3 under 5",
            packet(0x10, "MQTT", 5, 0x1E, 0, 60, none, "x", none, "t", "m"),
            "2003008100"),
        Arguments.of(
            "password without user name", packet(0x10, "MQTT", 4, 0x42, 0, 60, "x", "p"), ""),
        Arguments.of("empty will topic", packet(0x10, "MQTT", 4, 6, 0, 60, "x", "", "m"), ""),
        Arguments.of(
            "wildcard in the will topic under 5",
            packet(0x10, "MQTT", 5, 6, 0, 60, none, "x", none, "a/#", "m"),
            "2003009000"),
        Arguments.of(
            "will topic not UTF-8",
            packet(0x10, "MQTT", 5, 6, 0, 60, none, "x", none, u16(1), 0xFF, "m"),
            "2003008100"),
        Arguments.of(
            "user name not UTF-8",
            packet(0x10, "MQTT", 5, 0x82, 0, 60, none, "x", u16(1), 0xFF),
            "2003008100"),
        Arguments.of(
            "user name missing", packet(0x10, "MQTT", 5, 0x82, 0, 60, none, "x"), "2003008100"),
        Arguments.of("password missing", packet(0x10, "MQTT", 4, 0xC2, 0, 60, "x", "u"), ""),
        Arguments.of("user name without its flag", packet(0x10, "MQTT", 4, 2, 0, 60, "x", "u"), ""),
        Arguments.of("will without its payload", packet(0x10, "MQTT", 4, 6, 0, 60, "x", "t"), ""),
        Arguments.of("no protocol name", packet(0x10, "HTTP", 4, 2, 0, 60, "x"), ""),
        Arguments.of("fixed header flags", packet(0x11, "MQTT", 4, 2, 0, 60, "x"), ""),
        Arguments.of("bytes left over", packet(0x10, "MQTT", 4, 2, 0, 60, "x", 0), ""),
        Arguments.of("cut short", packet(0x10, "MQTT", 4, 2, 0, 60, 0, 5, 'x' + 0), ""),
        Arguments.of(
            "cut short under 5", packet(0x10, "MQTT", 5, 2, 0, 60, none, 0, 5), "2003008100"),
        Arguments.of(
            "client id not UTF-8",
            packet(0x10, "MQTT", 5, 2, 0, 60, none, u16(2), hex("C328")),
            "2003008100"),
        Arguments.of(
            "client id with U+0000",
            packet(0x10, "MQTT", 5, 2, 0, 60, none, u16(1), 0),
            "2003008100"),
        Arguments.of(
            "surrogate in the client id",
            packet(0x10, "MQTT", 5, 2, 0, 60, none, u16(3), hex("EDA080")),
            "2003008100"),
        Arguments.of("empty id under 3.1", packet(0x10, "MQIsdp", 3, 2, 0, 60, ""), "20020002"),
        Arguments.of("empty id to be kept", packet(0x10, "MQTT", 4, 0, 0, 60, ""), "20020002"),
        Arguments.of("Receive Maximum 0", connect5("x", 0x21, u16(0)), "2003008200"),
        Arguments.of("Maximum Packet Size 0", connect5("x", 0x27, u32(0)), "2003008200"),
        Arguments.of(
            "Session Expiry twice", connect5("x", 0x11, u32(1), 0x11, u32(1)), "2003008200"),
        Arguments.of("Request Problem Information 2", connect5("x", 0x17, 2), "2003008200"),
        Arguments.of("a property of PUBLISH", connect5("x", 0x23, u16(1)), "2003008200"),
        Arguments.of("an unknown property", connect5("x", 0x7E, 0), "2003008100"),
        Arguments.of("authentication data alone", connect5("x", 0x16, "data"), "2003008200"),
        Arguments.of(
            "property length past the end",
            packet(0x10, "MQTT", 5, 2, 0, 60, 40, 0, 1, 'x' + 0),
            "2003008100"));
  }

  @Test
  @Clause("MQTT-4.12.0-1")
  void an_unknown_authentication_method_is_refused() {
    Wire client = broker.opens().sends(connect5("scram", 0x15, "SCRAM-SHA-1", 0x16, "x"));
    client.receives("2003008C00").isClosed();
  }

  @Test
  @Clause(
      value = {"MQTT-3.1.3-6", "MQTT-3.1.3-7", "MQTT-3.2.2-16"},
      v311 = "MQTT-3.1.3-6")
  void a_client_without_an_id_is_given_one_and_told() {
    broker.opens().sends(packet(0x10, "MQTT", 4, 2, 0, 60, "")).receives("20020000");

    Wire client = broker.opens().sends(packet(0x10, "MQTT", 5, 0, 0, 60, 0, ""));

    byte[] connAck = client.nextPacket();
    assertThat(new String(connAck, java.nio.charset.StandardCharsets.ISO_8859_1)).contains("auto-");
    assertThat(connAck[3]).isZero();
  }

  @Test
  @Clause(value = "MQTT-3.1.3-5", v311 = "MQTT-3.1.3-5")
  void ids_with_separators_and_wildcards_are_ids_like_others() {
    broker.client("a/+/#");
    broker.client("x".repeat(5_000));
  }

  @Test
  @Clause(
      value = {
        "MQTT-3.1.2-4",
        "MQTT-3.1.2-5",
        "MQTT-3.1.2-6",
        "MQTT-3.1.3-2",
        "MQTT-3.1.4-4",
        "MQTT-3.2.2-2",
        "MQTT-3.2.2-3"
      },
      v311 = {
        "MQTT-3.1.2-4",
        "MQTT-3.1.2-6",
        "MQTT-3.1.3-2",
        "MQTT-3.1.4-3",
        "MQTT-3.2.2-1",
        "MQTT-3.2.2-2",
        "MQTT-3.2.2-3"
      })
  void a_session_is_gone_on_with_until_a_clean_start() {
    Wire first = broker.opens().sends(resume311("s")).receives("20020000");
    first.sends(Bytes.DISCONNECT);
    broker.lost("s");
    Wire second = broker.opens().sends(resume311("s")).receives("20020100");
    second.sends(Bytes.DISCONNECT).isClosed();

    Wire clean = broker.opens().sends(connect311("s")).receives("20020000");
    clean.sends(Bytes.DISCONNECT).isClosed();

    broker.opens().sends(resume311("s")).receives("20020000");
  }

  @Test
  @Clause({"MQTT-3.1.2-23", "MQTT-4.1.0-2"})
  void a_session_ends_when_its_expiry_has_passed() {
    Wire client = broker.client5("short", 0x11, u32(1));
    client.sends(Bytes.DISCONNECT).isClosed();

    broker.event(e -> e.equals(new SessionEnded("short", true)));

    broker.opens().sends(resume5("short")).receives(BrokerExtension.CONNACK5);
  }

  @Test
  @Clause("MQTT-3.1.2-23")
  void an_expiry_of_all_ones_never_comes() {
    Wire client = broker.client5("ever", 0x11, u32(0xFFFF_FFFFL));
    client.sends(Bytes.DISCONNECT).isClosed();

    broker.opens().sends(resume5("ever")).receives(BrokerExtension.CONNACK5_PRESENT);
  }

  @Test
  @Clause(
      value = {"MQTT-3.1.4-3", "MQTT-3.14.2-1", "MQTT-3.14.2-2"},
      v311 = "MQTT-3.1.4-2")
  void a_newer_connection_of_the_same_id_ends_the_older() {
    Wire old3 = broker.client("same");
    broker.client("same");
    old3.isClosed();

    Wire old5 = broker.client5("same5");
    broker.client5("same5");
    old5.isDisconnected(0x8E);
  }

  @Test
  @Clause(value = "MQTT-3.2.0-1", v311 = "MQTT-3.2.0-1")
  void packets_right_behind_connect_are_taken_up() {
    Wire hasty = broker.opens();

    hasty.sends(connect311("hasty"), subscribe311(1, "h", 0), publish("h", "now"));

    hasty.receives("20020000").receives("9003000100").receives(publish("h", "now"));
  }

  @Test
  void a_connect_that_comes_byte_by_byte_is_taken_up() {
    Wire slow = broker.opens();
    for (byte b : connect311("slow")) {
      slow.sends(new byte[] {b});
    }
    slow.receives("20020000");
  }

  @Test
  @Clause(
      value = {"MQTT-3.1.2-22", "MQTT-3.2.2-22", "MQTT-3.14.2-1"},
      v311 = "MQTT-3.1.2-24")
  void silence_for_one_and_a_half_keep_alive_intervals_ends_the_connection() {
    Wire client = broker.opens().sends(packet(0x10, "MQTT", 5, 2, 0, 1, 0, "silent"));
    client.receives(BrokerExtension.CONNACK5);

    client.isDisconnected(0x8D);
  }

  @Test
  @Clause("MQTT-3.14.4-2")
  void a_goodbye_closes_the_connection() {
    broker.client("bye").sends(Bytes.DISCONNECT).isClosed();
    broker.client5("bye5").sends(packet(0xE0, 0, 0)).isClosed();
  }

  @Test
  @Clause("MQTT-4.1.0-2")
  void a_goodbye_can_change_the_expiry_but_not_from_none() {
    Wire kept = broker.client5("k", 0x11, u32(100));
    kept.sends(packet(0xE0, 0, properties(0x11, u32(0)))).isClosed();
    broker.opens().sends(resume5("k")).receives(BrokerExtension.CONNACK5);

    Wire none = broker.client5("n");
    none.sends(packet(0xE0, 0, properties(0x11, u32(9)))).isDisconnected(0x82);
  }

  @Test
  @Clause({"MQTT-3.1.2-28", "MQTT-3.1.2-29"})
  void acknowledgements_carry_no_properties_that_were_not_wanted() {
    Wire client = broker.opens().sends(connect5("terse", 0x17, 0, 0x19, 0));
    client.receives(BrokerExtension.CONNACK5);

    client.sends(Bytes.publish5(0x32, "$SYS/no", 1, "x")).receives(packet(0x40, u16(1), 0x87));
  }

  @Test
  @Clause(value = "MQTT-3.12.4-1", v311 = "MQTT-3.12.4-1")
  void pings_are_answered() {
    broker.client("three").sends(Bytes.PINGREQ).receives(Bytes.PINGRESP);
    broker.client5("five").sends(Bytes.PINGREQ).receives(Bytes.PINGRESP);
  }
}
