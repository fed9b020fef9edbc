package io.weir.broker.store;

import io.vertx.core.Future;
import io.weir.broker.BrokerConfig.Persistence;
import io.weir.broker.BrokerEvent;
import io.weir.broker.BrokerEvent.StoreDamaged;
import io.weir.broker.BrokerException;
import io.weir.broker.loop.BrokerLoop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.Consumer;

/**
 * The broker's durable state: opened, read once, then written to by one thread.
 *
 * @threads opening and closing block; the rest as noted
 */
public final class BrokerStore {
  /** Written into each store; one with a higher number was made by a newer program. */
  private static final int FORMAT = 1;

  private static final byte[] FORMAT_KEY = {'f'};
  private static final long CLOSE_TIMEOUT_MILLIS = 8_000;

  private final Path directory;
  private final StoreWriter writer;
  private StoredState state;

  private BrokerStore(Path directory, StoreWriter writer, StoredState state) {
    this.directory = directory;
    this.writer = writer;
    this.state = state;
  }

  /**
   * Opens the store, and makes it if there is none. A damaged one is moved aside and what can be
   * read of it is taken over.
   *
   * @throws BrokerException if it is in use, of a newer program, or can't be made here
   * @threads one that may block
   */
  public static BrokerStore open(Persistence persistence, Consumer<BrokerEvent> events) {
    Path directory = persistence.directory().resolve("store");
    makeDirectory(persistence.directory());
    KeyValueStore store;
    StateReader reader;
    StoredState state;
    try {
      store = RocksStore.open(directory, RocksStore.Mode.NORMAL);
      try {
        checkFormat(store, directory);
        reader = new StateReader(store, false);
        state = reader.read();
      } catch (RuntimeException unreadable) {
        store.close();
        throw unreadable;
      }
    } catch (StoreException failure) {
      if (isInUse(failure)) {
        throw new BrokerException(
            "the store in " + directory + " is in use by another process; stop it first");
      }
      if (failure.isOutside()) {
        throw new BrokerException(
            "the store in "
                + directory
                + " can't be used, and was left as it is: "
                + failure.getMessage());
      }
      if (!Files.exists(directory.resolve("CURRENT"))) {
        throw new BrokerException(
            "no store could be made in " + directory + ": " + failure.getMessage());
      }
      store = replaceDamaged(directory, failure, events);
      reader = new StateReader(store, true);
      state = reader.read();
    }
    StoreWriter writer =
        new StoreWriter(
            store, persistence.sync(), reader.lastSession(), reader.lastSequence(), events);
    writer.start();
    return new BrokerStore(directory, writer, state);
  }

  /** Others on the machine have no business in there: messages may be private. */
  private static void makeDirectory(Path directory) {
    try {
      if (Files.notExists(directory)) {
        Files.createDirectories(directory);
        if (Files.getFileStore(directory).supportsFileAttributeView("posix")) {
          Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        }
      }
      if (!Files.isWritable(directory)) {
        throw new BrokerException(
            "the directory " + directory + " of the store is not writable; see its owner and mode");
      }
    } catch (IOException failure) {
      throw new BrokerException("the directory " + directory + " can't be made: " + failure);
    }
  }

  private static boolean isInUse(StoreException failure) {
    String message = String.valueOf(failure.getMessage());
    return failure.isOutside() && (message.contains("lock file") || message.contains("lock hold"));
  }

  private static void checkFormat(KeyValueStore store, Path directory) {
    int[] format = new int[1];
    store.forEach(Table.META, (key, value) -> format[0] = new RecordReader(value).integer());
    if (format[0] > FORMAT) {
      throw new BrokerException(
          "the store in " + directory + " was written by a newer version; use that one");
    }
    if (format[0] == 0) {
      store.write(
          batch -> batch.put(Table.META, FORMAT_KEY, new RecordWriter(4).integer(FORMAT).toBytes()),
          true);
    }
  }

  private static KeyValueStore replaceDamaged(
      Path directory, StoreException damage, Consumer<BrokerEvent> events) {
    String when =
        LocalDateTime.now(ZoneId.systemDefault())
            .format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
    Path aside = directory.resolveSibling("store.damaged-" + when);
    try {
      Files.move(directory, aside);
    } catch (IOException failure) {
      throw new BrokerException(
          "the store in " + directory + " is damaged and could not be moved aside: " + failure);
    }
    KeyValueStore fresh;
    try {
      fresh = RocksStore.open(directory, RocksStore.Mode.NORMAL);
    } catch (StoreException failure) {
      throw new BrokerException(
          "the store was damaged and is in "
              + aside
              + " now; another could not be made: "
              + failure.getMessage());
    }
    checkFormat(fresh, directory);
    long saved = Salvage.copy(aside, fresh);
    events.accept(new StoreDamaged(aside, saved, String.valueOf(damage.getMessage())));
    return fresh;
  }

  /** What it held when it was opened. */
  public StoredState state() {
    return state;
  }

  /** The same, for the last time: not held in memory twice any longer. */
  public StoredState takeState() {
    StoredState taken = state;
    state = StoredState.EMPTY;
    return taken;
  }

  /** What there is to say about opening it. */
  public BrokerEvent.StoreOpened opened(long millis) {
    return new BrokerEvent.StoreOpened(
        directory, state.sessions().size(), state.deliveries(), state.retained().size(), millis);
  }

  /** The journal of a loop; ask once for each. */
  public Journal journal(BrokerLoop loop) {
    return new LoopJournal(loop, writer);
  }

  /** Where retained messages are noted, from any thread. */
  public RetainedStore retained() {
    return change -> writer.add(new StoreWriter.Unit(List.of(change), change.weight(), () -> {}));
  }

  /**
   * Writes what was noted, forces it onto the device and compacts it.
   *
   * @return completed on the thread that writes
   * @threads any
   */
  public Future<Void> save() {
    return writer.save();
  }

  /**
   * Writes what was noted, forces it onto the device and closes.
   *
   * @threads one that may block, after the loops have stopped
   */
  public void close() {
    writer.close(CLOSE_TIMEOUT_MILLIS);
  }
}
