package io.weir.broker.conformance;

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
import io.weir.broker.testing.Programs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two listeners: one shows all topics, the other one those under {@code flat/} only. */
class MountPointTest {
  @TempDir private Path folder;

  private final int flat = Programs.freePort();
  private ConfiguredBroker broker;

  @AfterEach
  void stop() throws Exception {
    broker.close();
  }

  /** With further lines below the second listener. */
  private void start(Kind kind, String... more) throws Exception {
    List<String> lines = new ArrayList<>();
    lines.add("allow_anonymous true");
    lines.add("listener " + flat + " 127.0.0.1");
    lines.add("mount_point flat/");
    lines.add("allow_anonymous true");
    lines.addAll(List.of(more));
    broker = new ConfiguredBroker(kind, folder, lines.toArray(String[]::new));
  }

  private Wire tenant(String clientId) {
    return broker.opens(flat).sends(Bytes.connect311(clientId)).receives("20020000");
  }

  private Wire tenant5(String clientId, Object... properties) {
    Wire wire = broker.opens(flat).sends(Bytes.connect5(clientId, properties));
    assertThat(wire.nextPacket()).startsWith(0x20);
    return wire;
  }

  private static Wire subscribed(Wire client, String filter, int qos) {
    return client.sends(subscribe311(1, filter, qos)).receives(packet(0x90, u16(1), qos));
  }

  @ParameterizedTest
  @EnumSource
  void what_tenants_publish_is_under_their_name_with_their_wills(Kind kind) throws Exception {
    start(kind);
    Wire owner = subscribed(broker.client("owner"), "#", 0);
    Wire tenant = broker.opens(flat).sends(packet(0x10, "MQTT", 4, 6, 0, 60, "t", "will", "gone"));
    tenant.receives("20020000");

    tenant.sends(publish("lamp", "on"));
    owner.receives(publish("flat/lamp", "on"));
    tenant.close();

    owner.receives(publish("flat/will", "gone"));
  }

  @Test
  void tenants_hear_what_is_under_their_name_without_it() throws Exception {
    start(Kind.WEIR);
    Wire owner = broker.client("owner");
    owner.sends(packet(0x31, "flat/kept", raw("k")), packet(0x31, "other/kept", raw("k")));
    owner.receivesNothingElse();
    Wire tenant = subscribed(tenant("t"), "#", 1);
    tenant.receives(packet(0x31, "kept", raw("k")));
    Wire neighbour = subscribed(tenant("n"), "+", 0);
    neighbour.receives(packet(0x31, "kept", raw("k")));

    owner.sends(
        publish("flat", "not this"), publish("flat/", "nor this"), publish("x", "nor this"));
    owner.sends(publish(0x32, "flat/lamp", 1, "on")).receives(puback(1));
    tenant.sends(publish("door", "x".repeat(2_000)));

    tenant.receives(publish(0x32, "lamp", 1, "on")).receives(publish("door", "x".repeat(2_000)));
    tenant.receivesNothingElse();
    neighbour.receives(publish("lamp", "on")).receives(publish("door", "x".repeat(2_000)));
    neighbour.receivesNothingElse();
  }

  @Test
  void aliases_groups_and_the_end_of_a_subscription_count_under_the_name_as_well()
      throws Exception {
    start(Kind.WEIR);
    Wire member = tenant5("m", 0x22, u16(5));
    member.sends(subscribe5(1, "$share/g/room/+", 0)).receives("900400010000");
    Wire owner = broker.client5("owner");
    Wire publisher = tenant5("p");

    publisher.sends(publish5("room/1", "a", 0x23, u16(1)), publish5("", "b", 0x23, u16(1)));
    publisher.sends(Bytes.PINGREQ).receives(Bytes.PINGRESP);
    owner.sends(publish5("room/1", "not theirs"), publish5("flat/room/1", "c"));

    member.receives(publish5("room/1", "a", 0x23, u16(1)));
    member.receives(publish5("", "b", 0x23, u16(1)));
    member.receives(publish5("", "c", 0x23, u16(1)));
    member.sends(packet(0xA2, u16(2), 0, "$share/g/room/+")).receives("B00400020000");
    publisher.sends(publish5("room/1", "d"), Bytes.PINGREQ).receives(Bytes.PINGRESP);
    member.receivesNothingElse();
  }

  @Test
  void what_is_no_topic_is_none_with_the_name_before_it() throws Exception {
    start(Kind.WEIR);
    tenant5("a").sends(publish5("", "x")).isDisconnected(0x82);
    tenant5("b").sends(publish5("x/#", "x")).isDisconnected(0x90);
    tenant5("d").sends(subscribe5(1, "a/#/b", 0)).receives("90040001008F");
    tenant5("e").sends(subscribe5(1, "", 0)).receives("90040001008F");
  }

  @ParameterizedTest
  @EnumSource
  void the_broker_s_own_figures_are_not_theirs(Kind kind) throws Exception {
    start(kind, "sys_interval 1");
    Wire tenant = subscribed(tenant("t"), "$SYS/#", 0);
    Wire owner = subscribed(broker.client("owner"), "$SYS/broker/version", 0);

    assertThat(owner.nextPacket()).startsWith(0x31);
    tenant.receivesNothingElse();
  }

  @ParameterizedTest
  @EnumSource
  void access_lists_speak_of_whole_topics(Kind kind) throws Exception {
    Files.writeString(folder.resolve("acl"), "topic readwrite flat/mine/#\n");
    start(kind, "acl_file DIR/acl");
    Wire owner = subscribed(broker.client("owner"), "#", 0);
    Wire tenant = tenant("t");

    tenant.sends(publish("yours", "x"), publish("mine/a", "y"));

    owner.receives(publish("flat/mine/a", "y"));
  }

  @Test
  void a_session_that_began_elsewhere_does_not_show_what_is_not_under_the_name() throws Exception {
    start(Kind.WEIR);
    Wire outside = subscribed(broker.session("s", false), "#", 1);
    outside.sends(Bytes.DISCONNECT).isClosed();
    Wire owner = broker.client("owner");
    owner.sends(publish(0x32, "other", 1, "x")).receives(puback(1));
    owner.sends(publish(0x32, "flat/lamp", 2, "y")).receives(puback(2));

    Wire inside = broker.opens(flat).sends(Bytes.resume311("s")).receives("20020100");

    byte[] first = inside.nextPacket();
    assertThat(first).endsWith(raw("y"));
    assertThat(new String(first, StandardCharsets.UTF_8)).contains("lamp").doesNotContain("flat");
    inside.receivesNothingElse();
  }
}
