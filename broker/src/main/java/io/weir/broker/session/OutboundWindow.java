package io.weir.broker.session;

import io.weir.broker.Limits.SessionLimits;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What was sent to a client and is not acknowledged, in the order it was first sent.
 *
 * <p>Hands out packet ids: the next one that is not in use, so that an id rests as long as
 * possible. Deliveries are found by id in a table whose slot is the id's low bits; ids whose slot
 * is taken are passed over.
 *
 * @threads the session's loop
 * @mqtt 5.0 §4.4, §4.9
 */
final class OutboundWindow {
  private static final int MAX_ID = 65_535;
  private static final int LEAST_SLOTS = 8;

  /** Of windows that nothing was ever in; never written to. */
  private static final @Nullable OutboundDelivery[] NO_SLOTS = new OutboundDelivery[1];

  private @Nullable OutboundDelivery[] slots = NO_SLOTS;
  private @Nullable OutboundDelivery first;
  private @Nullable OutboundDelivery last;
  private @Nullable OutboundDelivery nextToResend;
  private int size;
  private int inFlight;
  private SessionLimits limits;
  private int limit;
  private int lastId;
  private long bytes;

  /** Empty as yet. */
  OutboundWindow(SessionLimits limits) {
    this.limits = limits;
    this.limit = limits.maxInflight();
  }

  /** Another bound in bytes from here on; that in number is agreed with each connection. */
  void limits(SessionLimits newLimits) {
    limits = newLimits;
    bytes = 0;
    for (OutboundDelivery d = first; d != null; d = d.next) {
      if (d.isSent) {
        count(d.publication().payloadLength());
      }
    }
  }

  private void count(int payloadLength) {
    if (limits.maxInflightBytes() > 0) {
      bytes += payloadLength;
    }
  }

  /** Publications that may be in flight at once, from here on. */
  void limit(int newLimit) {
    limit = newLimit;
  }

  int size() {
    return size;
  }

  boolean hasRoom() {
    return inFlight < limit && size < MAX_ID && hasRoomInBytes();
  }

  private boolean hasRoomInBytes() {
    long most = limits.maxInflightBytes();
    return most == 0 || bytes < most;
  }

  /** Gives a delivery its packet id and counts it as sent. */
  void add(OutboundDelivery delivery) {
    if (isHalfFull()) {
      grow();
    }
    int mask = slots.length - 1;
    do {
      lastId = lastId % MAX_ID + 1;
    } while (slots[lastId & mask] != null);
    delivery.packetId = lastId;
    link(delivery);
    markSent(delivery);
  }

  /**
   * Puts a delivery back that was sent before the broker started, under the id it had.
   *
   * @return false if another has that id
   */
  boolean restore(OutboundDelivery delivery, int packetId) {
    OutboundDelivery present = slots[packetId & (slots.length - 1)];
    if (present != null && present.packetId == packetId) {
      return false;
    }
    while (isHalfFull() || slots[packetId & (slots.length - 1)] != null) {
      if (!grow()) {
        break;
      }
    }
    delivery.packetId = packetId;
    delivery.isDup = true;
    lastId = packetId;
    link(delivery);
    return true;
  }

  private void link(OutboundDelivery delivery) {
    slots[delivery.packetId & (slots.length - 1)] = delivery;
    delivery.previous = last;
    if (last == null) {
      first = delivery;
    } else {
      last.next = delivery;
    }
    last = delivery;
    size++;
  }

  /** Calls back with each delivery, in the order first sent. */
  void forEach(Consumer<OutboundDelivery> found) {
    for (OutboundDelivery d = first; d != null; d = d.next) {
      found.accept(d);
    }
  }

  private boolean isHalfFull() {
    return size * 2 >= slots.length || slots == NO_SLOTS;
  }

  /** Returns false if there is a slot for each id already. */
  private boolean grow() {
    if (slots.length > MAX_ID) {
      return false;
    }
    OutboundDelivery[] old = slots;
    slots = new OutboundDelivery[Math.max(LEAST_SLOTS, old.length * 2)];
    for (OutboundDelivery delivery : old) {
      if (delivery != null) {
        slots[delivery.packetId & (slots.length - 1)] = delivery;
      }
    }
    return true;
  }

  void markSent(OutboundDelivery delivery) {
    delivery.isSent = true;
    inFlight++;
    count(delivery.publication().payloadLength());
  }

  /** The delivery with this id, if it was sent over the present connection; otherwise null. */
  @Nullable OutboundDelivery sent(int packetId) {
    OutboundDelivery delivery = slots[packetId & (slots.length - 1)];
    return delivery != null && delivery.packetId == packetId && delivery.isSent ? delivery : null;
  }

  void remove(OutboundDelivery delivery) {
    slots[delivery.packetId & (slots.length - 1)] = null;
    if (delivery == nextToResend) {
      nextToResend = delivery.next;
    }
    if (delivery.previous == null) {
      first = delivery.next;
    } else {
      delivery.previous.next = delivery.next;
    }
    if (delivery.next == null) {
      last = delivery.previous;
    } else {
      delivery.next.previous = delivery.previous;
    }
    delivery.previous = null;
    delivery.next = null;
    size--;
    if (delivery.isSent) {
      inFlight--;
      delivery.isSent = false;
      count(-delivery.publication().payloadLength());
    }
  }

  /** All that is here has to be sent again, in order and under the same ids. [MQTT-4.4.0-1] */
  void startOver() {
    inFlight = 0;
    bytes = 0;
    nextToResend = first;
    for (OutboundDelivery d = first; d != null; d = d.next) {
      d.isSent = false;
      d.isDup = true;
    }
  }

  /** The next to be sent again, or null if all have been. */
  @Nullable OutboundDelivery takeNextToResend() {
    OutboundDelivery delivery = nextToResend;
    if (delivery != null) {
      nextToResend = delivery.next;
    }
    return delivery;
  }

  boolean hasMoreToResend() {
    return nextToResend != null;
  }
}
