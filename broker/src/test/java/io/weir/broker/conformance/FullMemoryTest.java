package io.weir.broker.conformance;

import static io.weir.broker.conformance.Bytes.connect311;
import static io.weir.broker.conformance.Bytes.connect5;
import static io.weir.broker.conformance.Bytes.packet;
import static io.weir.broker.conformance.Bytes.puback;
import static io.weir.broker.conformance.Bytes.publish;
import static io.weir.broker.conformance.Bytes.publish5;
import static io.weir.broker.conformance.Bytes.resume5;
import static io.weir.broker.conformance.Bytes.subscribe311;
import static io.weir.broker.conformance.Bytes.subscribe5;
import static io.weir.broker.conformance.Bytes.u32;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.broker.BrokerEvent.DropReason;
import io.weir.broker.BrokerEvent.LimitReached;
import io.weir.broker.BrokerEvent.PublicationsDropped;
import io.weir.broker.conformance.ConfiguredBroker.Kind;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens at {@code memory_limit} and a quarter above it. */
class FullMemoryTest {
  private static final String LARGE = "x".repeat(60_000);

  @TempDir private Path folder;

  private ConfiguredBroker broker;

  @BeforeEach
  void start() throws Exception {
    broker =
        new ConfiguredBroker(
            Kind.WEIR,
            folder,
            "allow_anonymous true",
            "memory_limit 100000",
            "max_inflight_messages 1");
  }

  @AfterEach
  void stop() throws Exception {
    broker.close();
  }

  private static void fill(Wire publisher) {
    publisher.sends(publish5(0x33, "big", 1, "x".repeat(100_000))).receives("4003000110");
  }

  private static void makeRoom(Wire publisher) {
    publisher.sends(publish5(0x33, "big", 1, "")).receives("4003000110");
  }

  @Test
  void who_is_new_is_refused_until_there_is_room_again() {
    Wire publisher = broker.client5("p", 0x11, u32(60));
    fill(publisher);

    broker.opens().sends(connect5("new")).receives("2003009700").isClosed();
    broker.opens().sends(connect311("old")).receives("20020003").isClosed();
    publisher.sends(subscribe5(2, "t", 0)).receives("900400020097");
    publisher.sends(publish5(0x33, "kept", 3, "x")).receives("4003000397");
    // A session that is there may well be what takes the memory, and its client can end that.
    Wire again = broker.opens().sends(resume5("p"));
    publisher.isDisconnected(0x8E);
    assertThat(again.nextPacket()[2]).as("session present").isEqualTo((byte) 1);
    makeRoom(again);

    broker.client5("new");
    again.sends(publish5(0x33, "kept", 4, "x")).receives("4003000410");
  }

  @Test
  void what_is_not_held_passes_as_before() {
    Wire publisher = broker.client5("p");
    Wire subscriber = broker.client("s");
    subscriber.sends(subscribe311(1, "t", 1)).receives("9003000101");
    fill(publisher);

    for (int i = 1; i <= 50; i++) {
      publisher.sends(publish5(0x32, "t", i, "x")).receives(puback(i));
      subscriber.receives(publish(0x32, "t", i, "x")).sends(puback(i));
    }
  }

  @Test
  void an_absent_session_alone_goes_without_what_comes() {
    Wire away = broker.session("away", false);
    away.sends(subscribe311(1, "t", 1)).receives("9003000101").sends(Bytes.DISCONNECT).isClosed();
    Wire publisher = broker.client5("p");
    Wire subscriber = broker.client("s");
    subscriber.sends(subscribe311(1, "t", 1)).receives("9003000101");
    fill(publisher);

    publisher.sends(publish5(0x32, "t", 2, "x".repeat(100))).receives(puback(2));
    subscriber.receives(publish(0x32, "t", 1, "x".repeat(100))).sends(puback(1));
    await()
        .atMost(30, SECONDS)
        .until(
            () ->
                broker
                    .events()
                    .contains(new PublicationsDropped("away", 1, DropReason.QUEUE_FULL)));
    assertThat(broker.events())
        .anyMatch(e -> e instanceof LimitReached at && at.limit().equals("memory.maxBytes"));
    makeRoom(publisher);
    publisher.sends(publish5(0x32, "t", 3, "later")).receives(puback(3));

    broker.session("away", true).receives(publish(0x32, "t", 1, "later")).receivesNothingElse();
  }

  @Test
  void those_who_publish_to_one_who_is_slow_wait_and_nothing_of_theirs_is_lost() {
    Wire slow = broker.client("slow");
    slow.sends(subscribe311(1, "t", 1)).receives("9003000101");
    Wire publisher = broker.client("p");
    // One is under way, and the one that waits fills the memory.
    for (int i = 1; i <= 2; i++) {
      publisher.sends(publish(0x32, "t", i, i + LARGE)).receives(puback(i));
    }
    publisher.sends(publish(0x32, "t", 3, 3 + LARGE), publish(0x32, "t", 4, 4 + LARGE));

    for (int i = 1; i <= 2; i++) {
      slow.receives(publish(0x32, "t", i, i + LARGE)).sends(puback(i));
    }
    publisher.receives(puback(3));
    slow.receives(publish(0x32, "t", 3, 3 + LARGE)).sends(puback(3));
    publisher.receives(puback(4)).receivesNothingElse();
    slow.receives(publish(0x32, "t", 4, 4 + LARGE)).sends(puback(4)).receivesNothingElse();
  }

  @Test
  void a_quarter_above_what_is_for_one_who_is_owed_much_is_refused() {
    Wire slow = broker.client("slow");
    slow.sends(subscribe311(1, "t", 1)).receives("9003000101");
    Wire quick = broker.client("quick");
    quick.sends(subscribe311(1, "other", 1)).receives("9003000101");
    Wire publisher = broker.client("p");
    Wire five = broker.client5("five");
    Wire three = broker.client("three");
    for (int i = 1; i <= 2; i++) {
      publisher.sends(publish(0x32, "t", i, i + LARGE)).receives(puback(i));
    }

    five.sends(publish5(0x32, "t", 1, "x")).receives("4003000197");
    five.sends(publish5(0x34, "t", 2, "x")).receives("5003000297");
    three.sends(publish(0x34, "t", 7, "x")).isClosed();
    five.sends(publish5(0x32, "other", 3, "x")).receives(puback(3));
    quick.receives(publish(0x32, "other", 1, "x")).sends(puback(1));

    for (int i = 1; i <= 2; i++) {
      slow.receives(publish(0x32, "t", i, i + LARGE)).sends(puback(i));
    }
    five.sends(publish5(0x34, "t", 2, "x")).receives("50020002");
    // As if for the first time: it was not taken.
    broker.client("three").sends(packet(0x3C, "t", Bytes.u16(7), 1)).receives("50020007");
    slow.receives(publish(0x32, "t", 3, "x"));
  }

  @Test
  void what_a_client_is_owed_counts_once_it_has_left() throws Exception {
    Wire subscriber = broker.session("s", false);
    subscriber.sends(subscribe311(1, "t", 1)).receives("9003000101");
    Wire publisher = broker.client("p");
    long before = broker.stats().heldBytes();
    for (int i = 1; i <= 5; i++) {
      publisher.sends(publish(0x32, "t", i, "x".repeat(1_000))).receives(puback(i));
    }
    assertThat(broker.stats().heldBytes() - before).isLessThan(1_000);

    subscriber.close();
    await().atMost(30, SECONDS).until(() -> broker.stats().heldBytes() - before > 5_000);

    Wire back = broker.session("s", true);
    for (int i = 1; i <= 5; i++) {
      int first = i == 1 ? 0x3A : 0x32;
      back.receives(publish(first, "t", i, "x".repeat(1_000))).sends(puback(i));
    }
    back.receivesNothingElse();
    assertThat(broker.stats().heldBytes()).isEqualTo(before);
  }

  @Test
  void what_waits_for_a_client_that_acknowledges_nothing_counts_while_it_is_there() {
    Wire slow = broker.client("slow");
    slow.sends(subscribe311(1, "t", 1)).receives("9003000101");
    Wire publisher = broker.client("p");
    long before = broker.stats().heldBytes();

    for (int i = 1; i <= 20; i++) {
      publisher.sends(publish(0x32, "t", i, "x".repeat(3_000))).receives(puback(i));
    }

    assertThat(broker.stats().heldBytes() - before).isGreaterThan(40_000);
  }
}
