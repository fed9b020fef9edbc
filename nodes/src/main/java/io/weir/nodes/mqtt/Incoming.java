package io.weir.nodes.mqtt;

import io.vertx.core.buffer.Buffer;

/**
 * A publication for one of our subscriptions.
 *
 * @threads any
 */
public interface Incoming {

  /** The topic. */
  String topic();

  /** The payload, never written to. */
  Buffer payload();

  /** The QoS that it was delivered with. */
  int qos();

  /** The retain flag as delivered. */
  boolean retain();

  /** Whether it may have been delivered before. */
  boolean dup();

  /** What MQTT 5 adds; {@link PublicationProperties#NONE} with MQTT 3. */
  PublicationProperties properties();

  /**
   * Says that it is dealt with. Until then a publication of QoS 1 or 2 stays in flight, which is
   * how the broker learns to slow down. For QoS 0, and the second time, it does nothing.
   */
  void acknowledge();
}
