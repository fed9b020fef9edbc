package io.weir.broker.conformance;

import static io.weir.broker.conformance.Bytes.connect311;
import static io.weir.broker.conformance.Bytes.connect5;
import static io.weir.broker.conformance.Bytes.hex;
import static io.weir.broker.conformance.Bytes.packet;
import static io.weir.broker.conformance.Bytes.properties;
import static io.weir.broker.conformance.Bytes.puback;
import static io.weir.broker.conformance.Bytes.publish;
import static io.weir.broker.conformance.Bytes.publish5;
import static io.weir.broker.conformance.Bytes.subscribe311;
import static io.weir.broker.conformance.Bytes.subscribe5;
import static io.weir.broker.conformance.Bytes.u16;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.weir.broker.BrokerConfig;
import io.weir.broker.BrokerEvent.ConnectionRefused;
import io.weir.broker.auth.Authenticator;
import io.weir.broker.auth.Authorizer;
import io.weir.broker.auth.Credentials;
import io.weir.broker.packet.ReasonCode;
import io.weir.broker.topic.TopicFilter;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who is let in, when the answer takes its time, and what those who are in may do. */
class AccessTest {
  private static final BlockingQueue<Promise<ReasonCode>> undecided = new LinkedBlockingQueue<>();

  /** Decides at once by user name, or leaves it to the test. */
  private static final Authenticator AUTHENTICATOR = AccessTest::decide;

  private static Future<ReasonCode> decide(Credentials credentials) {
    if ("slow".equals(credentials.userName())) {
      Promise<ReasonCode> promise = Promise.promise();
      undecided.add(promise);
      return promise.future();
    }
    if ("broken".equals(credentials.userName())) {
      throw new IllegalStateException("the directory is down");
    }
    boolean isRight = Buffer.buffer(hex("00FF80")).equals(credentials.password());
    return Future.succeededFuture(
        isRight ? ReasonCode.SUCCESS : ReasonCode.BAD_USER_NAME_OR_PASSWORD);
  }

  /** Nobody may touch what lies under "secret". */
  private static final Authorizer AUTHORIZER =
      new Authorizer() {
        @Override
        public boolean mayPublish(String clientId, String userName, String topic) {
          return !topic.startsWith("secret");
        }

        @Override
        public boolean maySubscribe(String clientId, String userName, TopicFilter filter) {
          return !filter.topicText().startsWith("secret");
        }

        @Override
        public boolean mayReceive(String clientId, String userName, String topic) {
          return !topic.startsWith("hidden");
        }
      };

  @RegisterExtension
  static final BrokerExtension broker =
      new BrokerExtension(BrokerConfig.listeningOn("127.0.0.1", 0), AUTHENTICATOR, AUTHORIZER);

  private static byte[] login(String id, String user, byte[] password) {
    return packet(0x10, "MQTT", 4, 0xC2, 0, 60, id, user, u16(password.length), password);
  }

  private static byte[] login5(String id, String user, byte[] password) {
    return packet(0x10, "MQTT", 5, 0xC2, 0, 60, 0, id, user, u16(password.length), password);
  }

  private static Promise<ReasonCode> question() throws InterruptedException {
    return undecided.poll(30, TimeUnit.SECONDS);
  }

  private static Wire member(String id) {
    return broker.opens().sends(login(id, "ada", hex("00FF80"))).receives("20020000");
  }

  @Test
  @Clause(v311 = "MQTT-3.1.3-1")
  void passwords_are_bytes() {
    member("binary");
  }

  @Test
  @Clause(
      value = {"MQTT-3.1.4-2", "MQTT-3.1.4-6", "MQTT-3.2.2-6", "MQTT-3.2.2-7", "MQTT-3.14.0-1"},
      v311 = {"MQTT-3.1.4-5", "MQTT-3.2.2-4", "MQTT-3.2.2-5"})
  void those_refused_are_told_and_nothing_else_of_theirs_counts() {
    Wire watcher = member("watcher").sends(subscribe311(1, "t", 0)).receives("9003000100");

    Wire three = broker.opens().sends(login("x", "ada", hex("01")), publish("t", "no"));
    three.receives("20020004").isClosed();
    Wire five = broker.opens().sends(login5("x", "ada", hex("01")), publish5("t", "no"));
    five.receives("2003008600").isClosed();

    watcher.receivesNothingElse();
    broker.event(e -> e instanceof ConnectionRefused refused && "x".equals(refused.clientId()));
  }

  @Test
  @Clause(value = "MQTT-3.2.0-1", v311 = "MQTT-3.2.0-1")
  void packets_wait_while_credentials_are_checked() throws Exception {
    Wire hasty = broker.opens();
    hasty.sends(login("hasty", "slow", hex("00")), subscribe311(1, "t", 0), publish("t", "1"));
    Promise<ReasonCode> question = question();
    hasty.sends(publish("t", "2"));

    question.complete(ReasonCode.SUCCESS);

    hasty.receives("20020000").receives("9003000100");
    hasty.receives(publish("t", "1")).receives(publish("t", "2"));
  }

  @Test
  void one_who_leaves_before_the_answer_was_never_in() throws Exception {
    Wire gone = broker.opens().sends(login("gone", "slow", hex("00")));
    Promise<ReasonCode> question = question();
    gone.close();
    broker.event(e -> e instanceof ConnectionRefused refused && "gone".equals(refused.clientId()));

    question.complete(ReasonCode.SUCCESS);

    member("next").receivesNothingElse();
    assertThat(broker.broker().stats().sessions()).isEqualTo(1);
  }

  @Test
  void a_check_that_fails_lets_nobody_in() throws Exception {
    Wire slow = broker.opens().sends(login("f", "slow", hex("00")));
    question().fail("no answer");
    slow.receives("20020003").isClosed();
    broker.opens().sends(login5("b", "broken", hex("00"))).receives("2003008800").isClosed();
  }

  @Test
  void strangers_are_refused_in_their_version_s_words() {
    broker.opens().sends(connect311("x")).receives("20020004").isClosed();
    broker.opens().sends(connect5("x")).receives("2003008600").isClosed();
  }

  @Test
  @Clause(
      value = {"MQTT-3.4.2-1", "MQTT-3.5.2-1", "MQTT-3.7.2-1", "MQTT-4.3.3-9"},
      v311 = "MQTT-3.3.5-2")
  void a_publication_that_is_not_allowed_is_acknowledged_with_the_reason_and_goes_nowhere() {
    Wire watcher = member("w").sends(subscribe311(1, "#", 0)).receives("9003000100");
    member("three").sends(publish(0x32, "secret/x", 1, "x")).receives(puback(1));
    Wire five = broker.opens().sends(login5("five", "ada", hex("00FF80")));
    five.receives(BrokerExtension.CONNACK5);
    five.sends(publish5(0x32, "secret/x", 1, "x")).receives(packet(0x40, u16(1), 0x87));
    five.sends(publish5(0x34, "secret/x", 2, "x")).receives(packet(0x50, u16(2), 0x87));
    five.sends(Bytes.pubrel(2)).receives(packet(0x70, u16(2), 0x92));
    watcher.receivesNothingElse();
    five.sends(publish5(0x3C, "open", 2, "y")).receives(packet(0x50, u16(2)));
    watcher.receives(publish("open", "y"));
  }

  @Test
  @Clause(
      value = {"MQTT-3.8.4-7", "MQTT-3.9.3-2"},
      v311 = "MQTT-3.9.3-2")
  void a_subscription_that_is_not_allowed_is_refused() {
    member("three").sends(packet(0x82, u16(1), "secret", 1, "t", 1)).receives("900400018001");
    Wire five = broker.opens().sends(login5("five", "ada", hex("00FF80")));
    five.receives(BrokerExtension.CONNACK5);
    five.sends(subscribe5(1, "$share/g/secret/#", 1)).receives("900400010087");
  }

  @Test
  void what_a_client_may_not_receive_is_not_delivered() {
    Wire client = member("c").sends(subscribe311(1, "#", 0)).receives("9003000100");
    Wire publisher = member("p");
    publisher.sends(publish("hidden/x", "1"), publish("open/x", "2"));
    client.receives(publish("open/x", "2"));
  }

  @Test
  @Clause("MQTT-3.1.3-1")
  void a_will_is_published_only_with_the_right_to() {
    Wire watcher = member("w").sends(subscribe311(1, "#", 0)).receives("9003000100");
    byte[] connect =
        packet(
            0x10,
            "MQTT",
            5,
            0xC6,
            0,
            60,
            properties(),
            "heirless",
            properties(),
            "secret/will",
            "x",
            "ada",
            u16(3),
            hex("00FF80"));
    broker.opens().sends(connect).receives(BrokerExtension.CONNACK5).close();
    broker.lost("heirless");
    watcher.receivesNothingElse();
  }
}
