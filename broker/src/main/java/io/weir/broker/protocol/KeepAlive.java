package io.weir.broker.protocol;

import io.weir.broker.loop.TimerWheel;
import java.util.concurrent.TimeUnit;

/**
 * Watches that a client is alive: a whole packet at least every one and a half keep-alive
 * intervals.
 *
 * <p>Packets only leave a time; the timer looks at it when it is due and starts anew for the rest.
 *
 * @threads the connection's loop
 * @mqtt 5.0 §3.1.2.10 [MQTT-3.1.2-22]
 */
final class KeepAlive implements Runnable {
  /** Whose client it is. */
  interface Owner {
    /** Whether silence is our own doing, since we read nothing from the client. */
    boolean isNotRead();

    void silenceNoticed();
  }

  private final long limitNanos;
  private final TimerWheel.Timer timer;
  private final Owner owner;
  private long lastPacketNanos = System.nanoTime();

  /** Starts at once. */
  KeepAlive(TimerWheel timers, int seconds, Owner owner) {
    this.limitNanos = TimeUnit.MILLISECONDS.toNanos(seconds * 1_500L);
    this.owner = owner;
    this.timer = timers.timer(this);
    timer.start(limitNanos);
  }

  void packetSeen() {
    lastPacketNanos = System.nanoTime();
  }

  void stop() {
    timer.stop();
  }

  /** The time is over, unless something has come meanwhile. */
  @Override
  public void run() {
    if (owner.isNotRead()) {
      timer.start(limitNanos);
      return;
    }
    long silentNanos = System.nanoTime() - lastPacketNanos;
    if (silentNanos >= limitNanos) {
      owner.silenceNoticed();
    } else {
      timer.start(limitNanos - silentNanos);
    }
  }
}
