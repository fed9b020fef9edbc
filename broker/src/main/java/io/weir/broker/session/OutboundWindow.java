package io.weir.broker.session;

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

  private @Nullable OutboundDelivery[] slots = new OutboundDelivery[8];
  private @Nullable OutboundDelivery first;
  private @Nullable OutboundDelivery last;
  private @Nullable OutboundDelivery nextToResend;
  private int size;
  private int inFlight;
  private int limit;
  private int lastId;

  OutboundWindow(int limit) {
    this.limit = limit;
  }

  /** Publications that may be in flight at once, from here on. */
  void limit(int newLimit) {
    limit = newLimit;
  }

  int size() {
    return size;
  }

  boolean hasRoom() {
    return inFlight < limit && size < MAX_ID;
  }

  /** Gives a delivery its packet id and counts it as sent. */
  void add(OutboundDelivery delivery) {
    if (size * 2 >= slots.length) {
      grow();
    }
    int mask = slots.length - 1;
    do {
      lastId = lastId % MAX_ID + 1;
    } while (slots[lastId & mask] != null);
    delivery.packetId = lastId;
    slots[lastId & mask] = delivery;
    delivery.previous = last;
    if (last == null) {
      first = delivery;
    } else {
      last.next = delivery;
    }
    last = delivery;
    size++;
    markSent(delivery);
  }

  private void grow() {
    if (slots.length > MAX_ID) {
      return;
    }
    OutboundDelivery[] old = slots;
    slots = new OutboundDelivery[old.length * 2];
    for (OutboundDelivery delivery : old) {
      if (delivery != null) {
        slots[delivery.packetId & (slots.length - 1)] = delivery;
      }
    }
  }

  void markSent(OutboundDelivery delivery) {
    delivery.isSent = true;
    inFlight++;
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
    }
  }

  /** All that is here has to be sent again, in order and under the same ids. [MQTT-4.4.0-1] */
  void startOver() {
    inFlight = 0;
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
