package io.weir.bench.load;

import java.util.Arrays;

/** How long messages took, each from the moment when it was sent. */
final class Latencies {
  private long[] nanos = new long[1 << 16];
  private int size;

  void add(long taken) {
    if (size == nanos.length) {
      nanos = Arrays.copyOf(nanos, size * 2);
    }
    nanos[size++] = taken;
  }

  void clear() {
    size = 0;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** The time in microseconds that so many of them stayed within, 0.5 for one half say. */
  double micros(double part) {
    long[] sorted = Arrays.copyOf(nanos, size);
    Arrays.sort(sorted);
    return sorted[Math.min(size - 1, (int) (size * part))] / 1e3;
  }
}
