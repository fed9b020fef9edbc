package io.weir.broker.delivery;

import io.weir.broker.loop.BrokerLoop;
import io.weir.broker.packet.Qos;
import io.weir.broker.packet.Routable;

/**
 * What delivery knows of a session.
 *
 * @threads the loop that it belongs to, except where noted
 */
public interface Subscriber {
  String clientId();

  /**
   * The loop that it belongs to at the moment.
   *
   * @threads any
   */
  BrokerLoop loop();

  /**
   * Whether somebody is there to take deliveries now. Shared subscriptions prefer those.
   *
   * @threads any
   */
  boolean isConnected();

  /**
   * Whether overlapping subscriptions make one delivery, as MQTT clients expect, rather than one
   * each.
   *
   * @threads any
   */
  boolean mergesOverlaps();

  /**
   * Takes a publication, or drops it by the session's rules.
   *
   * @param qos the lower of the publication's and the subscription's
   * @param retain the flag that the delivery carries
   * @return true if it would rather not have taken it, so that its publisher should wait
   */
  boolean deliver(Routable publication, Qos qos, boolean retain, Target target);

  /**
   * Calls back once there is room again, or at once if there is. The call may come late and may
   * come when the room has gone again.
   */
  void whenRoom(Runnable callback);
}
