package io.weir.engine.live;

/**
 * So many in each moment: all that come after a pause, and only some of what never pauses.
 *
 * @threads one
 */
final class Allowance {
  private static final long MOMENT_MILLIS = 200;

  private final int most;
  private long endMillis;
  private int taken;

  Allowance(int most) {
    this.most = most;
  }

  /** Takes one if there is one left. */
  boolean take(long nowMillis) {
    if (nowMillis >= endMillis) {
      endMillis = nowMillis + MOMENT_MILLIS;
      taken = 0;
    }
    if (taken == most) {
      return false;
    }
    taken++;
    return true;
  }
}
