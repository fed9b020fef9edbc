package io.weir.broker.local;

import io.weir.broker.LocalDelivery;
import io.weir.broker.packet.Publication;
import io.weir.broker.packet.Qos;
import io.weir.broker.session.OutboundDelivery;
import java.util.concurrent.atomic.AtomicBoolean;

/** A delivery that stays in flight until it is acknowledged. */
final class LocalInFlight implements LocalDelivery {
  private final LocalConnection connection;
  private final OutboundDelivery delivery;
  private final boolean dup;
  private final boolean isReleased;
  private final AtomicBoolean isAcknowledged = new AtomicBoolean();

  LocalInFlight(LocalConnection connection, OutboundDelivery delivery) {
    this.connection = connection;
    this.delivery = delivery;
    // Kept, since the session changes the flag when it delivers again.
    this.dup = delivery.dup();
    this.isReleased = delivery.isReleased();
  }

  @Override
  public Publication publication() {
    return delivery.publication();
  }

  @Override
  public Qos qos() {
    return delivery.qos();
  }

  @Override
  public boolean retain() {
    return delivery.retain();
  }

  @Override
  public boolean dup() {
    return dup;
  }

  @Override
  public int packetId() {
    return delivery.packetId();
  }

  @Override
  public boolean isReleased() {
    return isReleased;
  }

  @Override
  public void received(Runnable release) {
    connection.received(delivery, release);
  }

  @Override
  public void acknowledge() {
    if (isAcknowledged.compareAndSet(false, true)) {
      connection.acknowledge(delivery);
    }
  }
}
