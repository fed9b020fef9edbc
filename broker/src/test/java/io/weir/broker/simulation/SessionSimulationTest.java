package io.weir.broker.simulation;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.fail;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clients that connect, publish, subscribe, take over and get lost, and a broker that stops and
 * crashes, under seeds. {@code -Dweir.simulation.seed=N} repeats one of them, {@code
 * -Dweir.simulation.rounds=N} runs so many, {@code -Dweir.simulation.trace=N} shows more steps of a
 * failure.
 */
class SessionSimulationTest {
  private static final int ROUNDS = 12;

  private static Vertx vertx;

  @TempDir Path folder;

  @BeforeAll
  static void open() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(30, SECONDS);
  }

  static LongStream seeds() {
    Long one = Long.getLong("weir.simulation.seed");
    return one == null
        ? LongStream.rangeClosed(1, Integer.getInteger("weir.simulation.rounds", ROUNDS))
        : LongStream.of(one);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void every_session_gets_what_it_is_owed_and_nothing_else(long seed) throws Exception {
    try {
      new Simulation(seed, vertx, folder).run();
    } catch (AssertionError failure) {
      fail("Repeat with -Dweir.simulation.seed=%d: %s", seed, failure.getMessage(), failure);
    }
  }
}
