package io.weir.broker.store;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.weir.broker.Broker;
import io.weir.broker.BrokerConfig;
import io.weir.broker.BrokerConfig.Persistence;
import io.weir.broker.BrokerEvent;
import io.weir.broker.BrokerEvent.StoreDamaged;
import io.weir.broker.LocalClient;
import io.weir.broker.LocalClientOptions;
import io.weir.broker.conformance.Directories;
import io.weir.broker.packet.Publication;
import io.weir.broker.packet.Qos;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damages every file of a store in turn, in every way: the broker starts, with all that it had or
 * having said what became of the rest.
 */
class StoreDamageTest {
  private static final int RETAINED = 400;

  private enum Damage {
    OVERWRITTEN_IN_THE_MIDDLE,
    ZEROED_AT_THE_END,
    CUT_IN_HALF,
    EMPTY,
    MISSING
  }

  @TempDir Path temporary;

  private final List<BrokerEvent> events = new CopyOnWriteArrayList<>();
  private final Vertx vertx = Vertx.vertx();
  private Path whole;

  @BeforeEach
  void makeAStore() throws Exception {
    whole = temporary.resolve("whole");
    for (int part = 0; part < 2; part++) {
      // The second start leaves table files as well as a log.
      Broker broker = start(whole);
      LocalClient client = broker.connect(LocalClientOptions.clean(""));
      for (int i = part; i < RETAINED; i += 2) {
        client
            .publish(Publication.of("r/" + i, "value " + i, Qos.AT_LEAST_ONCE, true))
            .toCompletionStage()
            .toCompletableFuture()
            .get(30, SECONDS);
      }
      stop(broker);
    }
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(30, SECONDS);
  }

  private Broker start(Path directory) throws Exception {
    Broker broker =
        new Broker(
            vertx,
            BrokerConfig.localOnly()
                .withSysInterval(Duration.ZERO)
                .withPersistence(new Persistence(directory, Persistence.Sync.PROCESS)));
    broker.onEvent(events::add);
    broker.start().toCompletionStage().toCompletableFuture().get(30, SECONDS);
    return broker;
  }

  private static void stop(Broker broker) throws Exception {
    broker.stop().toCompletionStage().toCompletableFuture().get(30, SECONDS);
  }

  private static List<String> files(Path store) throws IOException {
    try (Stream<Path> files = Files.list(store)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  @Test
  void whatever_file_is_damaged_the_broker_starts_and_says_what_is_lost() throws Exception {
    int damaged = 0;
    for (String name : files(whole.resolve("store"))) {
      for (Damage damage : Damage.values()) {
        damaged += startsWith(name, damage) ? 1 : 0;
      }
    }
    assertThat(damaged).isPositive();
  }

  /** Returns whether the store was found to be damaged. */
  private boolean startsWith(String name, Damage damage) throws Exception {
    String what = name + " " + damage;
    Path directory = temporary.resolve("damaged");
    Files.createDirectories(directory);
    Directories.copy(whole.resolve("store"), directory.resolve("store"));
    Path file = directory.resolve("store").resolve(name);
    damage(file, damage, new SplittableRandom(what.hashCode()));
    events.clear();

    Broker broker = start(directory);

    int retained = broker.stats().retainedMessages();
    stop(broker);
    List<BrokerEvent> reports = events.stream().filter(StoreDamaged.class::isInstance).toList();
    if (retained < RETAINED && !isTornLog(name)) {
      assertThat(reports).as(what + ", " + retained + " left").isNotEmpty();
    }
    for (BrokerEvent report : reports) {
      Path aside = ((StoreDamaged) report).movedTo();
      assertThat(aside).as(what).isDirectory();
      assertThat(files(aside)).as(what).isNotEmpty();
    }
    Directories.delete(directory);
    return !reports.isEmpty();
  }

  /** That the end of a log is torn off is what a power failure does, and not told from damage. */
  private static boolean isTornLog(String name) {
    return name.endsWith(".log");
  }

  private static void damage(Path file, Damage damage, SplittableRandom random) throws IOException {
    long length = Files.size(file);
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      switch (damage) {
        case OVERWRITTEN_IN_THE_MIDDLE -> {
          byte[] noise = new byte[(int) Math.min(64, length / 2)];
          for (int i = 0; i < noise.length; i++) {
            noise[i] = (byte) random.nextInt();
          }
          bytes.seek(length / 2 - noise.length / 2);
          bytes.write(noise);
        }
        case ZEROED_AT_THE_END -> {
          bytes.seek(length - length / 4);
          bytes.write(new byte[(int) (length / 4)]);
        }
        case CUT_IN_HALF -> bytes.setLength(length / 2);
        case EMPTY -> bytes.setLength(0);
        case MISSING -> Files.delete(file);
      }
    }
  }
}
