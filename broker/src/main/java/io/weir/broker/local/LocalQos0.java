package io.weir.broker.local;

import io.weir.broker.LocalDelivery;
import io.weir.broker.packet.Publication;
import io.weir.broker.packet.Qos;

/** A delivery that nobody waits to hear of again. */
record LocalQos0(Publication publication, boolean retain) implements LocalDelivery {
  @Override
  public Qos qos() {
    return Qos.AT_MOST_ONCE;
  }

  @Override
  public boolean dup() {
    return false;
  }

  @Override
  public void acknowledge() {
    // Nothing is in flight.
  }
}
