package io.weir.broker.conformance;

import static io.weir.broker.conformance.Bytes.connect5;
import static io.weir.broker.conformance.Bytes.packet;
import static io.weir.broker.conformance.Bytes.properties;
import static io.weir.broker.conformance.Bytes.publish5;
import static io.weir.broker.conformance.Bytes.subscribe5;
import static io.weir.broker.conformance.Bytes.u16;
import static io.weir.broker.conformance.Bytes.u32;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.weir.broker.BrokerConfig;
import io.weir.broker.auth.AllowAll;
import io.weir.broker.auth.AuthExchange;
import io.weir.broker.auth.AuthExchange.Accepted;
import io.weir.broker.auth.AuthExchange.Continue;
import io.weir.broker.auth.AuthExchange.Step;
import io.weir.broker.auth.Authenticator;
import io.weir.broker.auth.Credentials;
import io.weir.broker.packet.ReasonCode;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An exchange whose answers take their time, and come from other threads. */
class SlowExchangeTest {
  private static final BlockingQueue<Promise<Step>> asked = new LinkedBlockingQueue<>();

  private static final Authenticator SLOW =
      new Authenticator() {
        @Override
        public Future<ReasonCode> authenticate(Credentials credentials) {
          return Future.succeededFuture(ReasonCode.SUCCESS);
        }

        @Override
        public AuthExchange exchange(String method, Credentials credentials) {
          return data -> {
            Promise<Step> answer = Promise.promise();
            asked.add(answer);
            return answer.future();
          };
        }
      };

  @RegisterExtension
  static final BrokerExtension broker =
      new BrokerExtension(BrokerConfig.listeningOn("127.0.0.1", 0), SLOW, AllowAll.INSTANCE);

  private static final byte[] AUTH = packet(0xF0, 0x18, properties(0x15, "slow"));
  private static final byte[] REAUTH = packet(0xF0, 0x19, properties(0x15, "slow"));
  private static final byte[] CONNACK =
      packet(
          0x20, 0, 0, properties(0x21, u16(20), 0x27, u32(2_000_000), 0x22, u16(10), 0x15, "slow"));

  private static Promise<Step> question() throws InterruptedException {
    Promise<Step> question = asked.poll(30, TimeUnit.SECONDS);
    assertThat(question).isNotNull();
    return question;
  }

  private static Wire letIn() throws Exception {
    Wire wire = broker.opens().sends(connect5("slow", 0x15, "slow"));
    question().complete(new Accepted("somebody", Buffer.buffer()));
    return wire.receives(CONNACK);
  }

  @Test
  void others_go_on_and_what_comes_behind_the_steps_waits() throws Exception {
    Wire wire = broker.opens().sends(connect5("slow", 0x15, "slow"));
    Promise<Step> first = question();
    Wire other = broker.client5("other").sends(subscribe5(1, "t", 0)).receives("900400010000");

    first.complete(new Continue(Buffer.buffer()));
    wire.receives(AUTH).sends(AUTH, publish5("t", "behind"));
    Promise<Step> second = question();
    other.receivesNothingElse();

    second.complete(new Accepted("somebody", Buffer.buffer()));
    wire.receives(CONNACK);
    other.receives(publish5("t", "behind"));
  }

  @Test
  void a_check_that_fails_is_not_held_against_the_client() throws Exception {
    Wire wire = broker.opens().sends(connect5("slow", 0x15, "slow"));
    question().fail(new IllegalStateException("the directory is down"));
    wire.receives("2003008800").isClosed();

    Wire in = letIn().sends(REAUTH);
    question().fail(new IllegalStateException("the directory is down"));
    in.isDisconnected(0x83);
  }

  @Test
  void an_answer_that_comes_after_the_client_has_gone_changes_nothing() throws Exception {
    broker.opens().sends(connect5("gone", 0x15, "slow")).close();
    Promise<Step> late = question();
    broker.event(e -> e instanceof io.weir.broker.BrokerEvent.ConnectionRefused);

    late.complete(new Accepted("somebody", Buffer.buffer()));

    broker.client5("other").receivesNothingElse();
    assertThat(broker.broker().stats().connectedClients()).isEqualTo(1);
  }

  @Test
  void who_speaks_twice_before_it_was_answered_is_disconnected() throws Exception {
    Wire wire = letIn().sends(REAUTH, AUTH);

    wire.isDisconnected(0x82);
    question();
  }
}
