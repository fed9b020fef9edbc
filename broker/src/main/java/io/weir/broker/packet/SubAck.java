package io.weir.broker.packet;

import java.util.List;

/**
 * SUBACK: one code for each filter, in order. [MQTT-3.8.4-6]
 *
 * @mqtt 5.0 §3.9
 */
public record SubAck(int packetId, List<ReasonCode> codes) implements Packet {
  public SubAck {
    codes = List.copyOf(codes);
  }
}
