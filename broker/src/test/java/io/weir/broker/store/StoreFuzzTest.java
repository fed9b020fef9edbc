package io.weir.broker.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.sun.management.ThreadMXBean;
import io.weir.broker.topic.TopicFilter;
import io.weir.broker.topic.TopicName;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Whatever a damaged store holds: what can be read is read, the rest is cleared away, and nothing
 * of it stops the start.
 */
class StoreFuzzTest {
  private static final Table[] TABLES = Table.values();
  private static final long FREE_BYTES = 256 * 1024;
  private static final long BYTES_PER_BYTE = 2_000;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /**
   * A store.
   *
   * @param input entry by entry: the table, the lengths of key and value, key, value
   */
  @FuzzTest(maxDuration = "", maxExecutions = 30_000)
  void any_entries_leave_a_state_that_can_be_taken_up(byte[] input) {
    long allocated = Long.MAX_VALUE;
    for (int i = 0; i < 3 && allocated > FREE_BYTES; i++) {
      Entries store = new Entries(input);
      long before = THREADS.getCurrentThreadAllocatedBytes();
      StoredState state = new StateReader(store, true).read();
      allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
      check(state);
      // What made no sense is gone, so that a second start finds nothing to complain of.
      new StateReader(store, false).read();
    }
    assertThat(allocated)
        .as("bytes allocated for %d bytes", input.length)
        .isLessThan(FREE_BYTES + BYTES_PER_BYTE * input.length);
  }

  private static void check(StoredState state) {
    for (StoredState.SessionState session : state.sessions()) {
      assertThat(session.subscriptions().keySet())
          .allMatch(filter -> TopicFilter.problem(filter) == null);
      assertThat(session.inboundIds()).allMatch(id -> id > 0 && id <= 65_535);
      assertThat(session.deliveries())
          .allMatch(d -> d.owner().packetId() >= 0 && d.owner().packetId() <= 65_535)
          .allMatch(d -> isTopic(d.message().publication().topic()));
    }
    assertThat(state.retained()).allMatch(kept -> isTopic(kept.publication().topic()));
    assertThat(state.wills()).allMatch(will -> isTopic(will.will().publication().topic()));
  }

  private static boolean isTopic(String topic) {
    return TopicName.problem(topic, 65_536) == null;
  }

  private static final class Entries implements KeyValueStore {
    private final Map<Table, TreeMap<byte[], byte[]>> tables = new EnumMap<>(Table.class);

    Entries(byte[] input) {
      for (Table table : TABLES) {
        tables.put(table, new TreeMap<>(Arrays::compareUnsigned));
      }
      int at = 0;
      while (at + 4 <= input.length) {
        int keyEnd = Math.min(input.length, at + 4 + (input[at + 1] & 0xFF));
        int valueLength = (input[at + 2] & 0xFF) << 8 | (input[at + 3] & 0xFF);
        int valueEnd = Math.min(input.length, keyEnd + valueLength);
        tables
            .get(TABLES[(input[at] & 0x7F) % TABLES.length])
            .putIfAbsent(
                Arrays.copyOfRange(input, at + 4, keyEnd),
                Arrays.copyOfRange(input, keyEnd, valueEnd));
        at = valueEnd;
      }
    }

    @Override
    public void write(Consumer<Batch> filler, boolean onDevice) {
      filler.accept(
          new Batch() {
            @Override
            public void put(Table table, byte[] key, byte[] value) {
              throw new AssertionError("reading writes nothing");
            }

            @Override
            public void delete(Table table, byte[] key) {
              tables.get(table).remove(key);
            }
          });
    }

    @Override
    public void sync() {}

    @Override
    public void forEach(Table table, BiConsumer<byte[], byte[]> entry) {
      tables.get(table).forEach(entry);
    }

    @Override
    public void close() {}
  }
}
