package io.weir.broker.store;

import static io.weir.broker.conformance.Bytes.puback;
import static io.weir.broker.conformance.Bytes.publish;
import static io.weir.broker.conformance.Bytes.resume311;
import static io.weir.broker.conformance.Bytes.subscribe311;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.weir.broker.Broker;
import io.weir.broker.BrokerConfig;
import io.weir.broker.BrokerConfig.Persistence;
import io.weir.broker.BrokerEvent;
import io.weir.broker.BrokerEvent.StoreOpened;
import io.weir.broker.Limits;
import io.weir.broker.Limits.SessionLimits;
import io.weir.broker.conformance.Bytes;
import io.weir.broker.conformance.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the store takes on disk, and that it gives back all that was queued. */
class StoreSizeTest {
  private static final int QUEUED = 10_000;
  private static final int ROUNDS = 12;

  /** Two write buffers for each of the tables in use, the log, and what is being compacted. */
  private static final long MOST_BYTES = 96L * 1024 * 1024;

  @TempDir Path temporary;

  private final Vertx vertx = Vertx.vertx();
  private final List<BrokerEvent> events = new CopyOnWriteArrayList<>();
  private Broker broker;

  @AfterEach
  void close() throws Exception {
    stop();
    vertx.close().toCompletionStage().toCompletableFuture().get(30, SECONDS);
  }

  private void start() throws Exception {
    events.clear();
    broker =
        new Broker(
            vertx,
            BrokerConfig.listeningOn("127.0.0.1", 0)
                .withLimits(
                    Limits.defaults()
                        .withSession(SessionLimits.defaults().withMaxQueued(2 * QUEUED)))
                .withPersistence(
                    new Persistence(temporary.resolve("broker"), Persistence.Sync.PROCESS)));
    broker.onEvent(events::add);
    broker.start().toCompletionStage().toCompletableFuture().get(30, SECONDS);
  }

  private void stop() throws Exception {
    broker.stop().toCompletionStage().toCompletableFuture().get(30, SECONDS);
  }

  private Wire opens() {
    return new Wire(broker.addresses().get(0).port());
  }

  private void leaveASession() {
    try (Wire wire = opens()) {
      wire.sends(resume311("absent"), subscribe311(1, "q/#", 1)).receives("20020000");
      wire.receives("9003000101").sends(Bytes.DISCONNECT).isClosed();
    }
  }

  /** Publishes in blocks, each acknowledged before the next. */
  private void queue(int count, String payload) {
    try (Wire publisher = opens()) {
      publisher.sends(Bytes.connect311("p")).receives("20020000");
      for (int first = 0; first < count; first += 500) {
        byte[][] block = new byte[500][];
        for (int i = 0; i < 500; i++) {
          block[i] = publish(0x32, "q/" + (first + i), i + 1, payload + (first + i));
        }
        publisher.sends(block);
        for (int i = 0; i < 500; i++) {
          publisher.receives(puback(i + 1));
        }
      }
    }
  }

  private void consume(int count, String payload) {
    try (Wire wire = opens()) {
      wire.sends(resume311("absent")).receives("20020100");
      for (int i = 0; i < count; i++) {
        byte[] packet = wire.nextPacket();
        assertThat(packet).endsWith(Bytes.raw(payload + i));
        int id = 4 + ("q/" + i).length() + (packet[1] < 0 ? 1 : 0);
        wire.sends(puback((packet[id] & 0xFF) << 8 | (packet[id + 1] & 0xFF)));
      }
      wire.receivesNothingElse().sends(Bytes.DISCONNECT).isClosed();
    }
  }

  private long bytesOnDisk() throws IOException {
    try (Stream<Path> files = Files.walk(temporary.resolve("broker").resolve("store"))) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  @Test
  void all_that_was_queued_is_there_after_a_restart_in_order() throws Exception {
    start();
    leaveASession();
    queue(QUEUED, "value ");
    stop();

    start();
    assertThat(events)
        .filteredOn(StoreOpened.class::isInstance)
        .singleElement()
        .satisfies(opened -> assertThat(((StoreOpened) opened).deliveries()).isEqualTo(QUEUED));
    consume(QUEUED, "value ");
  }

  @Test
  void what_was_consumed_takes_no_room() throws Exception {
    start();
    leaveASession();
    String payload = "x".repeat(4_000);
    long most = 0;
    for (int round = 0; round < ROUNDS; round++) {
      queue(5_000, payload);
      consume(5_000, payload);
      most = Math.max(most, bytesOnDisk());
    }
    // More than twice as much went through it.
    assertThat(ROUNDS * 5_000L * payload.length()).isGreaterThan(2 * MOST_BYTES);
    assertThat(most).isLessThan(MOST_BYTES);
    await().atMost(30, SECONDS).until(() -> bytesOnDisk() < MOST_BYTES / 2);
  }
}
