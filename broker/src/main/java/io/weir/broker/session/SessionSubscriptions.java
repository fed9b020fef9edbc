package io.weir.broker.session;

import io.weir.broker.DeliveryRules;
import io.weir.broker.LocalSubscriber;
import io.weir.broker.SubscribeOptions;
import io.weir.broker.delivery.Subscription;
import io.weir.broker.delivery.Target;
import io.weir.broker.packet.Publication;
import io.weir.broker.packet.Qos;
import io.weir.broker.topic.TopicFilter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a session has subscribed to, here and in the tree that is shared by all.
 *
 * @threads the session's loop
 * @mqtt 5.0 §3.8, §3.10
 */
public final class SessionSubscriptions {
  /** No client's subscriptions take more than this part of what the broker may hold. */
  private static final int SHARES = 8;

  private final Session session;

  /** A map that can be written to once there are some: many clients only publish. */
  private Map<String, Subscription> byFilter = Map.of();

  private long bytes;

  SessionSubscriptions(Session session) {
    this.session = session;
  }

  /** What became of a wish to subscribe. */
  public enum Outcome {
    NEW,
    CHANGED,
    TOO_MANY;

    /** [MQTT-3.3.1-9] to [MQTT-3.3.1-11]; shared subscriptions get none (5.0 §4.8.2). */
    public boolean wantsRetained(TopicFilter filter, SubscribeOptions options) {
      return !filter.isShared()
          && switch (options.retainHandling()) {
            case SEND -> true;
            case SEND_IF_NEW -> this == NEW;
            case DO_NOT_SEND -> false;
          };
    }
  }

  /** Subscribes, or changes the options of a subscription. */
  public Outcome add(
      TopicFilter filter, SubscribeOptions options, @Nullable LocalSubscriber handler) {
    boolean isKnown = byFilter.containsKey(filter.text());
    if (!isKnown && !hasRoomFor(filter)) {
      return Outcome.TOO_MANY;
    }
    place(new Subscription(session, filter, options, handler));
    session.record().subscribed(filter.text(), options);
    return isKnown ? Outcome.CHANGED : Outcome.NEW;
  }

  private boolean hasRoomFor(TopicFilter filter) {
    SessionServices services = session.services();
    if (byFilter.size() >= services.limits().session().maxSubscriptions()) {
      return false;
    }
    // Clients in the process are part of the program.
    return session.isLocal()
        || (bytes + filter.weight() <= services.held().share(SHARES)
            && !services.held().isFull()
            && !services.tree().isCrowded(filter));
  }

  private void place(Subscription subscription) {
    if (byFilter.isEmpty()) {
      byFilter = new LinkedHashMap<>(4);
    }
    TopicFilter filter = subscription.filter();
    if (byFilter.put(filter.text(), subscription) == null) {
      bytes += filter.weight();
      session.services().held().add(filter.weight());
    }
    session.services().tree().add(subscription);
  }

  /** Puts back what was kept when the broker stopped. */
  void restore(Map<String, SubscribeOptions> kept) {
    kept.forEach(
        (filter, options) ->
            place(new Subscription(session, TopicFilter.of(filter), options, null)));
  }

  /** Gives up a subscription; returns whether there was one. */
  public boolean remove(String filter) {
    Subscription subscription = byFilter.get(filter);
    if (subscription == null) {
      return false;
    }
    byFilter.remove(filter);
    int weight = subscription.filter().weight();
    bytes -= weight;
    session.services().held().remove(weight);
    session.record().unsubscribed(filter);
    return session.services().tree().remove(session, subscription.filter());
  }

  /** The session has ended. */
  void clear() {
    byFilter.values().forEach(s -> session.services().tree().remove(session, s.filter()));
    byFilter = Map.of();
    session.services().held().remove(bytes);
    bytes = 0;
  }

  Set<String> filters() {
    return byFilter.keySet();
  }

  /** The client in this process goes, and its handlers with it; its subscriptions stay. */
  void forgetHandlers() {
    for (Subscription subscription : List.copyOf(byFilter.values())) {
      place(new Subscription(session, subscription.filter(), subscription.options(), null));
    }
  }

  /** Filters of an earlier client or an earlier run that nobody has asked for since. */
  public List<String> unhandled() {
    return byFilter.values().stream()
        .filter(subscription -> subscription.handler() == null)
        .map(subscription -> subscription.filter().text())
        .toList();
  }

  /**
   * The subscription that a delivery is for as it is now: it may have another handler than when the
   * delivery was decided on, or have been given up, and then this is null.
   */
  public @Nullable Subscription of(OutboundDelivery delivery) {
    TopicFilter filter = delivery.target().filter();
    if (filter != null) {
      return byFilter.get(filter.text());
    }
    // Of what was owed before a restart the filter is not known any more.
    String topic = delivery.publication().topic();
    int[] ids = delivery.target().subscriptionIds();
    Subscription found = null;
    for (Subscription candidate : byFilter.values()) {
      if (!candidate.filter().matches(topic)) {
        continue;
      }
      int id = candidate.options().subscriptionId();
      if (id != 0 && Arrays.stream(ids).anyMatch(known -> known == id)) {
        return candidate;
      }
      if (found == null || found.handler() == null) {
        found = candidate;
      }
    }
    return found;
  }

  /** Sends the retained messages that a subscription is for. [MQTT-3.3.1-8] */
  public void sendRetained(String filter) {
    Subscription subscription = byFilter.get(filter);
    if (subscription == null) {
      return;
    }
    Target target = Target.of(List.of(subscription));
    Qos granted = subscription.options().qos();
    SessionServices services = session.services();
    DeliveryRules rules = services.rules();
    RetainSources sources = new RetainSources(services.authorizer());
    services
        .retained()
        .matching(
            subscription.filter(),
            kept -> {
              Publication publication = kept.publication();
              if (!session.mayReceive(publication)
                  || (rules.checksRetainSource() && !sources.allow(kept))) {
                return true;
              }
              Qos qos = rules.upgradesQos() ? granted : publication.qos().min(granted);
              return session.backlog().deliverRetained(publication, qos, target);
            });
  }
}
