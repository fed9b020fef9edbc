package io.weir.broker.session;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Packet ids of QoS 2 that a client has published and not released. A second PUBLISH with one of
 * them is not a new message.
 *
 * <p>Belongs to the session, so that a repeat after a reconnect is known. At most 65,535 bits.
 *
 * @threads the session's loop
 * @mqtt 5.0 §4.3.3 [MQTT-4.3.3-10]
 */
public final class InboundQos2 {
  private final SessionRecord record;

  /** Null until there is one: most clients never publish with QoS 2. */
  private @Nullable BitSet unreleased;

  private int size;

  InboundQos2(SessionRecord record) {
    this.record = record;
  }

  /** A publication came in; returns false if it came before. */
  public boolean begin(int packetId) {
    boolean isNew = restore(packetId);
    if (isNew) {
      record.inboundBegun(packetId);
    }
    return isNew;
  }

  /** Notes an id that the store knows; returns false if it was noted before. */
  boolean restore(int packetId) {
    if (unreleased == null) {
      unreleased = new BitSet(64);
    }
    if (unreleased.get(packetId)) {
      return false;
    }
    unreleased.set(packetId);
    size++;
    return true;
  }

  /** PUBREL; returns false if nothing is known of the id. */
  public boolean release(int packetId) {
    if (unreleased == null || !unreleased.get(packetId)) {
      return false;
    }
    unreleased.clear(packetId);
    size--;
    record.inboundReleased(packetId);
    return true;
  }

  /** Its client begins anew with its packet ids. */
  public void releaseAll() {
    ids().forEach(this::release);
  }

  public boolean contains(int packetId) {
    return unreleased != null && unreleased.get(packetId);
  }

  /** All that are noted, in no particular order. */
  List<Integer> ids() {
    return unreleased == null ? List.of() : unreleased.stream().boxed().toList();
  }

  /** How many there are. */
  public int size() {
    return size;
  }
}
