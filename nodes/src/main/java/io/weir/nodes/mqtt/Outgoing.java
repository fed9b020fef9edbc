package io.weir.nodes.mqtt;

import io.vertx.core.buffer.Buffer;

/**
 * A publication of ours.
 *
 * @param topic a topic name
 * @param payload the payload, never written to
 * @param qos 0, 1 or 2
 * @param retain whether the broker keeps it as the topic's retained message
 * @param properties what MQTT 5 adds; ignored with MQTT 3
 */
public record Outgoing(
    String topic, Buffer payload, int qos, boolean retain, PublicationProperties properties) {
  public Outgoing {
    if (qos < 0 || qos > 2) {
      throw new IllegalArgumentException("qos must be 0, 1 or 2 but is " + qos);
    }
  }
}
