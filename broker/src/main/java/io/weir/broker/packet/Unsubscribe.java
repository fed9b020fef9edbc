package io.weir.broker.packet;

import java.util.List;

/**
 * UNSUBSCRIBE: one or more filters.
 *
 * @mqtt 5.0 §3.10
 */
public record Unsubscribe(int packetId, List<String> filters) implements Packet {
  public Unsubscribe {
    filters = List.copyOf(filters);
  }
}
