package io.weir.broker.delivery;

import io.weir.broker.LocalSubscriber;
import io.weir.broker.packet.Qos;
import io.weir.broker.topic.TopicFilter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that one session wants of one topic: its matching subscriptions made into one delivery.
 *
 * <p>The highest QoS counts, and every subscription identifier goes along. [MQTT-3.3.4-2]
 * [MQTT-3.3.4-3]
 *
 * @threads any; immutable
 */
public final class Target {
  private static final int[] NO_IDS = {};

  private final Subscriber subscriber;
  private final Qos qos;
  private final boolean retainAsPublished;
  private final boolean noLocal;
  private final int[] subscriptionIds;
  private final @Nullable LocalSubscriber handler;
  private final List<Subscription> subscriptions;

  private Target(Subscriber subscriber, List<Subscription> subscriptions) {
    this.subscriber = subscriber;
    this.subscriptions = subscriptions;
    Qos highest = Qos.AT_MOST_ONCE;
    boolean keepRetain = false;
    boolean anyNoLocal = false;
    for (Subscription subscription : subscriptions) {
      highest = highest.max(subscription.options().qos());
      keepRetain |= subscription.options().retainAsPublished();
      anyNoLocal |= subscription.options().noLocal();
    }
    this.qos = highest;
    this.retainAsPublished = keepRetain;
    this.noLocal = anyNoLocal;
    int[] ids =
        subscriptions.stream()
            .mapToInt(s -> s.options().subscriptionId())
            .filter(i -> i > 0)
            .toArray();
    this.subscriptionIds = ids.length == 0 ? NO_IDS : ids;
    this.handler = subscriptions.get(0).handler();
  }

  private Target(Subscriber subscriber, Qos qos, boolean retainAsPublished, int[] ids) {
    this.subscriber = subscriber;
    this.subscriptions = List.of();
    this.qos = qos;
    this.retainAsPublished = retainAsPublished;
    this.noLocal = false;
    this.subscriptionIds = ids;
    this.handler = null;
  }

  /** A delivery that was decided on before a restart, when its subscriptions may have differed. */
  public static Target restored(Subscriber subscriber, Qos qos, boolean retain, int[] ids) {
    return new Target(subscriber, qos, retain, ids);
  }

  /** A delivery for these subscriptions of one session, of which there is at least one. */
  public static Target of(List<Subscription> subscriptions) {
    return new Target(subscriptions.get(0).subscriber(), List.copyOf(subscriptions));
  }

  public Subscriber subscriber() {
    return subscriber;
  }

  Qos qos() {
    return qos;
  }

  boolean retainAsPublished() {
    return retainAsPublished;
  }

  boolean noLocal() {
    return noLocal;
  }

  /** The identifiers to send along, in no particular order; not to be written to. */
  public int[] subscriptionIds() {
    return subscriptionIds;
  }

  /** The one filter that led here; null if there were several, or it is not known any more. */
  public @Nullable TopicFilter filter() {
    return subscriptions.size() == 1 ? subscriptions.get(0).filter() : null;
  }

  /** The filter by which the session has it for a group that shares it; null if it is its own. */
  public @Nullable TopicFilter sharedFilter() {
    TopicFilter only = filter();
    return only != null && only.isShared() ? only : null;
  }

  /** Who takes it in a client of the same process, otherwise null. */
  public @Nullable LocalSubscriber handler() {
    return handler;
  }

  /**
   * What is left for what the session's own client published, or null if nothing.
   *
   * @mqtt [MQTT-3.8.3-3]
   */
  @Nullable Target withoutNoLocal() {
    List<Subscription> rest = new ArrayList<>(subscriptions);
    rest.removeIf(subscription -> subscription.options().noLocal());
    return rest.isEmpty() ? null : new Target(subscriber, rest);
  }
}
