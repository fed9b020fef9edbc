package io.weir.broker.client;

import io.weir.broker.loop.TimerWheel;
import java.util.concurrent.TimeUnit;

/**
 * Sends PINGREQ when little else is sent, and notices when no answer comes.
 *
 * @threads the loop only
 * @mqtt 5.0 §3.1.2.10
 */
public final class PingTimer {
  private final long keepAliveNanos;
  private final Runnable ping;
  private final Runnable giveUp;
  private final TimerWheel.Timer timer;
  private long lastWrittenNanos = System.nanoTime();
  private long askedNanos;
  private boolean isAwaited;

  /** Begins at once. */
  public PingTimer(TimerWheel timers, int keepAliveSeconds, Runnable ping, Runnable giveUp) {
    this.keepAliveNanos = TimeUnit.SECONDS.toNanos(keepAliveSeconds);
    this.ping = ping;
    this.giveUp = giveUp;
    this.timer = timers.timer(this::look);
    timer.start(keepAliveNanos / 4);
  }

  private void look() {
    long now = System.nanoTime();
    if (isAwaited && now - askedNanos > keepAliveNanos) {
      giveUp.run();
      return;
    }
    // Half the time is left for what is slow on the way.
    if (!isAwaited && now - lastWrittenNanos >= keepAliveNanos / 2) {
      isAwaited = true;
      askedNanos = now;
      lastWrittenNanos = now;
      ping.run();
    }
    timer.start(keepAliveNanos / 4);
  }

  /** Something else was sent, which serves as well. */
  public void written() {
    lastWrittenNanos = System.nanoTime();
  }

  /** PINGRESP. */
  public void answered() {
    isAwaited = false;
  }

  public void stop() {
    timer.stop();
  }
}
