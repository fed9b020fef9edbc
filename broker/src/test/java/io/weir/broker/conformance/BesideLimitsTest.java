package io.weir.broker.conformance;

import static io.weir.broker.conformance.Bytes.connect311;
import static io.weir.broker.conformance.Bytes.packet;
import static io.weir.broker.conformance.Bytes.puback;
import static io.weir.broker.conformance.Bytes.publish;
import static io.weir.broker.conformance.Bytes.publish5;
import static io.weir.broker.conformance.Bytes.resume311;
import static io.weir.broker.conformance.Bytes.subscribe311;
import static io.weir.broker.conformance.Bytes.subscribe5;
import static io.weir.broker.conformance.Bytes.u16;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.broker.BrokerConfig;
import io.weir.broker.BrokerEvent.ClientConnected;
import io.weir.broker.BrokerEvent.ClientDisconnected;
import io.weir.broker.BrokerEvent.DropReason;
import io.weir.broker.BrokerEvent.LimitReached;
import io.weir.broker.BrokerEvent.PublicationsDropped;
import io.weir.broker.Limits;
import io.weir.broker.Limits.ClientLimits;
import io.weir.broker.Limits.PacketLimits;
import io.weir.broker.Limits.SessionLimits;
import io.weir.broker.Listener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two clients that behave lose nothing while a third one runs into each bound. */
class BesideLimitsTest {
  private static final String DEEP = "a/b/c/d/e/f/g/h/i";

  @RegisterExtension
  static final BrokerExtension broker =
      new BrokerExtension(
          BrokerConfig.defaults()
              .withListeners(
                  List.of(
                      Listener.tcp("127.0.0.1", 0).withConnectTimeout(Duration.ofSeconds(1)),
                      Listener.tcp("127.0.0.1", 0).withProxy(Listener.Proxy.HEADER)))
              .withLimits(
                  Limits.defaults()
                      .withClients(
                          ClientLimits.defaults()
                              .withMaxConnections(12)
                              .withMaxConnectionsPerAddress(3))
                      .withPacket(PacketLimits.defaults().withMaxTopicLevels(8))
                      .withSession(
                          SessionLimits.defaults()
                              .withMaxSubscriptions(3)
                              .withMaxQueued(10)
                              .withMaxQueuedBytes(2_000))));

  private final List<Wire> proxied = new ArrayList<>();
  private Wire subscriber;
  private Wire publisher;

  @BeforeEach
  void connectThePair() {
    subscriber = broker.client("sub").sends(subscribe311(1, "pair", 1)).receives("9003000101");
    publisher = broker.client("pub");
    exchange(1, () -> {});
  }

  @AfterEach
  void thePairStillExchanges() {
    exchange(101, () -> {});
    proxied.forEach(Wire::close);
  }

  /** Ten publications are under way while something happens, and all of them arrive. */
  private void exchange(int first, Runnable meanwhile) {
    for (int i = first; i < first + 10; i++) {
      publisher.sends(publish(0x32, "pair", i, "m" + i));
    }
    meanwhile.run();
    for (int i = first; i < first + 10; i++) {
      byte[] received = subscriber.nextPacket();
      assertThat(received).endsWith(Bytes.raw("m" + i));
      subscriber.sends(puback(received[8] << 8 | (received[9] & 0xFF)));
      publisher.receives(puback(i));
    }
  }

  /** A connection that a proxy says comes from elsewhere. */
  private Wire from(String address, String clientId) {
    Wire wire = new Wire(broker.broker().addresses().get(1).port());
    proxied.add(wire);
    String header = "PROXY TCP4 " + address + " 192.0.2.99 4000 1883\r\n";
    return wire.sends(Bytes.raw(header), connect311(clientId));
  }

  @Test
  void more_connections_of_one_address_than_allowed_are_closed_without_an_answer() {
    exchange(
        11,
        () -> {
          from("192.0.2.1", "a1").receives("20020000");
          from("192.0.2.1", "a2").receives("20020000");
          from("192.0.2.1", "a3").receives("20020000");
          for (int i = 0; i < 20; i++) {
            from("192.0.2.1", "more" + i).isClosed();
          }
        });
    broker.event(
        e -> e instanceof LimitReached at && at.limit().equals("maxConnectionsPerAddress"));
    from("192.0.2.2", "b1").receives("20020000");

    proxied.get(0).sends(Bytes.DISCONNECT).isClosed();
    await()
        .atMost(30, SECONDS)
        .until(
            () -> {
              from("192.0.2.1", "again");
              return broker.events().stream()
                  .anyMatch(e -> e instanceof ClientConnected in && in.clientId().equals("again"));
            });
  }

  @Test
  void more_connections_than_allowed_are_turned_away() {
    exchange(
        11,
        () -> {
          for (int i = 0; i < 10; i++) {
            broker.client("c" + i);
          }
          for (int i = 0; i < 20; i++) {
            broker.opens().sends(connect311("more" + i)).receives("20020003").isClosed();
          }
        });
  }

  @Test
  void more_subscriptions_than_allowed_are_refused() {
    Wire greedy = broker.client("greedy");
    exchange(
        11,
        () ->
            greedy
                .sends(packet(0x82, u16(1), "a", 0, "b", 0, "c", 0, "d", 0))
                .receives("9006000100000080"));
    greedy.receivesNothingElse();
  }

  @Test
  void topics_and_filters_that_are_too_deep_end_the_connection_that_brings_them() {
    exchange(
        11,
        () -> {
          broker.client5("p").sends(publish5(DEEP, "x")).isDisconnected(0x90);
          broker.client5("s").sends(subscribe5(1, DEEP, 0)).isDisconnected(0x8F);
          broker.client("p3").sends(publish(DEEP, "x")).isClosed();
          broker.client("s3").sends(subscribe311(1, DEEP, 0)).isClosed();
          broker
              .opens()
              .sends(packet(0x10, "MQTT", 5, 6, 0, 60, 0, "w", 0, DEEP, "x"))
              .receives("2003009000")
              .isClosed();
        });
  }

  @Test
  void a_queue_that_is_full_by_number_or_by_bytes_drops_what_is_for_its_session_alone() {
    for (String absent : List.of("number", "bytes")) {
      Wire wire = broker.opens().sends(resume311(absent)).receives("20020000");
      wire.sends(subscribe311(1, absent, 1)).receives("9003000101");
      wire.sends(Bytes.DISCONNECT).isClosed();
      broker.event(e -> e instanceof ClientDisconnected gone && gone.clientId().equals(absent));
    }
    Wire flood = broker.client("flood");
    exchange(
        11,
        () -> {
          for (int i = 1; i <= 15; i++) {
            flood.sends(publish(0x32, "number", i, "m" + i)).receives(puback(i));
          }
          for (int i = 1; i <= 5; i++) {
            flood.sends(publish(0x32, "bytes", i, "x".repeat(700))).receives(puback(i));
          }
        });

    broker.event(e -> e.equals(new PublicationsDropped("number", 5, DropReason.QUEUE_FULL)));
    broker.event(e -> e.equals(new PublicationsDropped("bytes", 2, DropReason.QUEUE_FULL)));
  }

  @Test
  void a_connection_without_a_connect_is_closed_in_time() {
    exchange(
        11,
        () -> {
          Wire silent = broker.opens();
          Wire slow = broker.opens().sends(Bytes.hex("1020"));
          silent.isClosed();
          slow.isClosed();
        });
  }
}
