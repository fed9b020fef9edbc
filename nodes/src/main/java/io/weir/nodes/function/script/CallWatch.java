package io.weir.nodes.function.script;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.graalvm.polyglot.Context;

/**
 * The time limit of one sandbox: set when a call enters it, looked at by the {@link Watchdog}.
 *
 * <p>One word says it all, so that a call costs two writes: 0 while nothing runs, the deadline
 * while something does, {@link #STOPPING} while the watchdog interrupts. A call that ends meanwhile
 * waits for the watchdog to finish, or the interrupt would hit the next call.
 */
final class CallWatch {
  private static final long IDLE = 0;
  private static final long STOPPING = Long.MIN_VALUE;
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** Why a call was stopped. */
  enum Reason {
    NONE,
    TIME,
    MEMORY
  }

  private final Context guest;
  private final AtomicLong deadline = new AtomicLong(IDLE);
  private int depth;
  private volatile Reason reason = Reason.NONE;
  private volatile Thread thread = Thread.currentThread();
  // The watchdog's own: what the running call had allocated when first seen.
  private long seenDeadline;
  private long allocatedBefore;

  CallWatch(Context guest) {
    this.guest = guest;
  }

  /** Enters the sandbox. Calls may nest; the outermost one counts. */
  void begin(long nanos) {
    if (depth++ == 0) {
      reason = Reason.NONE;
      thread = Thread.currentThread();
      // Never IDLE by chance: the lowest bit is always set.
      deadline.set((System.nanoTime() + nanos) | 1);
    }
  }

  /** Leaves the sandbox. */
  void end() {
    if (--depth > 0) {
      return;
    }
    long set = deadline.get();
    if (set != STOPPING && deadline.compareAndSet(set, IDLE)) {
      return;
    }
    while (deadline.get() == STOPPING) {
      LockSupport.parkNanos(100_000);
    }
    // Interrupting a sandbox also interrupts its thread; that must not outlive the call.
    boolean wasInterrupted = Thread.interrupted();
    assert wasInterrupted || !wasInterrupted;
  }

  /** Whether this is the outermost call. */
  boolean isOutermost() {
    return depth == 1;
  }

  /** Why the last call was stopped. */
  Reason reason() {
    return reason;
  }

  /**
   * Looks at the running call and stops it if it has to be.
   *
   * @return whether a call runs
   */
  boolean check(Memory memory) {
    long until = deadline.get();
    if (until == IDLE || until == STOPPING) {
      return false;
    }
    if (until - System.nanoTime() <= 0) {
      stop(until, Reason.TIME);
    } else if (until != seenDeadline) {
      seenDeadline = until;
      allocatedBefore = memory.allocatedBy(thread);
    } else if (memory.isScarce() && memory.isMuch(memory.allocatedBy(thread) - allocatedBefore)) {
      stop(until, Reason.MEMORY);
    }
    return true;
  }

  private void stop(long until, Reason why) {
    if (!deadline.compareAndSet(until, STOPPING)) {
      return;
    }
    reason = why;
    try {
      guest.interrupt(PATIENCE);
    } catch (TimeoutException e) {
      // It sits in a built-in function that doesn't listen. Cancelling makes it end at the first
      // chance, at the price of the sandbox.
      guest.close(true);
    } finally {
      deadline.set(IDLE);
    }
  }

  /** What the watchdog knows of the heap. */
  interface Memory {
    /** Bytes that a thread has allocated so far. */
    long allocatedBy(Thread thread);

    /** Whether the heap is nearly full. */
    boolean isScarce();

    /** Whether so many bytes, allocated by one call, make it the likely cause. */
    boolean isMuch(long bytes);
  }
}
