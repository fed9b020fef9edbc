package io.weir.broker.loop;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An event loop as the broker sees it: a place that sessions and connections belong to.
 *
 * <p>Work from other threads comes through one queue and costs one wake-up, however much of it
 * there is.
 */
public final class BrokerLoop {
  private static final Logger log = LoggerFactory.getLogger(BrokerLoop.class);

  /** Long enough to amortise a turn, short enough that sockets on this loop are served. */
  private static final int TASKS_PER_TURN = 1_024;

  private final int index;
  private final Context context;
  private final Thread thread;
  private final TimerWheel timers;
  private final LoopStats stats = new LoopStats();
  private final ConcurrentLinkedQueue<Runnable> inbox = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean awake = new AtomicBoolean();

  /**
   * Takes the context that it is called on.
   *
   * @param index from 0; the position in arrays that hold something for each loop
   * @threads the loop itself
   */
  public BrokerLoop(int index, Context context) {
    this.index = index;
    this.context = context;
    this.thread = Thread.currentThread();
    this.timers = new TimerWheel(System::nanoTime, new VertxTicks(context));
  }

  public int index() {
    return index;
  }

  public TimerWheel timers() {
    return timers;
  }

  public LoopStats stats() {
    return stats;
  }

  /** Whether the caller runs on this loop. */
  public boolean isCurrent() {
    return Thread.currentThread() == thread;
  }

  /**
   * Runs a task on this loop, after those handed in before it by the same thread.
   *
   * @threads any
   */
  public void execute(Runnable task) {
    inbox.add(task);
    if (!awake.get() && awake.compareAndSet(false, true)) {
      context.runOnContext(ignored -> drain());
    }
  }

  /** Runs a task at once if the caller is on this loop, otherwise as {@link #execute}. */
  public void run(Runnable task) {
    if (isCurrent()) {
      task.run();
    } else {
      execute(task);
    }
  }

  /**
   * Begins something on this loop, as {@link #execute} does.
   *
   * @threads any
   */
  public <T> Future<T> call(Supplier<Future<T>> action) {
    Promise<T> done = Promise.promise();
    execute(() -> action.get().onComplete(done));
    return done.future();
  }

  /**
   * Runs a task when what is being worked on now is done: after the sockets that are readable now.
   *
   * @threads the loop itself
   */
  public void afterThisTick(Runnable task) {
    context.runOnContext(ignored -> task.run());
  }

  private void drain() {
    // Before the queue is looked at: whoever adds from here on wakes the loop again.
    awake.set(false);
    for (int i = 0; i < TASKS_PER_TURN; i++) {
      Runnable task = inbox.poll();
      if (task == null) {
        return;
      }
      runSafely(task);
    }
    if (awake.compareAndSet(false, true)) {
      context.runOnContext(ignored -> drain());
    }
  }

  private static void runSafely(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException failure) {
      // One client's mishap must not take the tasks behind it along.
      log.error("a task on a broker loop failed", failure);
    }
  }
}
