package io.weir.app.client;

/**
 * A message to publish.
 *
 * @param qos 0 to 2
 */
public record Outgoing(String topic, Bytes payload, int qos, boolean retain) {}
