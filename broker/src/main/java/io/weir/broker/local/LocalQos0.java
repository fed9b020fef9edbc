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
  public int packetId() {
    return 0;
  }

  @Override
  public boolean isReleased() {
    return false;
  }

  @Override
  public void received(Runnable release) {
    throw new IllegalStateException("QoS 0 knows no second step");
  }

  @Override
  public void acknowledge() {
    // Nothing is in flight.
  }
}
