package io.weir.broker.packet;

/**
 * PUBACK, PUBREC, PUBREL or PUBCOMP: a step in the handshake of QoS 1 and 2.
 *
 * @param reason always success under 3.x
 * @mqtt 5.0 §3.4 to §3.7
 */
public record Ack(Kind kind, int packetId, ReasonCode reason) implements Packet {

  /** Which of the four; with the first byte on the wire. */
  public enum Kind {
    PUBACK(0x40),
    PUBREC(0x50),
    PUBREL(0x62),
    PUBCOMP(0x70);

    private final int firstByte;

    Kind(int firstByte) {
      this.firstByte = firstByte;
    }

    public int firstByte() {
      return firstByte;
    }
  }
}
