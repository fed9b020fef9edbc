package io.weir.broker.client;

import io.weir.broker.packet.Qos;

/**
 * A PUBLISH as a client gets it.
 *
 * @param topic in full, also when an alias stood for it
 * @param payload not written to by anybody
 * @param packetId 0 with QoS 0
 * @mqtt 5.0 §3.3
 */
// A value that wraps the bytes would cost a copy of each message that is passed on.
@SuppressWarnings("ArrayRecordComponent")
public record Incoming(
    String topic,
    byte[] payload,
    Qos qos,
    boolean retain,
    boolean dup,
    int packetId,
    PropertyList properties) {}
