package io.weir.broker;

import java.time.Duration;

/**
 * What MQTT leaves to a broker about deliveries, and Mosquitto to its user.
 *
 * @param queuesQos0 whether publications of QoS 0 wait for a session whose client is away, within
 *     the bounds of its queue
 * @param upgradesQos whether a delivery has the QoS of its subscription even where the publication
 *     has a lower one
 * @param repeatsOverlaps whether each of a client's overlapping subscriptions makes a delivery,
 *     rather than one with the highest QoS for all
 * @param checksRetainSource whether a retained publication is delivered only as long as its
 *     publisher may publish to its topic
 * @param retainFor how long a publication is retained whose publisher has set no expiry; zero is
 *     for ever
 */
public record DeliveryRules(
    boolean queuesQos0,
    boolean upgradesQos,
    boolean repeatsOverlaps,
    boolean checksRetainSource,
    Duration retainFor) {
  /** As MQTT clients expect. */
  public static final DeliveryRules DEFAULT =
      new DeliveryRules(false, false, false, true, Duration.ZERO);

  public DeliveryRules {
    if (retainFor.isNegative()) {
      throw new IllegalArgumentException("retainFor must not be negative");
    }
  }

  public DeliveryRules withQueuesQos0(boolean queues) {
    return new DeliveryRules(queues, upgradesQos, repeatsOverlaps, checksRetainSource, retainFor);
  }

  public DeliveryRules withUpgradesQos(boolean upgrades) {
    return new DeliveryRules(queuesQos0, upgrades, repeatsOverlaps, checksRetainSource, retainFor);
  }

  public DeliveryRules withRepeatsOverlaps(boolean repeats) {
    return new DeliveryRules(queuesQos0, upgradesQos, repeats, checksRetainSource, retainFor);
  }

  public DeliveryRules withChecksRetainSource(boolean checks) {
    return new DeliveryRules(queuesQos0, upgradesQos, repeatsOverlaps, checks, retainFor);
  }

  public DeliveryRules withRetainFor(Duration duration) {
    return new DeliveryRules(
        queuesQos0, upgradesQos, repeatsOverlaps, checksRetainSource, duration);
  }
}
