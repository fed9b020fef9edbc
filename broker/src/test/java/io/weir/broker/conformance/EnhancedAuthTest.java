package io.weir.broker.conformance;

import static io.weir.broker.conformance.Bytes.connect5;
import static io.weir.broker.conformance.Bytes.hex;
import static io.weir.broker.conformance.Bytes.packet;
import static io.weir.broker.conformance.Bytes.properties;
import static io.weir.broker.conformance.Bytes.publish5;
import static io.weir.broker.conformance.Bytes.raw;
import static io.weir.broker.conformance.Bytes.subscribe5;
import static io.weir.broker.conformance.Bytes.u16;
import static io.weir.broker.conformance.Bytes.u32;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.broker.BrokerConfig;
import io.weir.broker.BrokerEvent.ClientConnected;
import io.weir.broker.BrokerEvent.ConnectionRefused;
import io.weir.broker.Listener;
import io.weir.broker.auth.AccessControl;
import io.weir.broker.auth.AccessControl.Policies;
import io.weir.broker.auth.AccessPolicy;
import io.weir.broker.auth.HashAlgorithm;
import io.weir.broker.auth.PasswordList;
import io.weir.broker.auth.ScramClient;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The exchange of MQTT 5 §4.12, byte by byte, with SCRAM-SHA-256 in it. */
class EnhancedAuthTest {
  private static final String METHOD = "SCRAM-SHA-256";
  private static final int CONTINUE = 0x18;
  private static final int ANEW = 0x19;

  private static final AccessControl ACCESS =
      new AccessControl(
          Policies.forAll(
              new AccessPolicy(
                  false,
                  new PasswordList(
                      Map.of(
                          "ann", HashAlgorithm.SCRAM_SHA_256.hash("secret".getBytes(UTF_8)),
                          "bob", HashAlgorithm.SCRAM_SHA_256.hash("secret".getBytes(UTF_8)),
                          "old", HashAlgorithm.SHA512.hash("secret".getBytes(UTF_8)))),
                  null)));

  @RegisterExtension
  static final BrokerExtension broker =
      new BrokerExtension(
          BrokerConfig.defaults()
              .withListeners(
                  List.of(Listener.tcp("127.0.0.1", 0).withConnectTimeout(Duration.ofSeconds(1)))),
          ACCESS,
          ACCESS);

  private static Object[] method(String data) {
    byte[] bytes = raw(data);
    return new Object[] {0x15, METHOD, 0x16, u16(bytes.length), bytes};
  }

  private static byte[] auth(int reason, String data) {
    return packet(0xF0, reason, properties(method(data)));
  }

  private static byte[] connAck(String data) {
    Object[] terms = {0x21, u16(20), 0x27, u32(2_000_000), 0x22, u16(10)};
    return packet(
        0x20, 0, 0, properties(Stream.of(terms, method(data)).flatMap(Arrays::stream).toArray()));
  }

  /** The data of an AUTH that is in no other way than this. */
  private static String question(Wire wire) {
    byte[] packet = wire.nextPacket();
    String text = new String(packet, UTF_8);
    String data = text.substring(text.indexOf("r="));
    assertThat(packet).isEqualTo(auth(CONTINUE, data));
    return data;
  }

  private static Wire begins(ScramClient client) {
    return broker.opens().sends(connect5("c", method(client.first())));
  }

  private static Wire letIn(String user) {
    ScramClient client = new ScramClient(user, "secret", "nonce");
    Wire wire = begins(client);
    wire.sends(auth(CONTINUE, client.last(question(wire))));
    return wire.receives(connAck(client.expectedFromServer()));
  }

  @Test
  @Clause({"MQTT-4.12.0-2", "MQTT-4.12.0-3", "MQTT-4.12.0-5"})
  void who_proves_that_it_knows_the_password_is_let_in_by_one_that_proves_the_same() {
    letIn("ann").receivesNothingElse();

    ClientConnected connected = (ClientConnected) broker.event(ClientConnected.class::isInstance);
    assertThat(connected.userName()).isEqualTo("ann");
  }

  @Test
  void packets_right_behind_the_last_step_are_taken_up() {
    ScramClient client = new ScramClient("ann", "secret", "nonce");
    Wire wire = begins(client);
    byte[] last = auth(CONTINUE, client.last(question(wire)));

    wire.sends(last, subscribe5(1, "h", 0), publish5("h", "now"));

    wire.receives(connAck(client.expectedFromServer()))
        .receives("900400010000")
        .receives(publish5("h", "now"));
  }

  @Test
  void a_step_that_comes_byte_by_byte_is_taken_up() {
    ScramClient client = new ScramClient("ann", "secret", "nonce");
    Wire wire = begins(client);
    for (byte b : auth(CONTINUE, client.last(question(wire)))) {
      wire.sends(new byte[] {b});
    }
    wire.receives(connAck(client.expectedFromServer()));
  }

  @Test
  void a_client_may_begin_without_data_and_is_asked_for_it() {
    ScramClient client = new ScramClient("ann", "secret", "nonce");
    Wire wire = broker.opens().sends(connect5("c", 0x15, METHOD));
    wire.receives(packet(0xF0, CONTINUE, properties(0x15, METHOD)));
    wire.sends(auth(CONTINUE, client.first()));
    wire.sends(auth(CONTINUE, client.last(question(wire))));
    wire.receives(connAck(client.expectedFromServer()));
  }

  @ParameterizedTest(name = "{0} with {1}")
  @MethodSource("strangers")
  @Clause("MQTT-4.12.0-4")
  void a_wrong_password_and_a_user_that_does_not_exist_look_the_same(String user, String password) {
    ScramClient client = new ScramClient(user, password, "nonce");
    Wire wire = begins(client);
    String question = question(wire);

    assertThat(question).matches("r=nonce[A-Za-z0-9+/]{32},s=[A-Za-z0-9+/]{22}==,i=4096");
    wire.sends(auth(CONTINUE, client.last(question))).receives("2003008700").isClosed();
  }

  static Stream<Arguments> strangers() {
    return Stream.of(
        Arguments.of("ann", "wrong"),
        Arguments.of("nobody", "secret"),
        Arguments.of("old", "secret"));
  }

  @Test
  void a_message_that_is_no_scram_is_refused() {
    broker.opens().sends(connect5("c", method("hello"))).receives("2003008700").isClosed();
  }

  @Test
  @Clause("MQTT-4.12.0-1")
  void another_method_is_refused() {
    Wire plus = broker.opens().sends(connect5("c", 0x15, "SCRAM-SHA-256-PLUS", 0x16, "x"));
    plus.receives("2003008C00").isClosed();
    broker.opens().sends(connect5("c", 0x15, "")).receives("2003008C00").isClosed();
  }

  @Test
  void a_password_that_is_sent_is_checked_too() {
    broker
        .opens()
        .sends(packet(0x10, "MQTT", 4, 0xC2, 0, 60, "c", "ann", "secret"))
        .receives("20020000");
    broker
        .opens()
        .sends(packet(0x10, "MQTT", 5, 0xC2, 0, 60, 0, "d", "ann", "wrong"))
        .receives("2003008700")
        .isClosed();
  }

  @Test
  void a_name_in_connect_has_to_be_that_of_the_exchange() {
    ScramClient client = new ScramClient("ann", "secret", "nonce");
    byte[] properties = properties(method(client.first()));
    broker
        .opens()
        .sends(packet(0x10, "MQTT", 5, 0x82, 0, 60, properties, "c", "bob"))
        .receives("2003008700")
        .isClosed();
    Wire same = broker.opens().sends(packet(0x10, "MQTT", 5, 0x82, 0, 60, properties, "c", "ann"));
    same.sends(auth(CONTINUE, client.last(question(same))));
    same.receives(connAck(client.expectedFromServer()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("outOfTurn")
  @Clause({"MQTT-3.1.2-30", "MQTT-3.15.2-1", "MQTT-4.12.0-3", "MQTT-4.12.0-5"})
  void what_does_not_belong_into_an_exchange_ends_it(String what, byte[] packet, int reason) {
    Wire wire = begins(new ScramClient("ann", "secret", "nonce"));
    question(wire);

    wire.sends(packet).receives(packet(0x20, 0, reason, 0)).isClosed();
  }

  static Stream<Arguments> outOfTurn() {
    return Stream.of(
        Arguments.of("SUBSCRIBE", subscribe5(1, "a", 0), 0x82),
        Arguments.of("PUBLISH", publish5("a", "b"), 0x82),
        Arguments.of("PINGREQ", Bytes.PINGREQ, 0x82),
        Arguments.of("a second CONNECT", connect5("c"), 0x82),
        Arguments.of("AUTH that begins anew", auth(ANEW, "x"), 0x82),
        Arguments.of("AUTH that says success", auth(0, "x"), 0x82),
        Arguments.of("AUTH without anything", hex("F000"), 0x82),
        Arguments.of("AUTH without a method", packet(0xF0, CONTINUE, 0), 0x82),
        Arguments.of("AUTH with data only", packet(0xF0, CONTINUE, properties(0x16, "x")), 0x82),
        Arguments.of("another method", packet(0xF0, CONTINUE, properties(0x15, "PLAIN")), 0x82),
        Arguments.of("a reason of other packets", packet(0xF0, 0x87, properties()), 0x82),
        Arguments.of("an unknown reason", packet(0xF0, 0x7F, properties()), 0x81),
        Arguments.of("fixed header flags", packet(0xF1, CONTINUE, properties(method("x"))), 0x81),
        Arguments.of("no data", packet(0xF0, CONTINUE, properties(0x15, METHOD)), 0x87),
        Arguments.of("a last message without proof", auth(CONTINUE, "c=biws,r=nonce"), 0x87));
  }

  @Test
  void who_sends_more_before_it_was_answered_breaks_the_exchange() {
    ScramClient client = new ScramClient("ann", "secret", "nonce");
    Wire hasty = broker.opens().sends(connect5("c", method(client.first())), subscribe5(1, "a", 0));
    question(hasty);
    hasty.receives("2003008200").isClosed();
  }

  @Test
  void who_leaves_in_the_middle_is_closed_without_an_answer() {
    Wire wire = begins(new ScramClient("ann", "secret", "nonce"));
    question(wire);

    wire.sends(Bytes.DISCONNECT).isClosed();
    broker.event(ConnectionRefused.class::isInstance);
  }

  @Test
  void who_does_not_finish_in_time_is_refused() {
    Wire wire = begins(new ScramClient("ann", "secret", "nonce"));
    question(wire);

    wire.receives("2003008700").isClosed();
  }

  @Test
  @Clause("MQTT-4.12.1-1")
  void who_is_in_can_prove_it_anew_while_everything_else_goes_on() {
    Wire wire = letIn("ann");
    wire.sends(subscribe5(1, "t", 0)).receives("900400010000");
    ScramClient again = new ScramClient("ann", "secret", "other");
    for (int i = 0; i < 3; i++) {
      wire.sends(auth(ANEW, again.first()));
      String question = question(wire);
      wire.sends(publish5("t", "between")).receives(publish5("t", "between"));
      wire.sends(auth(CONTINUE, again.last(question)));
      wire.receives(auth(0, again.expectedFromServer()));
    }
    wire.receivesNothingElse();
  }

  @ParameterizedTest(name = "{0} with {1}")
  @MethodSource("notTheSame")
  @Clause("MQTT-4.12.1-2")
  void who_can_t_prove_it_anew_is_disconnected(String user, String password) {
    Wire wire = letIn("ann");
    ScramClient again = new ScramClient(user, password, "other");
    wire.sends(auth(ANEW, again.first()));
    if (user.equals("ann")) {
      wire.sends(auth(CONTINUE, again.last(question(wire))));
    }
    wire.isDisconnected(0x87);
  }

  static Stream<Arguments> notTheSame() {
    return Stream.of(Arguments.of("ann", "wrong"), Arguments.of("bob", "secret"));
  }

  @Test
  void who_does_not_prove_it_anew_in_time_is_disconnected() {
    Wire wire = letIn("ann");
    wire.sends(auth(ANEW, new ScramClient("ann", "secret", "other").first()));
    question(wire);

    wire.isDisconnected(0x87);
  }

  @Test
  @Clause({"MQTT-4.12.0-7", "MQTT-4.12.1-1"})
  void an_auth_that_nothing_calls_for_is_a_protocol_error() {
    letIn("ann").sends(auth(CONTINUE, "x")).isDisconnected(0x82);
    letIn("ann").sends(packet(0xF0, ANEW, properties(0x15, "PLAIN"))).isDisconnected(0x82);
    letIn("ann").sends(packet(0xF0, ANEW, 0)).isDisconnected(0x82);
    Wire twice = letIn("ann");
    twice.sends(auth(ANEW, new ScramClient("ann", "secret", "other").first()));
    question(twice);
    twice.sends(auth(ANEW, "x")).isDisconnected(0x82);

    byte[] plain = packet(0x10, "MQTT", 5, 0xC2, 0, 60, 0, "p", "ann", "secret");
    Wire byPassword = broker.opens().sends(plain).receives(BrokerExtension.CONNACK5);
    byPassword.sends(auth(ANEW, "x")).isDisconnected(0x82);
  }
}
