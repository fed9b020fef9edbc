package io.weir.nodes.function;

import io.weir.engine.message.Message;

/**
 * The time between two messages: what is configured, or what a message asked for since.
 *
 * @threads the node's
 */
final class Pace {
  private final double configuredMillis;
  private final boolean mayBeChanged;
  private double millis;

  /**
   * A pace.
   *
   * @param configuredMillis milliseconds between two messages
   * @param mayBeChanged whether {@code msg.rate} counts
   */
  Pace(double configuredMillis, boolean mayBeChanged) {
    this.configuredMillis = configuredMillis;
    this.mayBeChanged = mayBeChanged;
    millis = configuredMillis;
  }

  /** Takes over what a message asks for; says whether that is another pace. */
  boolean follow(Message message) {
    if (!mayBeChanged) {
      return false;
    }
    double wanted = LeadingNumber.of(message.get("rate"));
    if (Double.isNaN(wanted) || wanted == millis) {
      return false;
    }
    millis = wanted;
    return true;
  }

  /** Back to what is configured; says whether that is another pace. */
  boolean reset() {
    boolean differs = millis != configuredMillis;
    millis = configuredMillis;
    return differs;
  }

  double millis() {
    return millis;
  }

  /** For a timer: whole, and at least 1. */
  long timerMillis() {
    return Math.max(1, Math.round(millis));
  }
}
