package io.weir.nodes.mqtt;

import io.vertx.core.Future;
import java.util.List;
import java.util.function.Consumer;

/**
 * A connection to one broker, kept up until it is closed: when lost, it is made again by itself.
 *
 * @threads any; futures and callbacks complete on any thread
 */
public interface BrokerClient {

  /**
   * Connects, and tries again until it works. Does nothing if that is under way or done.
   *
   * @return completes when connected; fails if {@link #disconnect} or {@link #close} comes first,
   *     or if the settings can't work at all
   */
  Future<Void> connect();

  /**
   * Leaves the broker in order, so that no will is published, and stays away until {@link
   * #connect}. Completes at once if not connected.
   */
  Future<Void> disconnect();

  /** Whether it is connected now. */
  boolean isConnected();

  /**
   * Publishes. Publications of one client go out in the order of the calls.
   *
   * @return completes when sent (QoS 0), or when the broker has taken responsibility (1 and 2).
   *     Fails if not connected; nothing is kept for later. Callers who want to slow down with the
   *     broker wait for it
   */
  Future<Void> publish(Outgoing publication);

  /**
   * Subscribes, now or as soon as connected, and again after each reconnect. The same filter again
   * replaces options and handler.
   *
   * @param handler takes what the subscription is for, on any thread but one call at a time and in
   *     order; it must not block
   * @return completes when the broker has agreed, or at once if not connected; fails with the
   *     broker's reason
   */
  Future<Void> subscribe(Subscription subscription, Consumer<Incoming> handler);

  /**
   * Gives up a subscription.
   *
   * @param filter the filter that was subscribed to
   * @param tellBroker false to stop listening but leave the broker's subscription as it is, so that
   *     it goes on collecting for the session
   */
  Future<Void> unsubscribe(String filter, boolean tellBroker);

  /** What of the settings it can't do and does without, a sentence each for the user. */
  default List<String> shortcomings() {
    return List.of();
  }

  /** Disconnects for good and releases everything. */
  Future<Void> close();
}
