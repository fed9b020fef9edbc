package io.weir.nodes.support;

import io.weir.engine.message.Values;
import org.jspecify.annotations.Nullable;

/** Ports as flows write them. */
public final class PortNumber {
  /** What is no port. */
  public static final int NONE = -1;

  private static final int LARGEST = 65_535;

  private PortNumber() {}

  /** The port that a number or its text says; {@link #NONE} if it says none. */
  public static int of(@Nullable Object value) {
    double number = value == null || "".equals(value) ? Double.NaN : Values.toNumber(value);
    return number >= 0 && number <= LARGEST && number == Math.rint(number) ? (int) number : NONE;
  }
}
