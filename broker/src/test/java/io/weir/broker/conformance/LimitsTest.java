package io.weir.broker.conformance;

import static io.weir.broker.conformance.Bytes.packet;
import static io.weir.broker.conformance.Bytes.puback;
import static io.weir.broker.conformance.Bytes.publish;
import static io.weir.broker.conformance.Bytes.publish5;
import static io.weir.broker.conformance.Bytes.resume311;
import static io.weir.broker.conformance.Bytes.subscribe311;
import static io.weir.broker.conformance.Bytes.subscribe5;
import static io.weir.broker.conformance.Bytes.u16;
import static io.weir.broker.conformance.Bytes.u32;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.broker.BrokerConfig;
import io.weir.broker.BrokerEvent;
import io.weir.broker.BrokerEvent.ClientDisconnected;
import io.weir.broker.BrokerEvent.DropReason;
import io.weir.broker.BrokerEvent.PublicationsDropped;
import io.weir.broker.Limits;
import io.weir.broker.Limits.ClientLimits;
import io.weir.broker.Limits.ConnectionLimits;
import io.weir.broker.Limits.SessionLimits;
import io.weir.broker.Listener;
import io.weir.broker.packet.ReasonCode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What happens at each bound, with bounds small enough to reach. */
class LimitsTest {
  private static final Limits SMALL =
      Limits.defaults()
          .withClients(ClientLimits.defaults().withMaxConnections(6))
          .withSession(new SessionLimits(5, 0, 10, 1_000_000, 3, 100))
          .withConnection(
              ConnectionLimits.defaults()
                  .withMaxOutputBytes(64 * 1024)
                  .withStuckAfter(Duration.ofSeconds(1))
                  .withMaxKeepAliveSeconds(30));

  @RegisterExtension
  static final BrokerExtension broker =
      new BrokerExtension(
          BrokerConfig.defaults()
              .withListeners(
                  List.of(Listener.tcp("127.0.0.1", 0).withConnectTimeout(Duration.ofSeconds(1))))
              .withLimits(SMALL));

  /** A v5 client, whatever its CONNACK tells of the lowered limits. */
  private static Wire limited5(String clientId) {
    Wire wire = broker.opens().sends(Bytes.connect5(clientId));
    assertThat(wire.nextPacket()).startsWith(0x20);
    return wire;
  }

  @Test
  void a_connection_that_sends_no_connect_is_closed() {
    broker.opens().sends(Bytes.hex("10")).isClosed();
  }

  @Test
  void a_connect_that_is_too_long_is_closed() {
    broker.opens().sends(Bytes.hex("10FFFFFF7F")).isClosed();
  }

  @Test
  void more_connections_than_allowed_are_turned_away() {
    for (int i = 0; i < 6; i++) {
      broker.client("c" + i);
    }
    broker.opens().sends(Bytes.connect311("more")).receives("20020003").isClosed();
    broker.opens().sends(Bytes.connect5("more")).receives("2003009700").isClosed();
  }

  @Test
  void keep_alive_and_session_expiry_are_lowered_and_the_client_told() {
    Wire client = broker.opens().sends(Bytes.connect5("c", 0x11, u32(1_000)));
    client.receives(
        packet(
            0x20,
            0,
            0,
            Bytes.properties(
                0x11,
                u32(100),
                0x21,
                u16(20),
                0x27,
                u32(2_000_000),
                0x22,
                u16(10),
                0x13,
                u16(30))));
  }

  @Test
  @Clause(v311 = "MQTT-3.9.3-2")
  void more_subscriptions_than_allowed_are_refused_in_suback() {
    Wire client = broker.client("c");
    client.sends(packet(0x82, u16(1), "a", 0, "b", 0, "c", 0, "d", 0)).receives("9006000100000080");
    client.sends(subscribe311(2, "a", 1)).receives("9003000201");
  }

  @Test
  void a_full_queue_of_an_absent_session_drops_the_newcomers_and_counts_them() {
    Wire absent = broker.opens().sends(resume311("absent")).receives("20020000");
    absent.sends(subscribe311(1, "t", 1)).receives("9003000101").sends(Bytes.DISCONNECT).isClosed();
    Wire publisher = broker.client("p");
    for (int i = 1; i <= 15; i++) {
      publisher.sends(publish(0x32, "t", i, "m" + i)).receives(puback(i));
    }

    broker.event(e -> e.equals(new PublicationsDropped("absent", 5, DropReason.QUEUE_FULL)));
    Wire back = broker.opens().sends(resume311("absent")).receives("20020100");
    for (int i = 1; i <= 10; i++) {
      back.receives(publish(0x32, "t", i, "m" + i)).sends(puback(i));
    }
    back.receivesNothingElse();
  }

  @Test
  void publishers_wait_for_a_connected_session_whose_queue_is_full_and_nothing_is_lost() {
    Wire subscriber = broker.client("s").sends(subscribe311(1, "t", 1)).receives("9003000101");
    Wire publisher = broker.client("p");
    for (int i = 1; i <= 100; i++) {
      publisher.sends(publish(0x32, "t", i, "m" + i));
    }
    for (int i = 1; i <= 100; i++) {
      subscriber.receives(publish(0x32, "t", i, "m" + i)).sends(puback(i));
    }
    for (int i = 1; i <= 100; i++) {
      publisher.receives(puback(i));
    }
    assertThat(broker.broker().stats().publicationsDropped()).isZero();
  }

  @Test
  void publishers_go_on_when_the_one_they_wait_for_acknowledges_nothing_for_long() {
    broker.client("s").sends(subscribe311(1, "t", 1)).receives("9003000101");
    Wire publisher = broker.client("p");
    for (int i = 1; i <= 40; i++) {
      publisher.sends(publish(0x32, "t", i, "m" + i));
    }
    for (int i = 1; i <= 40; i++) {
      publisher.receives(puback(i));
    }
    broker.event(e -> e instanceof PublicationsDropped dropped && dropped.clientId().equals("s"));
  }

  @Test
  void a_client_that_publishes_to_itself_does_not_wait_for_itself() {
    Wire self = broker.client("self").sends(subscribe311(1, "t", 1)).receives("9003000101");
    for (int i = 1; i <= 60; i++) {
      self.sends(publish(0x32, "t", i, "m" + i));
    }
    for (int packets = 0; packets < 120; packets++) {
      byte[] packet = self.nextPacket();
      if (packet[0] != 0x40) {
        self.sends(puback(packet[6]));
      }
    }
    self.receivesNothingElse();
  }

  @Test
  void a_slow_reader_loses_qos_0_and_is_closed_when_it_stays_behind() {
    Wire slow = limited5("slow");
    slow.sends(subscribe5(1, "t", 0)).receives("900400010000");
    Wire publisher = limited5("p");
    byte[] publish = publish5("t", "x".repeat(50_000));

    await()
        .atMost(30, SECONDS)
        .until(
            () -> {
              publisher.sends(publish, publish, publish, publish).receivesNothingElse();
              return broker.events().stream().anyMatch(LimitsTest::isSlowGivenUp);
            });

    broker.event(
        e ->
            e instanceof PublicationsDropped dropped && dropped.reason() == DropReason.SLOW_READER);
  }

  private static boolean isSlowGivenUp(BrokerEvent event) {
    return event instanceof ClientDisconnected gone
        && gone.clientId().equals("slow")
        && gone.reason() == ReasonCode.QUOTA_EXCEEDED;
  }

  @Test
  void one_who_pings_without_reading_is_not_read_either() {
    Wire deaf = limited5("deaf");
    byte[] pings = new byte[100_000];
    for (int i = 0; i < pings.length; i += 2) {
      pings[i] = (byte) 0xC0;
    }
    Thread sender =
        new Thread(
            () -> {
              try {
                for (int i = 0; i < 2_000; i++) {
                  deaf.sends(pings);
                }
              } catch (RuntimeException closed) {
                // What is expected: the broker gives up.
              }
            });
    sender.setDaemon(true);
    sender.start();

    broker.lost("deaf");
    // What still comes after that is thrown away without being taken up.
    assertThat(broker.broker().stats().packetsReceived()).isLessThan(10_000_000L);
  }

  @Test
  void the_broker_says_why_when_it_stops() throws Exception {
    Wire three = broker.client("three");
    Wire five = broker.opens().sends(Bytes.connect5("five"));
    five.nextPacket();
    broker.broker().stop().toCompletionStage().toCompletableFuture().get(30, SECONDS);
    five.isDisconnected(0x8B);
    three.isClosed();
  }
}
