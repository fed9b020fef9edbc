package io.weir.broker.bridge;

import io.weir.broker.bridge.BridgeSettings.Restart;
import java.util.function.LongBinaryOperator;

/**
 * How long to wait before the next try: each time by chance between the base and three times the
 * last wait, at most the cap, so that many bridges don't come back at once.
 *
 * @threads one at a time
 */
final class RestartDelay {
  private final long baseNanos;
  private final long capNanos;
  private final LongBinaryOperator chance;
  private long lastNanos;

  /**
   * No wait yet.
   *
   * @param chance a number from the first up to, but not, the second
   */
  RestartDelay(Restart restart, LongBinaryOperator chance) {
    this.baseNanos = restart.base().toNanos();
    this.capNanos = Math.max(baseNanos, restart.cap().toNanos());
    this.chance = chance;
    this.lastNanos = baseNanos;
  }

  /** The next wait, in nanoseconds. */
  long nextNanos() {
    if (capNanos > baseNanos) {
      lastNanos = Math.min(capNanos, chance.applyAsLong(baseNanos, 3 * lastNanos + 1));
    }
    return lastNanos;
  }

  /** Begins with short waits again. */
  void reset() {
    lastNanos = baseNanos;
  }
}
