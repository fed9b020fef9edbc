package io.weir.broker.loop;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/** Turns a {@link TimerWheel} by a periodic timer of Vert.x. */
final class VertxTicks implements TimerWheel.Ticks {
  private static final long NONE = -1;

  private final Context context;
  private long timerId = NONE;

  VertxTicks(Context context) {
    this.context = context;
  }

  @Override
  public void start(long tickNanos, Runnable turn) {
    if (timerId == NONE) {
      Vertx vertx = context.owner();
      // Started from the loop itself, so Vert.x runs it there.
      timerId = vertx.setPeriodic(TimeUnit.NANOSECONDS.toMillis(tickNanos), ignored -> turn.run());
    }
  }

  @Override
  public void stop() {
    if (timerId != NONE) {
      context.owner().cancelTimer(timerId);
      timerId = NONE;
    }
  }
}
