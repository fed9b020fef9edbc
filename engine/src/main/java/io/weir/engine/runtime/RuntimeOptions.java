package io.weir.engine.runtime;

import java.time.Duration;
import java.util.Set;

/**
 * How the runtime behaves.
 *
 * @param mailboxDeliveries deliveries that may wait in a tab before its sources hold back: a few
 *     seconds' work for a busy tab
 * @param mailboxBytes the same in bytes, as messages estimate them
 * @param closeTimeout how long a node may take to close
 * @param hiddenVariables environment variables of the process that flows don't see
 * @param safeMode whether flows are loaded but not started
 */
public record RuntimeOptions(
    int mailboxDeliveries,
    long mailboxBytes,
    Duration closeTimeout,
    Set<String> hiddenVariables,
    boolean safeMode) {

  /** The defaults. */
  public static RuntimeOptions defaults() {
    return new RuntimeOptions(10_000, 64L << 20, Duration.ofSeconds(15), Set.of(), false);
  }

  public RuntimeOptions {
    if (mailboxDeliveries < 1) {
      throw new IllegalArgumentException(
          "mailboxDeliveries must be at least 1 but is " + mailboxDeliveries);
    }
    hiddenVariables = Set.copyOf(hiddenVariables);
  }

  /** The same options with safe mode on or off. */
  public RuntimeOptions withSafeMode(boolean safe) {
    return new RuntimeOptions(mailboxDeliveries, mailboxBytes, closeTimeout, hiddenVariables, safe);
  }
}
