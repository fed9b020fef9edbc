package io.weir.broker.client;

import io.vertx.core.buffer.Buffer;
import io.weir.broker.packet.Qos;

/**
 * A message to publish.
 *
 * @param payload never written to
 * @param properties sent under MQTT 5 only; if there is a topic alias among them, the topic itself
 *     is sent with the first message of each connection
 */
public record Outgoing(
    String topic, Buffer payload, Qos qos, boolean retain, PropertyList properties) {

  /** A message without properties. */
  public Outgoing(String topic, Buffer payload, Qos qos, boolean retain) {
    this(topic, payload, qos, retain, PropertyList.NONE);
  }
}
