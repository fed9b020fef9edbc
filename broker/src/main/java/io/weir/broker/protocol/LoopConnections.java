package io.weir.broker.protocol;

import io.weir.broker.packet.ReasonCode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The connections of one loop.
 *
 * @threads its loop only
 */
public final class LoopConnections {
  private final Set<PacketDispatcher> open = new LinkedHashSet<>();

  void add(PacketDispatcher dispatcher) {
    open.add(dispatcher);
  }

  void remove(PacketDispatcher dispatcher) {
    open.remove(dispatcher);
  }

  public int size() {
    return open.size();
  }

  /** Ends the connections of clients that would not get in any more; returns how many. */
  public int endForbidden() {
    int ended = 0;
    for (PacketDispatcher dispatcher : List.copyOf(open)) {
      if (dispatcher.endIfForbidden()) {
        ended++;
      }
    }
    return ended;
  }

  /** Says goodbye to all; no will is published. [MQTT-3.14.4-3 does not apply: sessions go on] */
  public void shutDown() {
    for (PacketDispatcher dispatcher : List.copyOf(open)) {
      dispatcher.shutDown(ReasonCode.SERVER_SHUTTING_DOWN, "the broker stops");
    }
  }
}
