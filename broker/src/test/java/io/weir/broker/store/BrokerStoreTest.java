package io.weir.broker.store;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.weir.broker.Broker;
import io.weir.broker.BrokerConfig;
import io.weir.broker.BrokerConfig.Persistence;
import io.weir.broker.BrokerConfig.Persistence.Sync;
import io.weir.broker.BrokerEvent;
import io.weir.broker.BrokerEvent.StoreDamaged;
import io.weir.broker.BrokerException;
import io.weir.broker.LocalClient;
import io.weir.broker.LocalClientOptions;
import io.weir.broker.packet.Publication;
import io.weir.broker.packet.Qos;
import io.weir.broker.packet.ReasonCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Opening the store as it may have been left: whole, damaged, in use, or of another version. */
class BrokerStoreTest {
  @TempDir Path temporary;

  private final List<BrokerEvent> events = new CopyOnWriteArrayList<>();
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(30, SECONDS);
  }

  private Broker broker(Sync sync) {
    Broker broker =
        new Broker(
            vertx,
            BrokerConfig.localOnly()
                .withPersistence(new Persistence(temporary.resolve("broker"), sync)));
    broker.onEvent(events::add);
    return broker;
  }

  private static void start(Broker broker) throws Exception {
    broker.start().toCompletionStage().toCompletableFuture().get(30, SECONDS);
  }

  private static void stop(Broker broker) throws Exception {
    broker.stop().toCompletionStage().toCompletableFuture().get(30, SECONDS);
  }

  private static void retain(Broker broker, int count) throws Exception {
    LocalClient client = broker.connect(LocalClientOptions.clean(""));
    for (int i = 0; i < count; i++) {
      Publication publication = Publication.of("r/" + i, "value " + i, Qos.AT_LEAST_ONCE, true);
      assertThat(
              client
                  .publish(publication)
                  .toCompletionStage()
                  .toCompletableFuture()
                  .get(30, SECONDS))
          .isEqualTo(ReasonCode.NO_MATCHING_SUBSCRIBERS);
    }
  }

  private static int retained(Broker broker) {
    return broker.stats().retainedMessages();
  }

  @ParameterizedTest
  @EnumSource
  void every_grade_of_care_keeps_what_was_acknowledged(Sync sync) throws Exception {
    Broker first = broker(sync);
    start(first);
    retain(first, 20);
    stop(first);

    Broker second = broker(sync);
    start(second);
    BrokerEvent.StoreOpened opened = (BrokerEvent.StoreOpened) events.get(events.size() - 1);
    stop(second);

    assertThat(opened.retained()).isEqualTo(20);
  }

  @Test
  void a_damaged_store_is_kept_aside_and_what_can_be_read_is_saved() throws Exception {
    Broker first = broker(Sync.PROCESS);
    start(first);
    retain(first, 200);
    stop(first);
    Path store = temporary.resolve("broker").resolve("store");
    damage(store);

    Broker second = broker(Sync.PROCESS);
    start(second);

    StoreDamaged damaged =
        (StoreDamaged)
            events.stream().filter(StoreDamaged.class::isInstance).findFirst().orElseThrow();
    assertThat(damaged.movedTo()).isDirectory().isNotEqualTo(store);
    retain(second, 300);
    stop(second);
  }

  /** Overwrites the middle of every table file and log. */
  private static void damage(Path store) throws IOException {
    int damaged = 0;
    try (Stream<Path> files = Files.list(store)) {
      for (Path file : files.toList()) {
        String name = String.valueOf(file.getFileName());
        if (name.startsWith("MANIFEST") || (name.endsWith(".sst") && Files.size(file) > 1_000)) {
          try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[64]), Files.size(file) / 2);
          }
          damaged++;
        }
      }
    }
    assertThat(damaged).isPositive();
  }

  @Test
  void a_record_that_makes_no_sense_costs_itself_only() throws Exception {
    Broker first = broker(Sync.PROCESS);
    start(first);
    retain(first, 10);
    stop(first);
    Path store = temporary.resolve("broker").resolve("store");
    try (KeyValueStore raw = RocksStore.open(store, RocksStore.Mode.NORMAL)) {
      raw.write(
          batch -> batch.put(Table.RETAINED, new byte[] {'r', '/', '3'}, new byte[] {1, 99}), true);
    }

    Broker second = broker(Sync.PROCESS);
    start(second);
    stop(second);

    BrokerEvent.StoreOpened opened =
        (BrokerEvent.StoreOpened)
            events.stream()
                .filter(BrokerEvent.StoreOpened.class::isInstance)
                .reduce((earlier, later) -> later)
                .orElseThrow();
    assertThat(opened.retained()).isEqualTo(9);
    assertThat(events).anyMatch(StoreDamaged.class::isInstance);
  }

  @Test
  void a_store_in_use_is_left_alone() throws Exception {
    Broker first = broker(Sync.PROCESS);
    start(first);

    assertThatThrownBy(() -> start(broker(Sync.PROCESS)))
        .hasCauseInstanceOf(BrokerException.class)
        .hasMessageContaining("in use by another process");

    assertThat(retained(first)).isNotNegative();
    stop(first);
  }

  @Test
  void a_store_of_a_newer_version_is_left_alone() throws Exception {
    Path directory = temporary.resolve("broker");
    Files.createDirectories(directory);
    try (KeyValueStore raw = RocksStore.open(directory.resolve("store"), RocksStore.Mode.NORMAL)) {
      raw.write(batch -> batch.put(Table.META, new byte[] {'f'}, new byte[] {0, 0, 0, 99}), true);
    }

    assertThatThrownBy(() -> start(broker(Sync.PROCESS)))
        .hasCauseInstanceOf(BrokerException.class)
        .hasMessageContaining("newer version");
  }

  @Test
  void a_place_where_nothing_can_be_made_is_named() throws Exception {
    Files.writeString(temporary.resolve("broker"), "a file");

    assertThatThrownBy(() -> start(broker(Sync.PROCESS)))
        .hasCauseInstanceOf(BrokerException.class)
        .hasMessageContaining(temporary.resolve("broker").toString());
  }
}
