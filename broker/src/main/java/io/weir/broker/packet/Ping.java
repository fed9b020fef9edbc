package io.weir.broker.packet;

/**
 * PINGREQ from a client, PINGRESP to it.
 *
 * @mqtt 5.0 §3.12, §3.13
 */
public enum Ping implements Packet {
  REQUEST,
  RESPONSE
}
