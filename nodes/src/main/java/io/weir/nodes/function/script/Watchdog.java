package io.weir.nodes.function.script;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops calls that never return or eat up the heap: one thread which looks at every sandbox now and
 * then, so that a call itself costs next to nothing.
 */
final class Watchdog implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Watchdog.class);

  /** Half the shortest time limit that makes sense to a user, 10 ms. */
  private static final long BUSY_NANOS = 5_000_000;

  private static final long QUIET_NANOS = 50_000_000;

  private final Set<CallWatch> watches = ConcurrentHashMap.newKeySet();
  private final CallWatch.Memory memory;
  private final Thread thread;
  private volatile boolean closed;

  Watchdog(CallWatch.Memory memory) {
    this.memory = memory;
    thread = new Thread(this::watch, "weir-script-watchdog");
    thread.setDaemon(true);
    thread.start();
  }

  void add(CallWatch watch) {
    watches.add(watch);
    LockSupport.unpark(thread);
  }

  void remove(CallWatch watch) {
    watches.remove(watch);
  }

  private void watch() {
    while (!closed) {
      if (watches.isEmpty()) {
        LockSupport.park(this);
        continue;
      }
      boolean busy = false;
      for (CallWatch watch : watches) {
        try {
          busy |= watch.check(memory);
        } catch (RuntimeException e) {
          log.error("a script could not be stopped", e);
        }
      }
      LockSupport.parkNanos(this, busy ? BUSY_NANOS : QUIET_NANOS);
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
