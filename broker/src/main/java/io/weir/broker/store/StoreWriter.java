package io.weir.broker.store;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.broker.BrokerConfig.Persistence.Sync;
import io.weir.broker.BrokerEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes: takes all that waits, writes it as one group, and says that it is
 * safe.
 *
 * <p>While the store can't be written nothing is acknowledged, and the group is tried again each
 * second. What waits is bounded by publishers being made to wait, see {@link #isBehind}.
 */
final class StoreWriter {
  /** What may wait to be written before publishers have to wait too. */
  private static final long MAX_WAITING_BYTES = 32L * 1024 * 1024;

  /** A group larger than this would keep its acknowledgements back for long. */
  private static final long MAX_GROUP_BYTES = 4L * 1024 * 1024;

  private static final long SYNC_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

  /**
   * Changes that are written together or not at all.
   *
   * @param whenSafe called on the writing thread once they are
   */
  record Unit(List<Change> changes, int weight, Runnable whenSafe) {}

  /** Wakes the thread. */
  private static final Unit NOTHING = new Unit(List.of(), 0, () -> {});

  private final KeyValueStore store;
  private final Sync sync;
  private final Consumer<BrokerEvent> events;
  private final LinkedBlockingQueue<Unit> queue = new LinkedBlockingQueue<>();
  private final AtomicLong waitingBytes = new AtomicLong();
  private final AtomicLong lastSession;
  private final AtomicLong lastSequence;
  private final Thread thread;
  private volatile boolean isStopping;

  /** Written by the thread alone. */
  private volatile boolean isFailing;

  // Confined to the thread.
  private boolean isUnsynced;
  private long lastSync = System.nanoTime();

  StoreWriter(
      KeyValueStore store,
      Sync sync,
      long lastSession,
      long lastSequence,
      Consumer<BrokerEvent> events) {
    this.store = store;
    this.sync = sync;
    this.lastSession = new AtomicLong(lastSession);
    this.lastSequence = new AtomicLong(lastSequence);
    this.events = events;
    this.thread = new Thread(this::run, "weir-broker-store");
    this.thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  long newSessionNumber() {
    return lastSession.incrementAndGet();
  }

  long newSequence() {
    return lastSequence.incrementAndGet();
  }

  /** Whether so much waits that those who cause it should stop. */
  boolean isBehind() {
    return waitingBytes.get() > MAX_WAITING_BYTES;
  }

  /** Whether nothing could be written when it was last tried. */
  boolean isFailing() {
    return isFailing;
  }

  /**
   * Hands a unit over; units are written in this order.
   *
   * @threads any
   */
  void add(Unit unit) {
    waitingBytes.addAndGet(unit.weight());
    queue.add(unit);
  }

  /**
   * Writes what waits, forces it onto the device and compacts the store. What comes meanwhile
   * waits.
   *
   * @threads any
   */
  Future<Void> save() {
    Promise<Void> saved = Promise.promise();
    queue.add(
        new Unit(
            List.of(),
            0,
            () -> {
              try {
                store.sync();
                store.compact();
                saved.complete();
              } catch (StoreException failure) {
                saved.fail(failure);
              }
            }));
    return saved.future();
  }

  /**
   * Writes what waits, and closes the store.
   *
   * @threads one that may block
   */
  void close(long timeoutMillis) {
    isStopping = true;
    queue.add(NOTHING);
    try {
      thread.join(timeoutMillis);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    List<Unit> group = new ArrayList<>();
    while (!isStopping || !queue.isEmpty()) {
      group.clear();
      collect(group);
      if (!group.isEmpty()) {
        write(group);
      }
      syncIfDue();
    }
    if (isUnsynced) {
      attempt(store::sync);
    }
    store.close();
  }

  /** Takes what waits, up to a bound. */
  private void collect(List<Unit> group) {
    @Nullable Unit unit = next();
    long weight = 0;
    while (unit != null) {
      group.add(unit);
      weight += unit.weight();
      unit = weight < MAX_GROUP_BYTES ? queue.poll() : null;
    }
  }

  private @Nullable Unit next() {
    try {
      return isUnsynced && sync == Sync.SECOND
          ? queue.poll(SYNC_INTERVAL_NANOS, TimeUnit.NANOSECONDS)
          : queue.take();
    } catch (InterruptedException interrupted) {
      isStopping = true;
      return null;
    }
  }

  private void write(List<Unit> group) {
    long weight = 0;
    for (Unit unit : group) {
      weight += unit.weight();
    }
    boolean isWritten =
        attempt(() -> store.write(batch -> fill(batch, group), sync == Sync.DEVICE));
    waitingBytes.addAndGet(-weight);
    if (isWritten) {
      isUnsynced = sync != Sync.DEVICE;
      for (Unit unit : group) {
        unit.whenSafe().run();
      }
    }
  }

  private static void fill(KeyValueStore.Batch batch, List<Unit> group) {
    for (Unit unit : group) {
      for (Change change : unit.changes()) {
        change.writeTo(batch);
      }
    }
  }

  private void syncIfDue() {
    if (sync == Sync.SECOND && isUnsynced && System.nanoTime() - lastSync >= SYNC_INTERVAL_NANOS) {
      attempt(store::sync);
      isUnsynced = false;
      lastSync = System.nanoTime();
    }
  }

  /** Tries until it works; returns false if the broker stops before it does. */
  private boolean attempt(Runnable action) {
    while (true) {
      try {
        action.run();
        if (isFailing) {
          isFailing = false;
          events.accept(new BrokerEvent.StoreRecovered());
        }
        return true;
      } catch (StoreException failure) {
        if (!isFailing) {
          isFailing = true;
          events.accept(new BrokerEvent.StoreFailing(failure));
        }
        if (isStopping || !waitASecond()) {
          return false;
        }
      }
    }
  }

  private static boolean waitASecond() {
    try {
      TimeUnit.SECONDS.sleep(1);
      return true;
    } catch (InterruptedException interrupted) {
      return false;
    }
  }
}
