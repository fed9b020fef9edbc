package io.weir.broker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.vertx.core.buffer.Buffer;
import io.weir.broker.SubscribeOptions;
import io.weir.broker.SubscribeOptions.RetainHandling;
import io.weir.broker.client.PacketWriter.Flags;
import io.weir.broker.conformance.Bytes;
import io.weir.broker.packet.Ack;
import io.weir.broker.packet.ProtocolVersion;
import io.weir.broker.packet.Qos;
import io.weir.broker.packet.ReasonCode;
import io.weir.broker.packet.Subscribe;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacketWriterTest {
  private static final PropertyList EACH_FORM =
      new PropertyList(
          List.of(
              Property.pair("a", "b"),
              Property.of(PropertyType.PAYLOAD_FORMAT_INDICATOR, 1),
              Property.of(PropertyType.TOPIC_ALIAS, 0x1234),
              Property.of(PropertyType.MESSAGE_EXPIRY_INTERVAL, 0xFFFF_FFFEL),
              Property.of(PropertyType.SUBSCRIPTION_IDENTIFIER, 16_384),
              Property.of(PropertyType.CONTENT_TYPE, "ü"),
              Property.of(PropertyType.CORRELATION_DATA, Buffer.buffer(new byte[] {0, -1})),
              Property.pair("a", "c")));
  private static final byte[] EACH_FORM_BYTES =
      Bytes.properties(
          0x26, "a", "b", 0x01, 1, 0x23, 0x12, 0x34, 0x02, 0xFF, 0xFF, 0xFF, 0xFE, 0x0B, 0x80, 0x80,
          0x01, 0x03, "ü", 0x09, 0, 2, 0, 0xFF, 0x26, "a", "c");

  private final PacketWriter mqtt3 = new PacketWriter(ProtocolVersion.MQTT_3_1_1);
  private final PacketWriter mqtt5 = new PacketWriter(ProtocolVersion.MQTT_5);

  private static void assertBytes(ByteBuf packet, byte[] expected) {
    assertThat(ByteBufUtil.hexDump(packet)).isEqualTo(HexFormat.of().formatHex(expected));
    packet.release();
  }

  private static Greeting greeting(boolean isBridge, PropertyList properties) {
    return new Greeting(
        isBridge,
        "me",
        false,
        300,
        new Greeting.Login("ann", "pw"),
        new Greeting.Testament("w", Buffer.buffer("x"), Qos.EXACTLY_ONCE, true, PropertyList.NONE),
        properties);
  }

  @Test
  void connect_says_who_it_is_in_the_words_of_its_version() {
    assertBytes(
        mqtt3.connect(greeting(false, EACH_FORM)),
        Bytes.packet(0x10, "MQTT", 4, 0xF4, 1, 44, "me", "w", "x", "ann", "pw"));
    assertBytes(
        new PacketWriter(ProtocolVersion.MQTT_3_1).connect(greeting(true, EACH_FORM)),
        Bytes.packet(0x10, "MQIsdp", 0x83, 0xF4, 1, 44, "me", "w", "x", "ann", "pw"));
    assertBytes(
        mqtt5.connect(greeting(true, EACH_FORM)),
        Bytes.packet(
            0x10, "MQTT", 5, 0xF4, 1, 44, EACH_FORM_BYTES, "me", 0, "w", "x", "ann", "pw"));
    assertBytes(
        mqtt3.connect(
            new Greeting(false, "", true, 0, Greeting.Login.NOBODY, null, PropertyList.NONE)),
        Bytes.packet(0x10, "MQTT", 4, 0x02, 0, 0, ""));
  }

  @Test
  void properties_go_out_in_their_order() {
    byte[] payload = {'h', 'i'};
    assertBytes(
        mqtt5.publish("t", 7, new Flags(Qos.EXACTLY_ONCE, true, true), EACH_FORM, payload),
        Bytes.packet(0x3D, "t", Bytes.u16(7), EACH_FORM_BYTES, payload));
    assertBytes(
        mqtt3.publish("t", 7, new Flags(Qos.AT_MOST_ONCE, false, false), EACH_FORM, payload),
        Bytes.packet(0x30, "t", payload));
  }

  /** At the bounds of each size of the length. */
  @ParameterizedTest
  @ValueSource(ints = {0, 124, 125, 16_380, 16_381, 2_097_148, 2_097_149})
  void a_length_has_as_many_bytes_as_it_needs(int size) {
    byte[] payload = new byte[size];
    assertBytes(
        mqtt3.publish(
            "t", 0, new Flags(Qos.AT_MOST_ONCE, false, false), PropertyList.NONE, payload),
        Bytes.packet(0x30, "t", payload));
  }

  @Test
  void subscriptions_have_options_under_5_only() {
    List<Subscribe.Request> requests =
        List.of(
            new Subscribe.Request(
                "a/#",
                new SubscribeOptions(Qos.AT_LEAST_ONCE, true, true, RetainHandling.DO_NOT_SEND, 0)),
            new Subscribe.Request("b", SubscribeOptions.atMost(Qos.EXACTLY_ONCE)));

    assertBytes(
        mqtt5.subscribe(9, requests, PropertyList.NONE),
        Bytes.packet(0x82, Bytes.u16(9), 0, "a/#", 0x2D, "b", 2));
    assertBytes(
        mqtt3.subscribe(9, requests, EACH_FORM),
        Bytes.packet(0x82, Bytes.u16(9), "a/#", 1, "b", 2));
    assertBytes(
        mqtt3.unsubscribe(8, List.of("a", "b"), EACH_FORM),
        Bytes.packet(0xA2, Bytes.u16(8), "a", "b"));
  }

  @Test
  void reasons_are_given_under_5_and_where_they_say_something() {
    assertBytes(mqtt5.answer(Ack.Kind.PUBREL, 5, ReasonCode.SUCCESS), Bytes.pubrel(5));
    assertBytes(
        mqtt5.answer(Ack.Kind.PUBCOMP, 5, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND),
        Bytes.packet(0x70, 0, 5, 0x92));
    assertBytes(
        mqtt3.answer(Ack.Kind.PUBCOMP, 5, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND),
        Bytes.pubcomp(5));
    assertBytes(mqtt5.disconnect(ReasonCode.SUCCESS, PropertyList.NONE), Bytes.DISCONNECT);
    assertBytes(
        mqtt5.disconnect(ReasonCode.DISCONNECT_WITH_WILL, PropertyList.NONE),
        Bytes.packet(0xE0, 4));
    assertBytes(
        mqtt5.disconnect(
            ReasonCode.SUCCESS,
            new PropertyList(List.of(Property.of(PropertyType.SESSION_EXPIRY_INTERVAL, 1)))),
        Bytes.packet(0xE0, 0, Bytes.properties(0x11, Bytes.u32(1))));
    assertBytes(mqtt3.disconnect(ReasonCode.DISCONNECT_WITH_WILL, EACH_FORM), Bytes.DISCONNECT);
    assertBytes(mqtt3.ping(), Bytes.PINGREQ);
  }

  @Test
  void what_mqtt_has_no_room_for_is_refused() {
    String topic = new String(new byte[65_536], StandardCharsets.ISO_8859_1);
    assertThatThrownBy(
            () ->
                mqtt5.publish(
                    topic,
                    0,
                    new Flags(Qos.AT_MOST_ONCE, false, false),
                    PropertyList.NONE,
                    new byte[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("65535");
  }
}
