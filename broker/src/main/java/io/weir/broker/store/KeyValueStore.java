package io.weir.broker.store;

import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Ordered bytes that survive the process: all that the broker asks of a storage engine.
 *
 * @threads one at a time
 */
public interface KeyValueStore extends AutoCloseable {
  /** Changes that are written together or not at all. */
  interface Batch {
    void put(Table table, byte[] key, byte[] value);

    void delete(Table table, byte[] key);
  }

  /**
   * Writes what the filler puts into a batch, as one.
   *
   * @param onDevice whether it is forced onto the device before this returns
   * @throws StoreException if it could not be written; the caller may try again
   */
  void write(Consumer<Batch> filler, boolean onDevice);

  /** Forces what was written onto the device. */
  void sync();

  /** Gives back what the disk holds of entries that are no more; may take seconds. */
  default void compact() {}

  /**
   * Calls back with each entry in the order of keys, compared as unsigned bytes.
   *
   * @throws StoreException if an entry can't be read; those before it have been handed over
   */
  void forEach(Table table, BiConsumer<byte[], byte[]> entry);

  @Override
  void close();
}
