package io.weir.broker.conformance;

import static io.weir.broker.conformance.Bytes.connect5;
import static io.weir.broker.conformance.Bytes.packet;
import static io.weir.broker.conformance.Bytes.properties;
import static io.weir.broker.conformance.Bytes.puback;
import static io.weir.broker.conformance.Bytes.pubcomp;
import static io.weir.broker.conformance.Bytes.publish;
import static io.weir.broker.conformance.Bytes.publish5;
import static io.weir.broker.conformance.Bytes.pubrec;
import static io.weir.broker.conformance.Bytes.pubrel;
import static io.weir.broker.conformance.Bytes.raw;
import static io.weir.broker.conformance.Bytes.resume311;
import static io.weir.broker.conformance.Bytes.resume5;
import static io.weir.broker.conformance.Bytes.subscribe311;
import static io.weir.broker.conformance.Bytes.subscribe5;
import static io.weir.broker.conformance.Bytes.u16;
import static io.weir.broker.conformance.Bytes.u32;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.weir.broker.Broker;
import io.weir.broker.BrokerConfig;
import io.weir.broker.BrokerConfig.Persistence;
import io.weir.broker.BrokerEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What clients find when the broker comes back: after a clean stop, and after its end at any
 * moment, for which a copy of its files stands.
 */
class RestartTest {
  enum End {
    STOP,
    CRASH
  }

  @TempDir Path temporary;

  private final List<Wire> wires = new ArrayList<>();
  private final List<BrokerEvent> events = new CopyOnWriteArrayList<>();
  private final Vertx vertx = Vertx.vertx();
  private Path directory;
  private Broker broker;
  private int loops = 1;
  private int starts;

  @AfterEach
  void stop() throws Exception {
    wires.forEach(Wire::close);
    broker.stop().toCompletionStage().toCompletableFuture().get(30, SECONDS);
    vertx.close().toCompletionStage().toCompletableFuture().get(30, SECONDS);
  }

  private void start() throws Exception {
    if (directory == null) {
      directory = temporary.resolve("first");
    }
    events.clear();
    BrokerConfig config =
        BrokerConfig.listeningOn("127.0.0.1", 0)
            .withEventLoops(loops)
            .withPersistence(new Persistence(directory, Persistence.Sync.PROCESS));
    broker = new Broker(vertx, config);
    broker.onEvent(events::add);
    broker.start().toCompletionStage().toCompletableFuture().get(30, SECONDS);
  }

  private void restartAfter(End end) throws Exception {
    if (end == End.CRASH) {
      Path copy = temporary.resolve("copy" + ++starts);
      Directories.copy(directory, copy);
      directory = copy;
    }
    // In this order: a client that is lost before the broker stops has its will published.
    broker.stop().toCompletionStage().toCompletableFuture().get(30, SECONDS);
    wires.forEach(Wire::close);
    start();
  }

  private Wire opens() {
    Wire wire = new Wire(broker.addresses().get(0).port());
    wires.add(wire);
    return wire;
  }

  private Wire session(String clientId, boolean isPresent) {
    return opens().sends(resume311(clientId)).receives(isPresent ? "20020100" : "20020000");
  }

  private Wire client(String clientId) {
    return opens().sends(Bytes.connect311(clientId)).receives("20020000");
  }

  private Wire client5(byte[] connect) {
    Wire wire = opens().sends(connect);
    assertThat(wire.nextPacket()[0]).isEqualTo((byte) 0x20);
    return wire;
  }

  @ParameterizedTest
  @EnumSource
  void an_acknowledged_message_for_an_absent_session_is_there(End end) throws Exception {
    start();
    session("s", false).sends(subscribe311(1, "t/#", 1)).receives("9003000101").close();
    Wire publisher = client("p");
    for (int i = 1; i <= 100; i++) {
      publisher.sends(publish(0x32, "t/" + i % 3, i, "message " + i)).receives(puback(i));
    }

    restartAfter(end);

    Wire subscriber = session("s", true);
    for (int i = 1; i <= 100; i++) {
      subscriber.receives(publish(0x32, "t/" + i % 3, i, "message " + i)).sends(puback(i));
    }
    subscriber.receivesNothingElse();
    client("q").sends(publish(0x32, "t/x", 1, "live")).receives(puback(1));
    subscriber.receives(publish(0x32, "t/x", 101, "live"));
  }

  @ParameterizedTest
  @EnumSource
  void what_was_delivered_and_acknowledged_does_not_come_again(End end) throws Exception {
    start();
    Wire subscriber = session("s", false).sends(subscribe311(1, "t", 2)).receives("9003000102");
    Wire publisher = client("p");
    publisher.sends(publish(0x32, "t", 1, "one")).receives(puback(1));
    subscriber.receives(publish(0x32, "t", 1, "one")).sends(puback(1));
    publisher.sends(publish(0x34, "t", 2, "two")).receives(pubrec(2));
    publisher.sends(pubrel(2)).receives(pubcomp(2));
    subscriber.receives(publish(0x34, "t", 2, "two")).sends(pubrec(2)).receives(pubrel(2));
    subscriber.sends(pubcomp(2)).receivesNothingElse();
    // Its own last step is noted when the broker has answered something after it.
    publisher.sends(publish(0x32, "t", 3, "three")).receives(puback(3));
    subscriber.receives(publish(0x32, "t", 3, "three"));

    restartAfter(end);

    session("s", true)
        .receives(publish(0x3A, "t", 3, "three"))
        .sends(puback(3))
        .receivesNothingElse();
  }

  @ParameterizedTest
  @EnumSource
  @Clause(
      value = {"MQTT-3.3.1-1", "MQTT-4.4.0-1"},
      v311 = {"MQTT-3.3.1-1", "MQTT-4.4.0-1"})
  void what_was_in_flight_comes_again_under_its_id_and_at_its_step(End end) throws Exception {
    start();
    Wire subscriber = session("s", false).sends(subscribe311(1, "t", 2)).receives("9003000102");
    Wire publisher = client("p");
    publisher.sends(publish(0x34, "t", 1, "a")).receives(pubrec(1));
    publisher.sends(publish(0x34, "t", 2, "b")).receives(pubrec(2));
    publisher.sends(publish(0x34, "t", 3, "c")).receives(pubrec(3));
    subscriber.receives(publish(0x34, "t", 1, "a")).sends(pubrec(1));
    subscriber.receives(publish(0x34, "t", 2, "b")).receives(publish(0x34, "t", 3, "c"));
    subscriber.receives(pubrel(1));

    restartAfter(end);

    Wire again = session("s", true).receives(pubrel(1)).sends(pubcomp(1));
    again.receives(publish(0x3C, "t", 2, "b")).sends(pubrec(2));
    again.receives(publish(0x3C, "t", 3, "c")).receives(pubrel(2)).sends(pubcomp(2));
    again.sends(pubrec(3)).receives(pubrel(3)).sends(pubcomp(3)).receivesNothingElse();
  }

  @ParameterizedTest
  @EnumSource
  @Clause(value = "MQTT-4.3.3-10", v311 = "MQTT-4.3.3-2")
  void a_qos_2_publication_sent_again_is_not_taken_twice(End end) throws Exception {
    start();
    session("s", false).sends(subscribe311(1, "t", 2)).receives("9003000102").close();
    Wire publisher = session("p", false);
    publisher.sends(publish(0x34, "t", 7, "once")).receives(pubrec(7));

    restartAfter(end);

    Wire back = session("p", true);
    back.sends(publish(0x3C, "t", 7, "once")).receives(pubrec(7));
    back.sends(pubrel(7)).receives(pubcomp(7));
    back.sends(publish(0x34, "t", 7, "another")).receives(pubrec(7));
    Wire subscriber = session("s", true).receives(publish(0x34, "t", 1, "once"));
    subscriber.receives(publish(0x34, "t", 2, "another")).receivesNothingElse();
  }

  @ParameterizedTest
  @EnumSource
  @Clause("MQTT-4.3.3-12")
  void a_released_id_is_free_after_the_restart(End end) throws Exception {
    start();
    session("s", false).sends(subscribe311(1, "t", 2)).receives("9003000102").close();
    Wire publisher = session("p", false);
    publisher.sends(publish(0x34, "t", 7, "one")).receives(pubrec(7));
    publisher.sends(pubrel(7)).receives(pubcomp(7));

    restartAfter(end);

    session("p", true).sends(publish(0x34, "t", 7, "two")).receives(pubrec(7));
    session("s", true)
        .receives(publish(0x34, "t", 1, "one"))
        .receives(publish(0x34, "t", 2, "two"));
  }

  @ParameterizedTest
  @EnumSource
  void retained_messages_stay_and_removed_ones_stay_away(End end) throws Exception {
    start();
    Wire publisher = client5(connect5("p"));
    publisher.sends(publish5(0x33, "r/1", 1, "old")).receives(packet(0x40, u16(1), 0x10));
    publisher.sends(publish5(0x33, "r/2", 2, "gone")).receives(packet(0x40, u16(2), 0x10));
    publisher
        .sends(publish5(0x33, "r/1", 3, "new", 0x26, "unit", "°C", 0x03, "text/plain"))
        .receives(packet(0x40, u16(3), 0x10));
    publisher.sends(publish5(0x33, "r/2", 4, "")).receives(packet(0x40, u16(4), 0x10));

    restartAfter(end);

    Wire reader = client5(connect5("r")).sends(subscribe5(1, "r/#", 0)).receives("900400010000");
    reader.receives(
        packet(0x31, "r/1", properties(0x03, "text/plain", 0x26, "unit", "°C"), raw("new")));
    reader.receivesNothingElse();
  }

  @ParameterizedTest
  @EnumSource
  void subscriptions_keep_their_options_and_end_when_given_up(End end) throws Exception {
    start();
    Wire wire = client5(resume5("s", 0x11, u32(3_600)));
    wire.sends(subscribe5(1, "keep", 0x0D, 0x0B, 42)).receives("900400010001");
    wire.sends(subscribe5(2, "leave", 1)).receives("900400020001");
    wire.sends(packet(0xA2, u16(3), properties(), "leave")).receives("B00400030000");

    restartAfter(end);

    Wire back = client5(resume5("s", 0x11, u32(3_600)));
    back.sends(publish5(0x30 | 2, "keep", 1, "own")).receives(packet(0x40, u16(1), 0x10));
    client("p").sends(Bytes.publish("leave", "x"), publish(0x33, "keep", 1, "theirs"));
    back.receives(packet(0x33, "keep", u16(1), properties(0x0B, 42), raw("theirs")));
    back.receivesNothingElse();
  }

  @ParameterizedTest
  @EnumSource
  void a_session_that_ends_with_its_connection_is_gone(End end) throws Exception {
    start();
    Wire clean = client("c").sends(subscribe311(1, "t", 1)).receives("9003000101");
    client("p").sends(publish(0x32, "t", 1, "x")).receives(puback(1));
    clean.receives(publish(0x32, "t", 1, "x"));

    restartAfter(end);

    session("c", false).receivesNothingElse();
    assertThat(events)
        .filteredOn(BrokerEvent.StoreOpened.class::isInstance)
        .first()
        .isEqualTo(opened(0, 0));
  }

  private BrokerEvent.StoreOpened opened(int sessions, int deliveries) {
    BrokerEvent.StoreOpened seen =
        (BrokerEvent.StoreOpened)
            events.stream()
                .filter(BrokerEvent.StoreOpened.class::isInstance)
                .findFirst()
                .orElseThrow();
    return new BrokerEvent.StoreOpened(
        seen.directory(), sessions, deliveries, seen.retained(), seen.millis());
  }

  @ParameterizedTest
  @EnumSource
  void a_will_is_published_after_a_crash_only(End end) throws Exception {
    start();
    session("s", false).sends(subscribe311(1, "wills", 1)).receives("9003000101").close();
    opens().sends(packet(0x10, "MQTT", 4, 0x0E, 0, 60, "w", "wills", "lost")).receives("20020000");
    // The crash is seen as soon as something after the will is safe.
    client("p").sends(publish(0x32, "other", 1, "x")).receives(puback(1));
    Wire mark = session("m", false).sends(subscribe311(1, "m", 1)).receives("9003000101");
    mark.close();

    restartAfter(end);

    Wire back = session("s", true);
    if (end == End.CRASH) {
      back.receives(publish(0x32, "wills", 1, "lost"));
    }
    back.receivesNothingElse();
  }

  @ParameterizedTest
  @EnumSource
  void a_message_shared_by_sessions_on_several_loops_survives_for_each(End end) throws Exception {
    loops = 3;
    start();
    for (int i = 0; i < 6; i++) {
      Wire subscriber = session("s" + i, false).sends(subscribe311(1, "t", 2));
      subscriber.receives("9003000102").sends(Bytes.DISCONNECT).isClosed();
    }
    Wire publisher = client("p");
    for (int i = 1; i <= 5; i++) {
      publisher.sends(publish(0x34, "t", i, "m" + i)).receives(pubrec(i));
    }

    restartAfter(end);

    for (int i = 0; i < 6; i++) {
      Wire subscriber = session("s" + i, true);
      for (int m = 1; m <= 5; m++) {
        subscriber.receives(publish(0x34, "t", m, "m" + m));
      }
      for (int m = 1; m <= 5; m++) {
        subscriber.sends(pubrec(m)).receives(pubrel(m)).sends(pubcomp(m));
      }
      subscriber.receivesNothingElse();
    }
    restartAfter(End.STOP);
    for (int i = 0; i < 6; i++) {
      session("s" + i, true).receivesNothingElse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void an_expiring_message_counts_on_and_an_expired_session_is_gone(End end) throws Exception {
    start();
    client5(resume5("s", 0x11, u32(1_000)))
        .sends(subscribe5(1, "t", 1))
        .receives("900400010001")
        .close();
    Wire publisher = client5(connect5("p"));
    publisher.sends(publish5(0x32, "t", 1, "x", 0x02, u32(500))).receives(puback(1));

    restartAfter(end);

    Wire back = client5(resume5("s", 0x11, u32(1_000)));
    byte[] delivered = back.nextPacket();
    assertThat(delivered[0]).isEqualTo((byte) 0x32);
    // Topic, packet id and the length of the properties come before.
    assertThat(delivered[2 + 3 + 2 + 1]).isEqualTo((byte) 0x02);
    int left = (delivered[11] & 0xFF) << 8 | (delivered[12] & 0xFF);
    assertThat(left).isBetween(480, 500);
  }
}
