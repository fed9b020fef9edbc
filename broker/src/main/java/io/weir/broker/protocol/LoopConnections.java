package io.weir.broker.protocol;

import io.weir.broker.packet.ReasonCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one loop, linked among each other: a collection would cost more than they do.
 *
 * @threads its loop only
 */
public final class LoopConnections {
  private @Nullable PacketDispatcher newest;
  private int size;

  void add(PacketDispatcher dispatcher) {
    dispatcher.next = newest;
    if (newest != null) {
      newest.previous = dispatcher;
    }
    newest = dispatcher;
    size++;
  }

  /** To be called once for each that was added. */
  void remove(PacketDispatcher dispatcher) {
    if (dispatcher.previous == null) {
      newest = dispatcher.next;
    } else {
      dispatcher.previous.next = dispatcher.next;
    }
    if (dispatcher.next != null) {
      dispatcher.next.previous = dispatcher.previous;
    }
    dispatcher.previous = null;
    dispatcher.next = null;
    size--;
  }

  public int size() {
    return size;
  }

  /** Ends the connections of clients that would not get in any more; returns how many. */
  public int endForbidden() {
    int ended = 0;
    for (PacketDispatcher dispatcher : all()) {
      if (dispatcher.endIfForbidden()) {
        ended++;
      }
    }
    return ended;
  }

  /** Says goodbye to all; no will is published. [MQTT-3.14.4-3 does not apply: sessions go on] */
  public void shutDown() {
    for (PacketDispatcher dispatcher : all()) {
      dispatcher.shutDown(ReasonCode.SERVER_SHUTTING_DOWN, "the broker stops");
    }
  }

  /** As they are now: the end of one may be that of others. */
  private List<PacketDispatcher> all() {
    List<PacketDispatcher> found = new ArrayList<>(size);
    for (PacketDispatcher one = newest; one != null; one = one.next) {
      found.add(one);
    }
    return found;
  }
}
