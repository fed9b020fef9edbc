package io.weir.broker.packet;

/**
 * A name and a value that travel with a packet; names may repeat, order is kept.
 *
 * @mqtt 5.0 §3.3.2.3.7 [MQTT-3.3.2-18]
 */
public record UserProperty(String name, String value) {}
