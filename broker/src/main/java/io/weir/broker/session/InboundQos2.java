package io.weir.broker.session;

import java.util.BitSet;
import java.util.List;

/**
 * Packet ids of QoS 2 that a client has published and not released. A second PUBLISH with one of
 * them is not a new message.
 *
 * <p>Belongs to the session, so that a repeat after a reconnect is known. At most 65,535 bits.
 *
 * @threads the session's loop
 * @mqtt 5.0 §4.3.3 [MQTT-4.3.3-10]
 */
final class InboundQos2 {
  private final BitSet unreleased = new BitSet(64);
  private int size;

  /** Notes an id; returns false if it was noted before. */
  boolean add(int packetId) {
    if (unreleased.get(packetId)) {
      return false;
    }
    unreleased.set(packetId);
    size++;
    return true;
  }

  /** Forgets an id; returns false if it was not noted. */
  boolean release(int packetId) {
    if (!unreleased.get(packetId)) {
      return false;
    }
    unreleased.clear(packetId);
    size--;
    return true;
  }

  boolean contains(int packetId) {
    return unreleased.get(packetId);
  }

  /** All that are noted, in no particular order. */
  List<Integer> ids() {
    return unreleased.stream().boxed().toList();
  }

  int size() {
    return size;
  }
}
