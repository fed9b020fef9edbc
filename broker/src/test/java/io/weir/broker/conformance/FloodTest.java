package io.weir.broker.conformance;

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
import io.weir.broker.BrokerEvent;
import io.weir.broker.BrokerEvent.ClientDisconnected;
import io.weir.broker.BrokerEvent.LimitReached;
import io.weir.broker.Limits;
import io.weir.broker.Limits.ConnectionLimits;
import io.weir.broker.Limits.MemoryLimits;
import io.weir.broker.Limits.SessionLimits;
import io.weir.broker.Listener;
import io.weir.broker.packet.ReasonCode;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Floods of every kind that MQTT allows: two quiet clients beside them lose nothing, and what the
 * broker holds stays within its bounds.
 */
@Timeout(value = 120, unit = SECONDS)
class FloodTest {
  private static final long MEBI = 1024 * 1024;
  private static final long MAX_HELD = 8 * MEBI;
  private static final int MAX_RETAINED = 1_000;

  /** What is not counted, and what garbage the tests' own side leaves. */
  private static final long HEAP_SLACK = 48L * MEBI;

  @RegisterExtension
  static final BrokerExtension broker =
      new BrokerExtension(
          BrokerConfig.defaults()
              .withListeners(
                  List.of(Listener.tcp("127.0.0.1", 0).withConnectTimeout(Duration.ofSeconds(2))))
              .withLimits(
                  Limits.defaults()
                      .withSession(
                          SessionLimits.defaults()
                              .withMaxQueuedBytes(4 * MEBI)
                              .withMaxSubscriptions(50_000))
                      .withConnection(
                          ConnectionLimits.defaults()
                              .withMaxOutputBytes(256 * 1024)
                              .withStuckAfter(Duration.ofSeconds(2)))
                      .withMemory(
                          MemoryLimits.defaults()
                              .withMaxBytes(MAX_HELD)
                              .withMaxRetained(MAX_RETAINED)
                              .withMaxRetainedBytes(2 * MEBI)
                              .withMaxUnfinishedBytes(8 * MEBI))));

  private QuietPair pair;
  private long heapBefore;

  @BeforeEach
  void thePairBegins() {
    pair = new QuietPair(broker);
    heapBefore = usedHeap();
  }

  @AfterEach
  void thePairHasLostNothing() throws Exception {
    pair.isUnharmed();
    assertThat(broker.events()).noneMatch(BrokerEvent.Failed.class::isInstance);
  }

  private static long usedHeap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private void heapIsBounded() {
    assertThat(usedHeap() - heapBefore).as("heap taken").isLessThan(HEAP_SLACK);
  }

  private static long held() {
    return broker.broker().stats().heldBytes();
  }

  /** Sends what it can until the broker has had enough. */
  private static void sendsUntilClosed(Wire wire, byte[]... packets) {
    try {
      wire.sends(packets);
    } catch (UncheckedIOException closed) {
      // Which is the broker's right.
    }
  }

  /** Reads answers of one kind so that they don't stop the flood. */
  private static void receives(Wire wire, int count, int firstByte) {
    for (int i = 0; i < count; i++) {
      assertThat(wire.nextPacket()[0] & 0xFF).isEqualTo(firstByte);
    }
  }

  @Test
  void connections_that_come_and_go_leave_nothing() {
    List<Wire> halfOpen = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      halfOpen.add(broker.opens());
    }
    for (int i = 0; i < 2_000; i++) {
      try (Wire wire = new Wire(broker.port())) {
        wire.sends(Bytes.connect311("flood" + i)).receives("20020000");
      }
    }
    halfOpen.forEach(Wire::isClosed);
    await().atMost(30, SECONDS).until(() -> broker.broker().stats().sessions() == 2);
    assertThat(broker.broker().stats().connectedClients()).isEqualTo(2);
    heapIsBounded();
  }

  @Test
  void a_connect_that_comes_byte_by_byte_is_cut_off_in_time() {
    byte[] connect = Bytes.connect311("x".repeat(20_000));
    List<Wire> slow = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      slow.add(broker.opens());
    }
    for (int at = 0; at < 60; at++) {
      byte[] one = {connect[at]};
      slow.forEach(wire -> sendsUntilClosed(wire, one));
    }
    slow.forEach(Wire::isClosed);
  }

  @Test
  void subscriptions_by_the_hundred_thousand_are_refused_beyond_a_clients_share() {
    Wire greedy = broker.client5("greedy");
    int granted = 0;
    for (int block = 0; block < 40; block++) {
      List<Object> parts = new ArrayList<>(List.of(u16(block + 1), 0));
      for (int i = 0; i < 5_000; i++) {
        parts.add("f/" + block + "/" + i);
        parts.add(0);
      }
      byte[] suback = greedy.sends(packet(0x82, parts.toArray())).nextPacket();
      for (int i = suback.length - 5_000; i < suback.length; i++) {
        assertThat(suback[i] & 0xFF).isIn(0, 0x97);
        granted += suback[i] == 0 ? 1 : 0;
      }
    }
    assertThat(granted).isBetween(500, 50_000);
    assertThat(held()).isLessThan(MAX_HELD / 4);
    heapIsBounded();
    // There is room for others, and for all again when it has gone.
    broker.client5("modest").sends(subscribe5(1, "m", 0)).receives("900400010000");
    greedy.close();
    await().atMost(30, SECONDS).until(() -> broker.broker().stats().subscriptions() == 2);
    assertThat(held()).isLessThan(MEBI);
  }

  @Test
  void deep_and_long_filters_count_by_what_they_take() {
    Wire greedy = broker.client5("greedy");
    String deep = "/x".repeat(199);
    String text = "t".repeat(60_000);
    int granted = 0;
    for (int i = 0; i < 400; i++) {
      String filter = i % 2 == 0 ? i + deep : text + i;
      byte[] suback = greedy.sends(subscribe5(i + 1, filter, 0)).nextPacket();
      granted += suback[suback.length - 1] == 0 ? 1 : 0;
    }
    assertThat(granted).isLessThan(100);
    assertThat(held()).isLessThan(MAX_HELD / 4);
    heapIsBounded();
  }

  @Test
  void one_that_asks_for_all_retained_messages_again_and_again_is_not_given_them_without_bound() {
    Wire publisher = broker.client("publisher");
    for (int i = 0; i < 900; i++) {
      publisher.sends(publish(0x33, "r/" + i, i + 1, "value")).receives(puback(i + 1));
    }
    Wire greedy = broker.client("greedy");
    List<Object> parts = new ArrayList<>(List.of(u16(1)));
    for (int i = 0; i < 9_999; i++) {
      parts.add("#");
      parts.add(1);
    }
    greedy.sends(packet(0x82, parts.toArray()));
    greedy.sends(packet(0x82, parts.toArray()));
    broker.event(e -> e instanceof LimitReached at && "greedy".equals(at.clientId()));
    assertThat(held()).isLessThan(MAX_HELD * 5 / 4);
    heapIsBounded();
  }

  @Test
  void retained_topics_without_end_are_refused_and_those_there_are_stay_usable() {
    Wire flood = broker.client5("flood");
    int refused = 0;
    for (int i = 0; i < 5_000; i++) {
      int id = i + 1;
      byte[] answer = flood.sends(publish5(0x33, "r/" + i, id, "value")).nextPacket();
      boolean isRefused = answer.length == 5 && (answer[4] & 0xFF) == 0x97;
      refused += isRefused ? 1 : 0;
    }
    assertThat(broker.broker().stats().retainedMessages())
        .isBetween(MAX_RETAINED, MAX_RETAINED + 30);
    assertThat(refused).isBetween(4_000, 4_030);
    broker.event(e -> e instanceof LimitReached at && at.limit().equals("memory.maxRetained"));

    // Others are replaced and removed as before, and make room.
    flood.sends(publish5(0x33, "r/1", 1, "other")).receives(packet(0x40, 0, 1, 0x10));
    flood.sends(publish5(0x33, "r/2", 2, "")).receives(packet(0x40, 0, 2, 0x10));
    flood.sends(publish5(0x33, "new", 3, "x")).receives(packet(0x40, 0, 3, 0x10));
    Wire reader = broker.client("reader").sends(subscribe311(1, "r/1", 0)).receives("9003000100");
    reader.receives(packet(0x31, "r/1", Bytes.raw("other")));
  }

  @Test
  void
      large_retained_messages_are_bounded_by_their_bytes_and_end_connections_that_hear_no_reason() {
    String large = "x".repeat(100_000);
    Wire flood = broker.client("flood");
    for (int i = 0; i < 18; i++) {
      flood.sends(publish(0x33, "r/" + i, i + 1, large)).receives(puback(i + 1));
    }
    for (int i = 18; i < 60; i++) {
      sendsUntilClosed(flood, publish(0x33, "r/" + i, i + 1, large));
    }
    broker.lost("flood");
    assertThat(broker.broker().stats().retainedMessages()).isBetween(18, 60);
    assertThat(held()).isLessThan(4 * MEBI);
    heapIsBounded();
  }

  @Test
  void wills_are_refused_when_they_take_too_much() {
    byte[] will = new byte[60_000];
    for (int i = 0; i < 200; i++) {
      Wire wire = broker.opens().sends(resume311("w" + i)).receives("20020000");
      wire.sends(Bytes.DISCONNECT).isClosed();
    }
    int refused = 0;
    for (int i = 0; i < 200; i++) {
      Wire wire = broker.opens();
      wire.sends(packet(0x10, "MQTT", 5, 4, 0, 60, 0, "w" + i, 0, "gone", u16(will.length), will));
      byte[] connack = wire.nextPacket();
      refused += (connack[3] & 0xFF) == 0x97 ? 1 : 0;
    }
    assertThat(refused).isBetween(20, 150);
    assertThat(held()).isLessThan(MAX_HELD + 2L * will.length);
    heapIsBounded();
  }

  @Test
  void long_topics_don_t_fill_the_memory() {
    Wire flood = broker.client("flood");
    String text = "t".repeat(65_000);
    for (int i = 0; i < 4_000; i++) {
      flood.sends(publish(text + i, "x"));
    }
    flood.receivesNothingElse();
    heapIsBounded();
  }

  @Test
  void topics_of_thousands_of_levels_end_the_connection() {
    for (int i = 0; i < 50; i++) {
      broker.client5("deep" + i).sends(publish5("/".repeat(60_000), "x")).isDisconnected(0x90);
      broker
          .client5("filter" + i)
          .sends(subscribe5(1, "+/".repeat(30_000) + "#", 0))
          .isDisconnected(0x8F);
    }
    heapIsBounded();
  }

  @Test
  void user_properties_count_by_what_they_take() {
    Wire absent = broker.opens().sends(resume311("absent")).receives("20020000");
    absent.sends(subscribe311(1, "t", 1)).receives("9003000101").sends(Bytes.DISCONNECT).isClosed();
    Wire flood = broker.client5("flood");
    byte[] properties = new byte[5 * 100_000];
    for (int i = 0; i < properties.length; i += 5) {
      properties[i] = 0x26;
    }
    for (int i = 0; i < 50; i++) {
      byte[] answer =
          flood.sends(publish5(0x32, "t", i + 1, "x", (Object) properties)).nextPacket();
      assertThat(answer[0]).isEqualTo((byte) 0x40);
    }
    assertThat(held()).isLessThan(MAX_HELD * 2);
    broker.event(e -> e instanceof BrokerEvent.PublicationsDropped);
  }

  @Test
  void packets_that_are_never_finished_are_bounded_in_all() {
    byte[] most = Arrays.copyOf(Bytes.hex("30FCFF79000161"), 1_900_000);
    List<Wire> unfinished = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Wire wire = broker.client5("unfinished" + i);
      unfinished.add(wire);
      sendsUntilClosed(wire, most);
    }
    broker.event(FloodTest::isTooUnfinished);
    await()
        .atMost(30, SECONDS)
        .until(() -> broker.events().stream().filter(FloodTest::isTooUnfinished).count() >= 30);
    // Those who send small packets don't notice.
    Wire modest = broker.client("modest");
    modest.sends(publish(0x32, "t", 1, "x".repeat(8_000))).receives(puback(1));
    unfinished.forEach(Wire::close);
    await().atMost(30, SECONDS).until(() -> broker.broker().stats().connectedClients() == 3);
    modest.sends(publish(0x32, "t", 2, "x".repeat(1_900_000))).receives(puback(2));
  }

  private static boolean isTooUnfinished(BrokerEvent event) {
    return event instanceof ClientDisconnected gone
        && gone.clientId().startsWith("unfinished")
        && gone.reason() == ReasonCode.QUOTA_EXCEEDED;
  }

  @Test
  void a_subscriber_that_never_reads_harms_itself_alone() {
    Wire deaf = broker.client("deaf");
    deaf.sends(packet(0x82, u16(1), "zero", 0, "one", 1)).receives("900400010001");
    Wire flood = broker.client("flood");
    byte[] payload = new byte[20_000];
    for (int i = 0; i < 2_000; i++) {
      flood.sends(packet(0x30, "zero", payload));
    }
    for (int i = 0; i < 500; i++) {
      flood.sends(packet(0x32, "one", u16(i + 1), payload)).receives(puback(i + 1));
    }
    broker.event(e -> e instanceof BrokerEvent.PublicationsDropped);
    assertThat(held()).isLessThan(MAX_HELD);
    heapIsBounded();
  }

  @Test
  void qos_2_that_is_never_released_costs_a_bit_each() {
    Wire flood = broker.client("flood");
    for (int first = 1; first <= 65_535; first += 5_000) {
      int last = Math.min(65_535, first + 4_999);
      List<Object> block = new ArrayList<>();
      for (int id = first; id <= last; id++) {
        block.add(packet(0x34, "t", u16(id), 1));
      }
      flood.sends(Bytes.join(block.toArray()));
      receives(flood, last - first + 1, 0x50);
    }
    heapIsBounded();

    Wire five = broker.client5("five");
    for (int id = 1; id <= 40; id++) {
      five.sends(publish5(0x34, "t", id, "x"));
    }
    receives(five, 40, 0x50);
    five.sends(publish5(0x34, "t", 41, "x")).isDisconnected(0x93);
  }

  @Test
  void groups_that_share_one_filter_are_bounded_since_each_gets_everything() {
    Wire greedy = broker.client5("greedy");
    List<Object> parts = new ArrayList<>(List.of(u16(1), 0));
    for (int i = 0; i < 3_000; i++) {
      parts.add("$share/g" + i + "/t");
      parts.add(0);
    }
    byte[] suback = greedy.sends(packet(0x82, parts.toArray())).nextPacket();
    int granted = 0;
    for (int i = suback.length - 3_000; i < suback.length; i++) {
      granted += suback[i] == 0 ? 1 : 0;
    }
    assertThat(granted).isEqualTo(1_000);
    // A group that there is takes more members.
    broker.client5("member").sends(subscribe5(1, "$share/g1/t", 0)).receives("900400010000");
    Wire flood = broker.client("flood");
    for (int i = 0; i < 500; i++) {
      flood.sends(publish("t", "x"));
    }
    flood.receivesNothingElse();
    heapIsBounded();
  }

  @Test
  void topic_aliases_are_bounded_in_number_and_bytes() {
    broker.client5("eleven").sends(publish5("t", "x", 0x23, u16(11))).isDisconnected(0x94);
    List<Wire> flood = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      flood.add(broker.client5("alias" + i));
    }
    String text = "t".repeat(65_000);
    int ended = 0;
    for (Wire wire : flood) {
      for (int alias = 1; alias <= 10; alias++) {
        sendsUntilClosed(wire, publish5(text + alias, "x", 0x23, u16(alias)));
      }
      sendsUntilClosed(wire, Bytes.PINGREQ);
      ended += (wire.nextPacket()[0] & 0xFF) == 0xE0 ? 1 : 0;
    }
    assertThat(ended).isBetween(10, 25);
    assertThat(held()).isLessThan(MAX_HELD + MEBI);
    heapIsBounded();
    flood.forEach(Wire::close);
    await().atMost(30, SECONDS).until(() -> held() < MEBI);
  }

  @Test
  void sessions_that_are_to_be_kept_for_ever_are_refused_when_they_take_too_much() {
    int refused = 0;
    String longId = "i".repeat(60_000);
    for (int i = 0; i < 150; i++) {
      try (Wire wire = new Wire(broker.port())) {
        wire.sends(
            packet(0x10, "MQTT", 5, 0, 0, 60, Bytes.properties(0x11, Bytes.u32(-1)), longId + i));
        refused += (wire.nextPacket()[3] & 0xFF) == 0x97 ? 1 : 0;
      }
    }
    assertThat(refused).isBetween(50, 140);
    heapIsBounded();
  }

  @Test
  void absent_sessions_together_hold_no_more_than_the_broker_may() {
    for (int i = 0; i < 20; i++) {
      Wire wire = broker.opens().sends(resume311("absent" + i)).receives("20020000");
      wire.sends(subscribe311(1, "q/" + i, 1)).receives("9003000101");
      wire.sends(Bytes.DISCONNECT).isClosed();
    }
    Wire small = broker.opens().sends(resume311("small")).receives("20020000");
    small
        .sends(subscribe311(1, "small", 1))
        .receives("9003000101")
        .sends(Bytes.DISCONNECT)
        .isClosed();
    Wire flood = broker.client("flood");
    byte[] payload = new byte[50_000];
    for (int i = 0; i < 600; i++) {
      flood.sends(packet(0x32, "q/" + i % 20, u16(i + 1), payload)).receives(puback(i + 1));
    }
    assertThat(held()).isBetween(MAX_HELD / 2, MAX_HELD * 5 / 4);
    // One who is owed little loses nothing by what others are owed.
    flood.sends(publish(0x32, "small", 1_000, "x")).receives(puback(1_000));
    Wire back = broker.opens().sends(resume311("small")).receives("20020100");
    back.receives(publish(0x32, "small", 1, "x"));
    heapIsBounded();
  }
}
