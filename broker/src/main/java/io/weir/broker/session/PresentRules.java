package io.weir.broker.session;

import io.weir.broker.DeliveryRules;
import io.weir.broker.Limits;

/**
 * The bounds and the rules of delivery that count at present; they can be replaced while the broker
 * runs.
 *
 * <p>Plain fields, so that asking costs nothing where each message passes: what they refer to never
 * changes, and whoever replaces them hands each loop a task afterwards, with which the loop is sure
 * to see the new ones. Until then it goes on by the old ones.
 *
 * @threads asked on any loop; replaced by one thread at a time
 */
public final class PresentRules {
  private Limits limits;
  private DeliveryRules delivery;

  public PresentRules(Limits limits, DeliveryRules delivery) {
    this.limits = limits;
    this.delivery = delivery;
  }

  public Limits limits() {
    return limits;
  }

  public DeliveryRules delivery() {
    return delivery;
  }

  /** Others count from here on, on each loop when it has run a task that was handed in later. */
  public void replace(Limits newLimits, DeliveryRules newRules) {
    limits = newLimits;
    delivery = newRules;
  }
}
