package io.weir.broker;

import io.weir.broker.packet.Qos;

/**
 * What a subscriber wants beside the filter.
 *
 * @param qos at most this
 * @param noLocal not what the same client published
 * @param retainAsPublished keep the publisher's retain flag on live deliveries
 * @param retainHandling which retained messages come on subscribing
 * @param subscriptionId 1 to 268,435,455, or 0 for none
 * @mqtt 5.0 §3.8.3.1
 */
public record SubscribeOptions(
    Qos qos,
    boolean noLocal,
    boolean retainAsPublished,
    RetainHandling retainHandling,
    int subscriptionId) {

  /** Which retained messages are sent on subscribing. [MQTT-3.3.1-9] to [MQTT-3.3.1-11] */
  public enum RetainHandling {
    SEND,
    SEND_IF_NEW,
    DO_NOT_SEND
  }

  /** The same with no more than this QoS. */
  public SubscribeOptions limitedTo(Qos maxQos) {
    return maxQos.compareTo(qos) >= 0
        ? this
        : new SubscribeOptions(maxQos, noLocal, retainAsPublished, retainHandling, subscriptionId);
  }

  /** As another broker wants it that announced itself as a bridge, which under 3.x can't say so. */
  public SubscribeOptions forBridge() {
    return new SubscribeOptions(qos, true, true, retainHandling, subscriptionId);
  }

  /** As a 3.1.1 client subscribes. */
  public static SubscribeOptions atMost(Qos qos) {
    return new SubscribeOptions(qos, false, false, RetainHandling.SEND, 0);
  }
}
