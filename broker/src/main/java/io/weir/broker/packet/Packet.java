package io.weir.broker.packet;

/**
 * A control packet as a plain value. PUBLISH is not among them: it is read and written where its
 * bytes lie.
 *
 * @mqtt 5.0 §2.1.2
 */
public sealed interface Packet
    permits Ack,
        Auth,
        ConnAck,
        Connect,
        Disconnect,
        Ping,
        SubAck,
        Subscribe,
        UnsubAck,
        Unsubscribe {}
