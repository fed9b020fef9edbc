package io.weir.broker.conformance;

import static io.weir.broker.conformance.Bytes.connect5;
import static io.weir.broker.conformance.Bytes.packet;
import static io.weir.broker.conformance.Bytes.puback;
import static io.weir.broker.conformance.Bytes.publish;
import static io.weir.broker.conformance.Bytes.publish5;
import static io.weir.broker.conformance.Bytes.raw;
import static io.weir.broker.conformance.Bytes.subscribe311;
import static io.weir.broker.conformance.Bytes.subscribe5;
import static io.weir.broker.conformance.Bytes.u16;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.broker.conformance.ConfiguredBroker.Kind;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lines of a mosquitto.conf that say who is let in and on which terms, by us and by Mosquitto. */
class ListenerOptionsTest {
  @TempDir private Path folder;

  private ConfiguredBroker broker;

  @AfterEach
  void stop() throws Exception {
    broker.close();
  }

  private void start(Kind kind, String... lines) throws Exception {
    String[] all = new String[lines.length + 1];
    all[0] = "allow_anonymous true";
    System.arraycopy(lines, 0, all, 1, lines.length);
    broker = new ConfiguredBroker(kind, folder, all);
  }

  /** What a v5 client is told when it is let in, in hexadecimal. */
  private String terms(Wire client, byte[] connect) {
    byte[] answer = client.sends(connect).nextPacket();
    assertThat(answer).startsWith(0x20);
    return HexFormat.of().formatHex(answer);
  }

  @ParameterizedTest
  @EnumSource
  void a_user_name_can_be_the_client_id(Kind kind) throws Exception {
    start(kind, "use_username_as_clientid true");
    broker.opens().sends(Bytes.connect311("none")).receives("20020005").isClosed();
    Wire first = broker.opens();
    first.sends(packet(0x10, "MQTT", 4, 0x82, 0, 60, "a", "ann")).receives("20020000");

    Wire second = broker.opens();
    second.sends(packet(0x10, "MQTT", 4, 0x82, 0, 60, "b", "ann")).receives("20020000");

    first.isClosed();
    second.receivesNothingElse();
  }

  @ParameterizedTest
  @EnumSource
  void client_ids_begin_as_they_have_to(Kind kind) throws Exception {
    start(kind, "clientid_prefixes house-");

    broker.client("house-1").receivesNothingElse();
    broker.opens().sends(Bytes.connect311("home-1")).receives("20020005").isClosed();
    broker.opens().sends(connect5("home-1")).receives("2003008700").isClosed();
  }

  @ParameterizedTest
  @EnumSource
  void ids_are_made_up_with_a_beginning_or_not_at_all(Kind kind) throws Exception {
    start(kind, "auto_id_prefix made-");

    assertThat(terms(broker.opens(), connect5("")))
        .contains(HexFormat.of().formatHex(raw("made-")));

    broker.close();
    start(kind, "allow_zero_length_clientid false");
    broker.opens().sends(Bytes.connect311("")).receives("20020002").isClosed();
  }

  @ParameterizedTest
  @EnumSource
  void a_payload_over_the_limit_is_acknowledged_and_goes_nowhere(Kind kind) throws Exception {
    start(kind, "message_size_limit 5");
    Wire subscriber = broker.client("s");
    subscriber.sends(subscribe311(1, "t", 0)).receives("9003000100");

    broker.client("three").sends(publish(0x32, "t", 1, "123456")).receives(puback(1));
    broker.client5("five").sends(publish5(0x32, "t", 1, "123456")).receives("4003000195");
    broker.client("p").sends(publish("t", "12345"));

    subscriber.receives(publish("t", "12345"));
  }

  @Test
  void as_many_connections_as_allowed() throws Exception {
    start(Kind.WEIR, "max_connections 1");
    Wire first = broker.client("one");

    broker.opens().isClosed();

    first.receivesNothingElse();
  }

  @ParameterizedTest
  @EnumSource
  void a_lower_qos_and_no_retained_messages(Kind kind) throws Exception {
    start(kind, "max_qos 1", "retain_available false");
    Wire client = broker.opens();
    assertThat(terms(client, connect5("c"))).contains("2401").contains("2500");

    client.sends(subscribe5(1, "t", 2)).receives("900400010001");
    client.sends(publish5(0x34, "t", 1, "x")).isDisconnected(0x9B);
    broker.client5("d").sends(packet(0x31, "t", 0, raw("x"))).isDisconnected(0x9A);
  }

  @ParameterizedTest
  @EnumSource
  void no_topic_aliases(Kind kind) throws Exception {
    start(kind, "max_topic_alias 0");

    broker.client5("c").sends(publish5("t", "x", 0x23, u16(1))).isDisconnected(0x94);
  }

  @ParameterizedTest
  @EnumSource
  void a_shorter_keep_alive_and_smaller_packets_are_told_and_hold(Kind kind) throws Exception {
    start(kind, "max_keepalive 30", "max_packet_size 150");
    Wire client = broker.opens();

    assertThat(terms(client, connect5("c"))).contains("13001e").contains("2700000096");
    client.sends(publish5("t", "x".repeat(200))).isDisconnected(0x95);
  }

  @ParameterizedTest
  @EnumSource
  void as_many_messages_under_way_as_allowed(Kind kind) throws Exception {
    start(kind, "max_inflight_messages 1");
    assertThat(terms(broker.opens(), connect5("five"))).contains("210001");
    Wire subscriber = broker.client("s");
    subscriber.sends(subscribe311(1, "t", 1)).receives("9003000101");
    Wire publisher = broker.client("p");
    publisher.sends(publish(0x32, "t", 1, "a")).receives(puback(1));
    publisher.sends(publish(0x32, "t", 2, "b")).receives(puback(2));

    subscriber.receives(publish(0x32, "t", 1, "a")).receivesNothingElse();
    subscriber.sends(puback(1)).receives(publish(0x32, "t", 2, "b"));
  }

  @Test
  void versions_that_are_not_accepted_are_told_so() throws Exception {
    start(Kind.WEIR, "accept_protocol_versions 4");

    broker.client("four").receivesNothingElse();
    broker.opens().sends(connect5("five")).receives("2003008400").isClosed();
    broker
        .opens()
        .sends(packet(0x10, "MQIsdp", 3, 2, 0, 60, "three"))
        .receives("20020001")
        .isClosed();
  }

  @Test
  void a_listener_may_let_nobody_in_without_a_name() throws Exception {
    start(Kind.WEIR, "listener_allow_anonymous false", "global_max_connections 1");

    broker.opens().sends(Bytes.connect311("c")).receives("20020005").isClosed();
  }
}
