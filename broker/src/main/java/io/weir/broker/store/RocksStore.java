package io.weir.broker.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Status;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * RocksDB with small buffers: what is owed is in memory anyway, and read from here at start only.
 *
 * <p>It compacts itself, too; a torn end of its log, which a power failure can leave, is cut off.
 */
final class RocksStore implements KeyValueStore {
  private static final long WRITE_BUFFER_BYTES = 4L * 1024 * 1024;
  private static final long LOG_BYTES = 16L * 1024 * 1024;
  private static final long CACHE_BYTES = 4L * 1024 * 1024;
  private static final int OPEN_FILES = 64;

  private final RocksDB database;
  private final Map<Table, ColumnFamilyHandle> families = new EnumMap<>(Table.class);
  private final ColumnFamilyHandle unused;
  private final List<AutoCloseable> resources;
  private final WriteBatch reused = new WriteBatch();
  private final WriteOptions toSystem = new WriteOptions();
  private final WriteOptions toDevice = new WriteOptions().setSync(true);

  private RocksStore(
      RocksDB database, List<ColumnFamilyHandle> handles, List<AutoCloseable> resources) {
    this.database = database;
    this.resources = resources;
    Iterator<ColumnFamilyHandle> inOrder = handles.iterator();
    this.unused = inOrder.next();
    for (Table table : Table.values()) {
      families.put(table, inOrder.next());
    }
  }

  /** How a store is opened. */
  enum Mode {
    /** To be written to; whatever is damaged beyond a torn end is an error. */
    NORMAL,
    /** To read what can still be read of a damaged one. */
    SALVAGE
  }

  /**
   * Opens the store in a directory, and makes it if there is none.
   *
   * @throws StoreException if it is damaged or can't be opened for another reason
   */
  static RocksStore open(Path directory, Mode mode) {
    NativeLibrary.load(directory);
    LRUCache cache = new LRUCache(CACHE_BYTES);
    BlockBasedTableConfig table = new BlockBasedTableConfig().setBlockCache(cache);
    ColumnFamilyOptions ofFamily =
        new ColumnFamilyOptions()
            .setWriteBufferSize(WRITE_BUFFER_BYTES)
            .setMaxWriteBufferNumber(2)
            .setCompressionType(CompressionType.NO_COMPRESSION)
            .setTableFormatConfig(table);
    boolean isSalvage = mode == Mode.SALVAGE;
    DBOptions options =
        new DBOptions()
            .setCreateIfMissing(!isSalvage)
            .setCreateMissingColumnFamilies(true)
            .setParanoidChecks(!isSalvage)
            .setWalRecoveryMode(
                isSalvage
                    ? WALRecoveryMode.SkipAnyCorruptedRecords
                    : WALRecoveryMode.PointInTimeRecovery)
            .setMaxTotalWalSize(LOG_BYTES)
            .setMaxOpenFiles(OPEN_FILES)
            .setMaxBackgroundJobs(2)
            .setStatsDumpPeriodSec(0)
            .setStatsPersistPeriodSec(0)
            .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
            .setKeepLogFileNum(2);
    List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
    // RocksDB insists on this one.
    descriptors.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, ofFamily));
    for (Table each : Table.values()) {
      descriptors.add(new ColumnFamilyDescriptor(each.nameBytes(), ofFamily));
    }
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    List<AutoCloseable> resources = List.of(ofFamily, options, cache);
    try {
      RocksDB database = RocksDB.open(options, directory.toString(), descriptors, handles);
      return new RocksStore(database, handles, resources);
    } catch (RocksDBException failure) {
      resources.forEach(RocksStore::close);
      throw failed("", failure);
    }
  }

  /** A file that is missing is damage; everything else that the system refuses is not. */
  private static StoreException failed(String prefix, RocksDBException failure) {
    String message = prefix + failure.getMessage();
    Status status = failure.getStatus();
    boolean isOutside =
        status != null
            && status.getCode() == Status.Code.IOError
            && !message.contains("No such file");
    return isOutside
        ? StoreException.outside(message, failure)
        : new StoreException(message, failure);
  }

  private ColumnFamilyHandle family(Table table) {
    return Objects.requireNonNull(families.get(table));
  }

  @Override
  public void write(Consumer<Batch> filler, boolean onDevice) {
    reused.clear();
    filler.accept(new RocksBatch());
    try {
      database.write(onDevice ? toDevice : toSystem, reused);
    } catch (RocksDBException failure) {
      throw failed("writing failed: ", failure);
    }
  }

  @Override
  public void sync() {
    try {
      database.syncWal();
    } catch (RocksDBException failure) {
      throw failed("syncing failed: ", failure);
    }
  }

  @Override
  public void compact() {
    try {
      for (ColumnFamilyHandle family : families.values()) {
        database.compactRange(family);
      }
    } catch (RocksDBException failure) {
      throw new StoreException("compacting failed: " + failure.getMessage(), failure);
    }
  }

  @Override
  public void forEach(Table table, BiConsumer<byte[], byte[]> entry) {
    try (ReadOptions options = new ReadOptions().setFillCache(false);
        RocksIterator iterator = database.newIterator(family(table), options)) {
      for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
        entry.accept(iterator.key(), iterator.value());
      }
      iterator.status();
    } catch (RocksDBException failure) {
      throw failed("reading failed: ", failure);
    }
  }

  @Override
  public void close() {
    families.values().forEach(ColumnFamilyHandle::close);
    unused.close();
    database.close();
    Arrays.asList(reused, toSystem, toDevice).forEach(RocksStore::close);
    resources.forEach(RocksStore::close);
  }

  private static void close(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception failure) {
      throw new StoreException("closing failed", failure);
    }
  }

  private final class RocksBatch implements Batch {
    @Override
    public void put(Table table, byte[] key, byte[] value) {
      try {
        reused.put(family(table), key, value);
      } catch (RocksDBException failure) {
        throw new StoreException("a batch could not take more", failure);
      }
    }

    @Override
    public void delete(Table table, byte[] key) {
      try {
        reused.delete(family(table), key);
      } catch (RocksDBException failure) {
        throw new StoreException("a batch could not take more", failure);
      }
    }
  }
}
