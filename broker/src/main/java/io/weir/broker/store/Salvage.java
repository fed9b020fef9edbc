package io.weir.broker.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Takes over from a damaged store whatever can still be read. */
final class Salvage {
  private static final int ENTRIES_PER_BATCH = 1_000;

  private Salvage() {}

  /**
   * Copies what can be read.
   *
   * @return how many entries
   */
  static long copy(Path damaged, KeyValueStore to) {
    KeyValueStore from;
    try {
      from = RocksStore.open(damaged, RocksStore.Mode.SALVAGE);
    } catch (StoreException beyondReading) {
      return 0;
    }
    long copied = 0;
    try (from) {
      for (Table table : Table.values()) {
        if (table != Table.META) {
          copied += copy(table, from, to);
        }
      }
    }
    return copied;
  }

  private static long copy(Table table, KeyValueStore from, KeyValueStore to) {
    Copying copying = new Copying(table, to);
    try {
      from.forEach(table, copying::take);
    } catch (StoreException unreadable) {
      // What stands behind the damage in this table is lost; the other tables may be whole.
    }
    copying.flush();
    return copying.count;
  }

  private static final class Copying {
    private final Table table;
    private final KeyValueStore to;
    private final List<byte[][]> entries = new ArrayList<>();
    private long count;

    Copying(Table table, KeyValueStore to) {
      this.table = table;
      this.to = to;
    }

    void take(byte[] key, byte[] value) {
      entries.add(new byte[][] {key, value});
      count++;
      if (entries.size() == ENTRIES_PER_BATCH) {
        flush();
      }
    }

    void flush() {
      to.write(batch -> entries.forEach(e -> batch.put(table, e[0], e[1])), false);
      entries.clear();
    }
  }
}
