package io.weir.broker;

import io.vertx.core.Future;
import io.weir.broker.packet.Publication;
import io.weir.broker.packet.ReasonCode;
import io.weir.broker.topic.TopicFilter;

/**
 * A client in the same process: a session like any other, without a socket.
 *
 * <p>Publishing takes the way of a PUBLISH that has just been decoded; deliveries are Java calls.
 * Being part of the program, it is not asked for credentials or rights. Futures complete on the
 * event loop of its session, where nothing may block.
 *
 * @threads every method may be called from any thread
 */
public interface LocalClient {

  /** The id it was opened with, or was given. */
  String clientId();

  /**
   * Completes when the session is in place, with whether it goes on with an earlier one. Publishing
   * and subscribing before that is fine: they wait.
   */
  Future<Boolean> connected();

  /**
   * Publishes. Publications of one client are taken in the order of the calls, whichever kind.
   *
   * @return completes when the broker has taken responsibility: {@link ReasonCode#SUCCESS}, {@link
   *     ReasonCode#NO_MATCHING_SUBSCRIBERS}, or why not ({@link ReasonCode#TOPIC_NAME_INVALID},
   *     {@link ReasonCode#PACKET_TOO_LARGE}, {@link ReasonCode#QUOTA_EXCEEDED} when 65,536 wait
   *     already). While a receiver's queue is full it completes later, which is the sign to slow
   *     down. Fails once the client is closed
   */
  Future<ReasonCode> publish(Publication publication);

  /**
   * Publishes and forgets, for QoS 0: no future, no allocation beyond a queue entry. A publication
   * of higher QoS is accepted and just not reported on. After {@link #close} it does nothing.
   */
  void send(Publication publication);

  /**
   * Subscribes. Each filter has its own handler, and overlapping filters each get a copy. The same
   * filter again replaces options and handler.
   *
   * @return the granted QoS as a SUBACK gives it, or why not
   */
  Future<ReasonCode> subscribe(
      TopicFilter filter, SubscribeOptions options, LocalSubscriber subscriber);

  /** Gives a subscription up. What is under way is still delivered. */
  Future<Void> unsubscribe(TopicFilter filter);

  /**
   * Stops deliveries. Publications of QoS 1 and 2 wait in the session; of QoS 0 the newest are kept
   * up to {@link LocalClientOptions#maxHeldQos0}, the rest dropped and counted.
   */
  void pause();

  /** Goes on with deliveries, the oldest first. */
  void resume();

  /** Ends the connection in order: no will. The session goes on if it has an expiry. */
  Future<Void> close();
}
