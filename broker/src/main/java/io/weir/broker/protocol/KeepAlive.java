package io.weir.broker.protocol;

import io.weir.broker.loop.TimerWheel;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Watches that a client is alive: a whole packet at least every one and a half keep-alive
 * intervals.
 *
 * <p>Packets only leave a time; the timer looks at it when it is due and starts anew for the rest.
 *
 * @threads the connection's loop
 * @mqtt 5.0 §3.1.2.10 [MQTT-3.1.2-22]
 */
final class KeepAlive {
  private final long limitNanos;
  private final TimerWheel.Timer timer;
  private final BooleanSupplier isExcused;
  private final Runnable onSilence;
  private long lastPacketNanos = System.nanoTime();

  /**
   * Starts at once.
   *
   * @param isExcused whether silence is our own doing, since we read nothing from the client
   */
  KeepAlive(TimerWheel timers, int seconds, BooleanSupplier isExcused, Runnable onSilence) {
    this.limitNanos = TimeUnit.MILLISECONDS.toNanos(seconds * 1_500L);
    this.isExcused = isExcused;
    this.onSilence = onSilence;
    this.timer = timers.timer(this::check);
    timer.start(limitNanos);
  }

  void packetSeen() {
    lastPacketNanos = System.nanoTime();
  }

  void stop() {
    timer.stop();
  }

  private void check() {
    if (isExcused.getAsBoolean()) {
      timer.start(limitNanos);
      return;
    }
    long silentNanos = System.nanoTime() - lastPacketNanos;
    if (silentNanos >= limitNanos) {
      onSilence.run();
    } else {
      timer.start(limitNanos - silentNanos);
    }
  }
}
