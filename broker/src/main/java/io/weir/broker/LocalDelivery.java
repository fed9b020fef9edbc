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
   * What tells it apart from others in flight: 1 to 65,535, and the same when it comes again; 0 for
   * QoS 0.
   */
  int packetId();

  /** Whether {@link #received} was called for it, by an earlier connection of the session. */
  boolean isReleased();

  /**
   * Says of QoS 2 that the next hop has it: the first of two steps for subscribers that pass it on
   * over a network. Others need {@link #acknowledge} only.
   *
   * @param release called on the loop of the session when the step is where it survives, so that
   *     the next hop may forget the message
   * @throws IllegalStateException for QoS 0
   * @threads any
   */
  void received(Runnable release);

  /**
   * Says that the subscriber has finished with it. Until then QoS 1 and 2 stay in flight, and come
   * again after a reconnect. For QoS 0, and the second time, it does nothing.
   *
   * @threads any
   */
  void acknowledge();
}
