package io.weir.nodes.mqtt;

/**
 * A name and a value beside a message, MQTT 5.
 *
 * @param name the name; may occur more than once
 * @param value the value
 */
public record UserProperty(String name, String value) {}
