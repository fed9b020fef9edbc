package io.weir.engine.runtime;

/**
 * Lets so many through in a second and counts the rest.
 *
 * @threads the tab's context; a call from elsewhere may miscount, which does no harm
 */
final class Throttle {
  private static final long SECOND_NANOS = 1_000_000_000L;

  private final int mostPerSecond;
  private long windowStart = System.nanoTime();
  private int inWindow;
  private int refused;

  Throttle(int mostPerSecond) {
    this.mostPerSecond = mostPerSecond;
  }

  /** Whether one more may pass now. */
  boolean allows() {
    long now = System.nanoTime();
    if (now - windowStart >= SECOND_NANOS) {
      windowStart = now;
      inWindow = 0;
    }
    if (inWindow < mostPerSecond) {
      inWindow++;
      return true;
    }
    refused++;
    return false;
  }

  /** How many were refused since this was last asked. */
  int takeRefused() {
    int count = refused;
    refused = 0;
    return count;
  }
}
