package io.weir.nodes.mqtt;

import io.vertx.core.Future;
import io.weir.engine.node.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who has subscribed to what on one connection. Nodes with the same filter share one subscription
 * at the broker.
 *
 * @threads callers take turns; publications come on any thread
 */
final class MqttSubscriptions {
  /** A moment's worth: nobody is owed these. */
  private static final int MOST_LEFT_OF_QOS_0 = 1_000;

  // Filter, then owner. Concurrent for the sake of publications, which don't wait for changes.
  private final Map<String, Owners> byFilter = new LinkedHashMap<>();

  // By owner: the filters of those that have stopped and are expected back.
  private final Map<String, Set<String>> paused = new HashMap<>();

  // By owner. Those of QoS 1 and 2 are unacknowledged, so no more than the broker lets be under
  // way.
  private final Map<String, List<Incoming>> leftBehind = new HashMap<>();

  /** The nodes that share a filter; the options are those of the last one that subscribed. */
  private static final class Owners {
    final Map<String, Consumer<Incoming>> handlers = new ConcurrentHashMap<>();
    Subscription options;

    Owners(Subscription options) {
      this.options = options;
    }

    void accept(Incoming incoming) {
      if (handlers.size() == 1) {
        for (Consumer<Incoming> handler : handlers.values()) {
          handler.accept(incoming);
        }
        return;
      }
      List<Consumer<Incoming>> takers = new ArrayList<>(handlers.values());
      if (takers.isEmpty()) {
        incoming.acknowledge();
        return;
      }
      Incoming shared = new SharedIncoming(incoming, takers.size());
      takers.forEach(taker -> taker.accept(shared));
    }
  }

  /**
   * Adds an owner to a filter.
   *
   * @param anew whether one that is back from a pause is to find everything as if it had
   *     unsubscribed
   * @return the filters to unsubscribe from first
   */
  List<String> add(
      String ownerId, Subscription subscription, Consumer<Incoming> handler, boolean anew) {
    Owners owners =
        byFilter.computeIfAbsent(subscription.filter(), filter -> new Owners(subscription));
    owners.options = subscription;
    owners.handlers.put(ownerId, handler);
    Set<String> before = paused.remove(ownerId);
    List<String> ended = new ArrayList<>();
    if (before != null) {
      boolean isBack = before.remove(subscription.filter()) && owners.handlers.size() == 1;
      before.stream().filter(filter -> remove(ownerId, filter)).forEach(ended::add);
      if (isBack && anew && subscription.retainHandling() == Subscription.RETAINED_IF_NEW) {
        ended.add(subscription.filter());
      }
    }
    takeUp(ownerId, subscription.filter(), handler);
    return ended;
  }

  /**
   * An owner has stopped, and most likely subscribes again in a moment.
   *
   * @param meanwhile takes what comes until then
   * @return what tells this pause from others
   */
  Object pause(String ownerId, Consumer<Incoming> meanwhile) {
    Set<String> filters = new HashSet<>();
    byFilter.forEach(
        (filter, owners) -> {
          if (owners.handlers.replace(ownerId, meanwhile) != null) {
            filters.add(filter);
          }
        });
    paused.put(ownerId, filters);
    return filters;
  }

  /**
   * Gives up a pause: the owner hasn't come back.
   *
   * @return the filters that nobody is left for
   */
  List<String> giveUp(String ownerId, Object pause) {
    if (paused.get(ownerId) != pause) {
      return List.of();
    }
    paused.remove(ownerId);
    List<String> orphaned = removeOwner(ownerId);
    List<Incoming> left = leftBehind.remove(ownerId);
    if (left != null) {
      left.forEach(Incoming::acknowledge);
    }
    return orphaned;
  }

  /** Keeps a publication that reached a node which stopped before it could begin with it. */
  void leave(String ownerId, Incoming incoming) {
    List<Incoming> left = leftBehind.computeIfAbsent(ownerId, owner -> new ArrayList<>());
    if (incoming.qos() > 0 || left.size() < MOST_LEFT_OF_QOS_0) {
      left.add(incoming);
    }
  }

  private void takeUp(String ownerId, String filter, Consumer<Incoming> handler) {
    List<Incoming> left = leftBehind.remove(ownerId);
    if (left == null) {
      return;
    }
    for (Incoming incoming : left) {
      if (TopicFilters.matches(filter, incoming.topic())) {
        handler.accept(incoming);
      } else {
        // The node is there again, and wants something else now.
        incoming.acknowledge();
      }
    }
  }

  /** The connection is over; in a session that goes on the broker sends them again. */
  void forgetLeftBehind() {
    leftBehind.clear();
  }

  /** Removes an owner from a filter; true if nobody is left who wants it. */
  boolean remove(String ownerId, String filter) {
    Owners owners = byFilter.get(filter);
    if (owners == null || owners.handlers.remove(ownerId) == null || !owners.handlers.isEmpty()) {
      return false;
    }
    byFilter.remove(filter);
    return true;
  }

  /** Removes an owner from all its filters; gives those that nobody is left for. */
  List<String> removeOwner(String ownerId) {
    List<String> orphaned = new ArrayList<>();
    for (String filter : List.copyOf(byFilter.keySet())) {
      if (remove(ownerId, filter)) {
        orphaned.add(filter);
      }
    }
    return orphaned;
  }

  /** Makes all subscriptions on a connection that is new. */
  void attach(BrokerClient client) {
    byFilter.keySet().forEach(filter -> subscribe(client, filter).onFailure(e -> {}));
  }

  /** Makes the subscription of a filter. */
  Future<Void> subscribe(BrokerClient client, String filter) {
    @Nullable Owners owners = byFilter.get(filter);
    return owners == null ? Node.done() : client.subscribe(owners.options, owners::accept);
  }
}
