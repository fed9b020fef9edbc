package io.weir.broker;

import io.weir.broker.packet.Publication;
import io.weir.broker.packet.Qos;

/** A publication on its way to a {@link LocalSubscriber}. */
public interface LocalDelivery {
  Publication publication();

  /** The lower of the publication's and the subscription's. */
  Qos qos();

  /** Whether it is a retained message sent because of the subscription. */
  boolean retain();

  /** Whether it was delivered before, to an earlier connection of the session. */
  boolean dup();

  /**
   * Says that the subscriber has finished with it. Until then QoS 1 and 2 stay in flight, and come
   * again after a reconnect. For QoS 0, and the second time, it does nothing.
   *
   * @threads any
   */
  void acknowledge();
}
