package io.weir.broker.packet;

/**
 * DISCONNECT, from either side.
 *
 * @param sessionExpirySeconds a new session expiry, or -1 if it stays
 * @mqtt 5.0 §3.14
 */
public record Disconnect(ReasonCode reason, long sessionExpirySeconds) implements Packet {
  public Disconnect(ReasonCode reason) {
    this(reason, -1);
  }
}
