package io.weir.broker.packet;

import java.util.List;

/**
 * UNSUBACK: one code for each filter, in order; 3.x sends none of them.
 *
 * @mqtt 5.0 §3.11
 */
public record UnsubAck(int packetId, List<ReasonCode> codes) implements Packet {
  public UnsubAck {
    codes = List.copyOf(codes);
  }
}
