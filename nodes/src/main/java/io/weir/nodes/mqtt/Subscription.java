package io.weir.nodes.mqtt;

/**
 * What to subscribe to, and how.
 *
 * @param filter a topic filter; may be shared ({@code $share/group/filter})
 * @param qos 0, 1 or 2
 * @param noLocal not what the same client published, MQTT 5
 * @param retainAsPublished keep the publisher's retain flag, MQTT 5
 * @param retainHandling retained messages on subscribing, MQTT 5: 0 always, 1 if the subscription
 *     is new, 2 never
 */
public record Subscription(
    String filter, int qos, boolean noLocal, boolean retainAsPublished, int retainHandling) {
  /** Retained messages come if the subscription is new. */
  static final int RETAINED_IF_NEW = 1;

  public Subscription {
    if (qos < 0 || qos > 2) {
      throw new IllegalArgumentException("qos must be 0, 1 or 2 but is " + qos);
    }
    if (retainHandling < 0 || retainHandling > 2) {
      throw new IllegalArgumentException(
          "retainHandling must be 0, 1 or 2 but is " + retainHandling);
    }
  }
}
