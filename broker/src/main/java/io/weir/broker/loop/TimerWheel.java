package io.weir.broker.loop;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Timers of one loop, cheap enough for several per connection: starting and stopping one links and
 * unlinks a node, and nothing is allocated in the timer service below.
 *
 * <p>Accurate to a tick. Ticks run only while there are timers.
 *
 * @threads the loop only
 */
public final class TimerWheel {
  /** Keep alive is counted in seconds; a tenth of one is accurate enough. */
  static final long TICK_NANOS = 100_000_000L;

  private static final int SLOTS = 512;

  /** What makes the wheel turn. */
  public interface Ticks {
    /** Calls {@link TimerWheel#turn} each tick until stopped. */
    void start(long tickNanos, Runnable turn);

    void stop();
  }

  /** A timer, running or not. It may be started again. */
  public final class Timer {
    private final Runnable action;
    private long dueTick;
    private @Nullable Timer previous;
    private @Nullable Timer next;
    private int slot = -1;

    private Timer(Runnable action) {
      this.action = action;
    }

    /** Starts, or starts afresh. */
    public void start(long delayNanos) {
      stop();
      link(this, delayNanos);
    }

    public void stop() {
      if (slot >= 0) {
        unlink(this);
      }
    }

    public boolean isRunning() {
      return slot >= 0;
    }
  }

  private final LongSupplier nanoClock;
  private final Ticks ticks;
  private final @Nullable Timer[] slots = new Timer[SLOTS];
  private final long epoch;
  private long currentTick;
  private int running;

  public TimerWheel(LongSupplier nanoClock, Ticks ticks) {
    this.nanoClock = nanoClock;
    this.ticks = ticks;
    this.epoch = nanoClock.getAsLong();
  }

  /** A timer that does this when it is due; not started yet. */
  public Timer timer(Runnable action) {
    return new Timer(action);
  }

  /** How many timers are running. */
  public int running() {
    return running;
  }

  /** Runs what is due. */
  public void turn() {
    long now = (nanoClock.getAsLong() - epoch) / TICK_NANOS;
    // After a pause of more than a round each slot needs to be looked at only once.
    long from = Math.max(currentTick + 1, now - SLOTS + 1);
    currentTick = now;
    for (long tick = from; tick <= now; tick++) {
      fire((int) (tick & (SLOTS - 1)), now);
    }
    if (running == 0) {
      ticks.stop();
    }
  }

  private void fire(int slot, long now) {
    Timer timer = slots[slot];
    while (timer != null) {
      Timer following = timer.next;
      if (timer.dueTick <= now) {
        unlink(timer);
        timer.action.run();
        // The action may have changed this list; what it started is due in a later turn.
        following = following != null && following.slot != slot ? slots[slot] : following;
      }
      timer = following;
    }
  }

  private void link(Timer timer, long delayNanos) {
    long nowNanos = nanoClock.getAsLong() - epoch;
    if (running++ == 0) {
      currentTick = nowNanos / TICK_NANOS;
      ticks.start(TICK_NANOS, this::turn);
    }
    long due = nowNanos + Math.max(0, delayNanos);
    timer.dueTick = Math.max(currentTick + 1, due / TICK_NANOS + 1);
    timer.slot = (int) (timer.dueTick & (SLOTS - 1));
    Timer head = slots[timer.slot];
    timer.next = head;
    timer.previous = null;
    if (head != null) {
      head.previous = timer;
    }
    slots[timer.slot] = timer;
  }

  private void unlink(Timer timer) {
    if (timer.previous == null) {
      slots[timer.slot] = timer.next;
    } else {
      timer.previous.next = timer.next;
    }
    if (timer.next != null) {
      timer.next.previous = timer.previous;
    }
    timer.previous = null;
    timer.next = null;
    timer.slot = -1;
    running--;
  }
}
