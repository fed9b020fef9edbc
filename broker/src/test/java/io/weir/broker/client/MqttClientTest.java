package io.weir.broker.client;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.weir.broker.SubscribeOptions;
import io.weir.broker.conformance.Bytes;
import io.weir.broker.conformance.Wire;
import io.weir.broker.packet.ProtocolVersion;
import io.weir.broker.packet.Qos;
import io.weir.broker.packet.ReasonCode;
import io.weir.broker.packet.Subscribe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client towards a server that says byte for byte what a test wants. */
class MqttClientTest implements MqttClient.Listener {
  private static final byte[] ACCEPTED_3 = Bytes.packet(0x20, 0, 0);
  private static final byte[] ACCEPTED_5 = Bytes.packet(0x20, 0, 0, 0);
  private static final byte[] KNOWN_5 = Bytes.packet(0x20, 1, 0, 0);

  private final Vertx vertx = Vertx.vertx();
  private final List<String> events = Collections.synchronizedList(new ArrayList<>());
  private final LinkedBlockingQueue<Runnable> answers = new LinkedBlockingQueue<>();
  private ServerSocket server;
  private MqttClient client;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws Exception {
    server.close();
    get(vertx.close());
  }

  @Override
  public void offered(Incoming message, Runnable take) {
    events.add("offered " + message.topic());
    answers.add(take);
  }

  @Override
  public void received(Incoming message, Runnable done) {
    events.add(
        message.topic()
            + " "
            + new String(message.payload(), java.nio.charset.StandardCharsets.UTF_8));
    answers.add(done);
  }

  @Override
  public void lost(@Nullable Throwable why) {
    events.add("lost");
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, SECONDS);
  }

  private void answer() throws InterruptedException {
    Runnable answer = answers.poll(10, SECONDS);
    assertThat(answer).isNotNull();
    answer.run();
  }

  private Future<ServerTerms> connecting(ProtocolVersion version) {
    Route route =
        new Route(
            List.of(new Route.Server("localhost", server.getLocalPort())), null, null, null, null);
    client =
        new MqttClient(
            vertx,
            version,
            route,
            new Greeting(
                false,
                "me",
                true,
                60,
                Greeting.Login.NOBODY,
                null,
                new PropertyList(List.of(Property.of(PropertyType.TOPIC_ALIAS_MAXIMUM, 2)))),
            this);
    return client.connect();
  }

  private Wire connected(ProtocolVersion version) throws Exception {
    Future<ServerTerms> connecting = connecting(version);
    Wire wire = accept();
    wire.sends(version.isMqtt5() ? ACCEPTED_5 : ACCEPTED_3);
    get(connecting);
    return wire;
  }

  private Wire accept() {
    Wire wire = Wire.accepted(server);
    assertThat(wire.nextPacket()[0]).isEqualTo((byte) 0x10);
    return wire;
  }

  private Future<Void> publish(String payload, Qos qos, Property... properties) {
    return client.publish(
        new Outgoing(
            "t", Buffer.buffer(payload), qos, false, new PropertyList(List.of(properties))));
  }

  @Test
  void a_message_is_done_when_its_handshake_is() throws Exception {
    try (Wire wire = connected(ProtocolVersion.MQTT_3_1_1)) {
      get(publish("0", Qos.AT_MOST_ONCE));
      Future<Void> once = publish("1", Qos.AT_LEAST_ONCE);
      Future<Void> exactly = publish("2", Qos.EXACTLY_ONCE);
      wire.receives(Bytes.publish("t", "0")).receives(Bytes.publish(0x32, "t", 1, "1"));
      wire.receives(Bytes.publish(0x34, "t", 2, "2"));
      assertThat(once.isComplete()).isFalse();

      wire.sends(Bytes.puback(1), Bytes.pubrec(2)).receives(Bytes.pubrel(2));
      get(once);
      assertThat(exactly.isComplete()).isFalse();
      wire.sends(Bytes.pubcomp(2));

      get(exactly);
    }
  }

  @Test
  void after_a_loss_each_handshake_goes_on_where_it_was_if_the_server_knows_it() throws Exception {
    Future<Void> acknowledged;
    Future<Void> released;
    try (Wire wire = connected(ProtocolVersion.MQTT_5)) {
      acknowledged = publish("1", Qos.AT_LEAST_ONCE);
      released = publish("2", Qos.EXACTLY_ONCE);
      wire.receives(Bytes.publish5(0x32, "t", 1, "1")).receives(Bytes.publish5(0x34, "t", 2, "2"));
      wire.sends(Bytes.pubrec(2)).receives(Bytes.pubrel(2));
    }
    await().until(() -> events.contains("lost"));

    Future<ServerTerms> again = client.connect();
    try (Wire wire = accept()) {
      wire.sends(KNOWN_5);
      assertThat(get(again).isSessionPresent()).isTrue();
      wire.receives(Bytes.publish5(0x3A, "t", 1, "1")).receives(Bytes.pubrel(2));
      wire.sends(Bytes.puback(1), Bytes.pubcomp(2));
      get(acknowledged);
      get(released);
    }
  }

  @Test
  void a_server_that_knows_nothing_gets_what_it_did_not_have_anew() throws Exception {
    Future<Void> acknowledged;
    Future<Void> released;
    try (Wire wire = connected(ProtocolVersion.MQTT_3_1_1)) {
      released = publish("2", Qos.EXACTLY_ONCE);
      acknowledged = publish("1", Qos.AT_LEAST_ONCE);
      wire.receives(Bytes.publish(0x34, "t", 1, "2")).receives(Bytes.publish(0x32, "t", 2, "1"));
      wire.sends(Bytes.pubrec(1)).receives(Bytes.pubrel(1));
    }
    await().until(() -> events.contains("lost"));
    Future<Void> waiting = publish("later", Qos.AT_MOST_ONCE);
    assertThat(waiting.isComplete()).isFalse();

    Future<ServerTerms> again = client.connect();
    try (Wire wire = accept()) {
      wire.sends(ACCEPTED_3);
      get(again);
      get(released);
      wire.receives(Bytes.publish(0x32, "t", 2, "1")).receives(Bytes.publish("t", "later"));
      wire.sends(Bytes.puback(2));
      get(acknowledged);
      get(waiting);
    }
  }

  @Test
  void no_more_is_under_way_than_the_server_takes() throws Exception {
    Future<ServerTerms> connecting = connecting(ProtocolVersion.MQTT_5);
    try (Wire wire = accept()) {
      wire.sends(Bytes.packet(0x20, 0, 0, Bytes.properties(0x21, Bytes.u16(1), 0x24, 1)));
      get(connecting);
      Future<Void> first = publish("1", Qos.AT_LEAST_ONCE);
      Future<Void> second = publish("2", Qos.AT_LEAST_ONCE);
      wire.receives(Bytes.publish5(0x32, "t", 1, "1"));
      wire.sends(Bytes.packet(0x40, 0, 1, 0x87));
      wire.receives(Bytes.publish5(0x32, "t", 2, "2")).sends(Bytes.puback(2));

      get(second);
      assertThatThrownBy(() -> get(first))
          .hasCauseInstanceOf(RefusedException.class)
          .hasMessageContaining("not authorised");
      assertThatThrownBy(() -> get(publish("3", Qos.EXACTLY_ONCE)))
          .hasMessageContaining("QoS 1 at most");
    }
  }

  @Test
  void an_alias_is_explained_once_on_each_connection() throws Exception {
    Property alias = Property.of(PropertyType.TOPIC_ALIAS, 3);
    Future<ServerTerms> connecting = connecting(ProtocolVersion.MQTT_5);
    try (Wire wire = accept()) {
      wire.sends(Bytes.packet(0x20, 0, 0, Bytes.properties(0x22, Bytes.u16(3))));
      get(connecting);
      get(publish("1", Qos.AT_MOST_ONCE, alias));
      get(publish("2", Qos.AT_MOST_ONCE, alias));

      byte[] block = Bytes.properties(0x23, 0, 3);
      wire.receives(Bytes.packet(0x30, "t", block, Bytes.raw("1")));
      wire.receives(Bytes.packet(0x30, "", block, Bytes.raw("2")));
      assertThatThrownBy(
              () -> get(publish("3", Qos.AT_MOST_ONCE, Property.of(PropertyType.TOPIC_ALIAS, 4))))
          .hasMessageContaining("aliases up to 3");
    }
  }

  @Test
  void a_message_is_acknowledged_when_it_has_been_dealt_with() throws Exception {
    try (Wire wire = connected(ProtocolVersion.MQTT_5)) {
      wire.sends(Bytes.publish5(0x32, "a", 9, "1"));
      await().until(() -> events.contains("a 1"));
      wire.sends(Bytes.packet(0x30, "b", Bytes.properties(0x23, 0, 1), Bytes.raw("2")));
      wire.sends(Bytes.packet(0x30, "", Bytes.properties(0x23, 0, 1), Bytes.raw("3")));
      await().until(() -> events.contains("b 3"));

      answer();

      wire.receives(Bytes.puback(9));
      assertThat(events).containsExactly("a 1", "b 2", "b 3");
    }
  }

  @Test
  void a_message_of_qos_2_comes_when_the_server_has_released_it() throws Exception {
    try (Wire wire = connected(ProtocolVersion.MQTT_3_1_1)) {
      wire.sends(Bytes.publish(0x34, "a", 9, "1"));
      await().until(() -> events.contains("offered a"));
      answer();
      wire.receives(Bytes.pubrec(9));
      wire.sends(Bytes.publish(0x3C, "a", 9, "1")).receives(Bytes.pubrec(9));
      assertThat(events).containsExactly("offered a");

      wire.sends(Bytes.pubrel(9));
      await().until(() -> events.contains("a 1"));
      answer();

      wire.receives(Bytes.pubcomp(9));
      // It is forgotten, and a release that comes again is answered all the same.
      wire.sends(Bytes.pubrel(9)).receives(Bytes.pubcomp(9));
      assertThat(events).containsExactly("offered a", "a 1");
    }
  }

  @Test
  void subscriptions_are_answered_filter_by_filter() throws Exception {
    try (Wire wire = connected(ProtocolVersion.MQTT_3_1_1)) {
      Future<List<Integer>> granted =
          client.subscribe(
              List.of(
                  new Subscribe.Request("a", SubscribeOptions.atMost(Qos.EXACTLY_ONCE)),
                  new Subscribe.Request("b", SubscribeOptions.atMost(Qos.AT_MOST_ONCE))),
              PropertyList.NONE);
      wire.receives(Bytes.packet(0x82, 0, 1, "a", 2, "b", 0))
          .sends(Bytes.packet(0x90, 0, 1, 1, 0x80));
      assertThat(get(granted)).containsExactly(1, 0x80);

      Future<Void> ended = client.unsubscribe(List.of("a"), PropertyList.NONE);
      wire.receives(Bytes.packet(0xA2, 0, 2, "a")).sends(Bytes.packet(0xB0, 0, 2));
      get(ended);

      Future<Void> left = client.disconnect(ReasonCode.SUCCESS, PropertyList.NONE);
      wire.receives(Bytes.DISCONNECT).isClosed();
      get(left);
      assertThat(events).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5})
  void a_refusal_has_its_code_also_from_a_server_that_is_older_than_the_client(int code) {
    Future<ServerTerms> connecting = connecting(ProtocolVersion.MQTT_5);
    try (Wire wire = accept()) {
      wire.sends(Bytes.packet(0x20, 0, code)).isClosed();

      assertThatThrownBy(() -> get(connecting))
          .cause()
          .isInstanceOfSatisfying(
              RefusedException.class, refused -> assertThat(refused.code()).isEqualTo(code));
    }
  }

  @Test
  void nonsense_is_the_end_of_the_connection_and_said() throws Exception {
    for (String hex :
        List.of(
            "3000",
            "3003000130",
            "360400016100",
            "20020000",
            "C000",
            "9000",
            "30FFFFFFFFFF",
            "3006000161022300",
            "3005000123" + "0000",
            "400200" + "00",
            "D00100",
            "300700016103230003")) {
      Future<ServerTerms> connecting = connecting(ProtocolVersion.MQTT_5);
      try (Wire wire = accept()) {
        wire.sends(ACCEPTED_5);
        get(connecting);
        wire.sends(Bytes.hex(hex));
        wire.isClosed();
        await().until(() -> events.contains("lost"));
        events.clear();
      }
    }
    Future<ServerTerms> connecting = connecting(ProtocolVersion.MQTT_3_1_1);
    try (Wire wire = accept()) {
      wire.sends(Bytes.hex("D000"));
      assertThatThrownBy(() -> get(connecting)).hasMessageContaining("CONNACK");
    }
  }
}
