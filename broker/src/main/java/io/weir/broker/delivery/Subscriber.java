package io.weir.broker.delivery;

import io.weir.broker.loop.BrokerLoop;
import io.weir.broker.packet.Publication;
import io.weir.broker.packet.Qos;
import io.weir.broker.packet.Routable;
import io.weir.broker.store.Journal;
import io.weir.broker.store.StoredMessage;
import org.jspecify.annotations.Nullable;

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
   * Whether what it is owed has to be stored.
   *
   * @threads any
   */
  boolean isKept();

  /**
   * Whether so much waits for it that its publishers are to be refused once the broker holds far
   * too much.
   *
   * @threads any
   */
  boolean refusesMore();

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
   * @param stored what {@link #noteOwed} returned for this delivery, or null if it was not called
   * @return true if it would rather not have taken it, so that its publisher should wait
   */
  boolean deliver(
      Routable publication, Qos qos, boolean retain, Target target, @Nullable StoredMessage stored);

  /**
   * Notes in the publisher's journal that this session is owed a publication, before it crosses to
   * the session's loop: what a publisher is told to be safe must not be on its way somewhere.
   *
   * @return what to hand to {@link #deliver}; null if the session is not kept
   * @threads the publisher's loop
   */
  @Nullable StoredMessage noteOwed(
      Journal journal, Publication publication, Qos qos, boolean retain, Target target);

  /**
   * Calls back once there is room again, or at once if there is. The call may come late and may
   * come when the room has gone again.
   */
  void whenRoom(Runnable callback);
}
