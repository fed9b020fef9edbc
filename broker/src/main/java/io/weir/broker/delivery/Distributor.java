package io.weir.broker.delivery;

import io.weir.broker.auth.ClientIdentity;
import io.weir.broker.loop.BrokerLoop;
import io.weir.broker.packet.Publication;
import io.weir.broker.packet.Qos;
import io.weir.broker.packet.ReasonCode;
import io.weir.broker.packet.Routable;
import io.weir.broker.store.Journal;
import io.weir.broker.store.StoredMessage;
import io.weir.broker.topic.TopicFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Hands publications to the sessions that want them; one for each loop.
 *
 * <p>A publication crosses to each other loop at most once, however many subscribers live there.
 *
 * @threads its loop only
 */
public final class Distributor {
  /** A part of the memory that the process may use is for the routes of a loop. */
  private static final long ROUTE_BYTES =
      Math.min(16L << 20, Math.max(1L << 20, Runtime.getRuntime().maxMemory() / 32));

  private final BrokerLoop loop;
  private final SubscriptionTree tree;
  private final RouteCache routes;
  private final RetainedMessages retained;
  private final Journal journal;
  private boolean upgradesQos;

  /**
   * A distributor.
   *
   * @param upgradesQos whether deliveries have the QoS of their subscriptions, even if published
   *     with less
   */
  public Distributor(
      BrokerLoop loop,
      SubscriptionTree tree,
      RetainedMessages retained,
      Journal journal,
      int routeCacheEntries,
      boolean upgradesQos) {
    this.loop = loop;
    this.tree = tree;
    this.routes = new RouteCache(tree, loop, routeCacheEntries, ROUTE_BYTES);
    this.retained = retained;
    this.journal = journal;
    this.upgradesQos = upgradesQos;
  }

  public BrokerLoop loop() {
    return loop;
  }

  /** By other rules from here on; see the constructor. */
  public void change(int routeCacheEntries, boolean nowUpgradesQos) {
    routes.maxEntries(routeCacheEntries);
    upgradesQos = nowUpgradesQos;
  }

  /**
   * The route of a topic, given as it stands in a packet.
   *
   * @param nameOf makes a checked name of the bytes, called for topics not known yet
   */
  public Route route(byte[] name, int length, BiFunction<byte[], Integer, String> nameOf) {
    return routes.find(name, length, nameOf);
  }

  /** The route of a topic that has been checked. */
  public Route route(String topic) {
    return routes.find(topic);
  }

  /** Publishes on behalf of the broker itself or of a client that is no longer there. */
  public ReasonCode publish(Publication publication, Publisher from) {
    return publish(publication, route(publication.topic()), from);
  }

  /**
   * Stores it if it is to be retained, and gives it to everyone who wants it.
   *
   * @return {@link ReasonCode#SUCCESS}, {@link ReasonCode#NO_MATCHING_SUBSCRIBERS}, or {@link
   *     ReasonCode#QUOTA_EXCEEDED} if there is no room to retain it, and then nobody gets it
   * @mqtt 5.0 §3.3.4
   */
  public ReasonCode publish(Routable publication, Route route, Publisher from) {
    if (publication.retain()) {
      if (!retained.take(publication.publication(), from.identity())) {
        return ReasonCode.QUOTA_EXCEEDED;
      }
      journal.noteElsewhere();
    }
    boolean isWanted = false;
    for (Target target : route.here()) {
      isWanted |= deliver(publication, target, from);
    }
    for (Route.Elsewhere elsewhere : route.elsewhere()) {
      isWanted = true;
      sendOver(publication.publication(), elsewhere, from);
    }
    for (SharedGroup group : route.groups()) {
      isWanted |= deliverToOne(publication, group, from);
    }
    return isWanted ? ReasonCode.SUCCESS : ReasonCode.NO_MATCHING_SUBSCRIBERS;
  }

  /**
   * Gives a publication that a session was to have, and will not, to another that shares the filter
   * with it.
   *
   * @mqtt 5.0 §4.8.2
   */
  public void handOver(Publication publication, TopicFilter shared, Publisher from) {
    SharedGroup group = tree.group(shared);
    if (group != null) {
      deliverToOne(publication, group, from);
    }
  }

  private void sendOver(Publication publication, Route.Elsewhere elsewhere, Publisher from) {
    if (!journal.isKept()) {
      elsewhere.loop().execute(() -> takeOver(publication, elsewhere.targets(), from));
      return;
    }
    List<Parcel> parcels = new ArrayList<>(elsewhere.targets().size());
    for (Target target : elsewhere.targets()) {
      Target wanted = wantedFrom(target, from);
      if (wanted != null) {
        parcels.add(parcel(publication, wanted));
      }
    }
    journal.handOver();
    elsewhere
        .loop()
        .execute(() -> parcels.forEach(p -> arrive(publication, p.target(), p.stored(), from)));
  }

  private void takeOver(Publication publication, List<Target> targets, Publisher from) {
    for (Target target : targets) {
      Target wanted = wantedFrom(target, from);
      if (wanted != null) {
        arrive(publication, wanted, null, from);
      }
    }
  }

  private boolean deliverToOne(Routable publication, SharedGroup group, Publisher from) {
    Subscription member = group.next();
    if (member == null) {
      return false;
    }
    return deliver(publication, Target.of(List.of(member)), from);
  }

  /** A delivery on its way to the loop of its session, and what was noted of it. */
  private record Parcel(Target target, @Nullable StoredMessage stored) {}

  private Parcel parcel(Publication publication, Target target) {
    return new Parcel(
        target,
        target
            .subscriber()
            .noteOwed(
                journal,
                publication,
                qos(publication, target),
                retain(publication, target),
                target));
  }

  /** What is left of a target for this publisher, or null if nothing. [MQTT-3.8.3-3] */
  private static @Nullable Target wantedFrom(Target target, Publisher from) {
    return target.noLocal() && target.subscriber().clientId().equals(from.clientId())
        ? target.withoutNoLocal()
        : target;
  }

  private Qos qos(Routable publication, Target target) {
    return upgradesQos ? target.qos() : publication.qos().min(target.qos());
  }

  /** A live delivery loses the flag unless the subscriber asked to keep it. [MQTT-3.3.1-12] */
  private static boolean retain(Routable publication, Target target) {
    return publication.retain() && target.retainAsPublished();
  }

  /** Returns whether the session wants it at all. */
  private boolean deliver(Routable publication, Target wanted, Publisher from) {
    Target target = wantedFrom(wanted, from);
    if (target == null) {
      return false;
    }
    BrokerLoop home = target.subscriber().loop();
    if (!home.isCurrent()) {
      // A shared subscription's turn has come to a session elsewhere, or a session has moved since.
      Publication kept = publication.publication();
      Parcel parcel = parcel(kept, target);
      journal.handOver();
      home.execute(() -> arrive(kept, target, parcel.stored(), from));
      return true;
    }
    deliverHere(publication, target, null, from);
    return true;
  }

  /** On the loop of the session, or on one where it was. */
  private void arrive(
      Publication publication, Target target, @Nullable StoredMessage stored, Publisher from) {
    BrokerLoop home = target.subscriber().loop();
    if (home.isCurrent()) {
      deliverHere(publication, target, stored, from);
    } else {
      home.execute(() -> arrive(publication, target, stored, from));
    }
  }

  private void deliverHere(
      Routable publication, Target target, @Nullable StoredMessage stored, Publisher from) {
    Subscriber subscriber = target.subscriber();
    if (subscriber.deliver(
        publication, qos(publication, target), retain(publication, target), target, stored)) {
      from.loop().run(() -> from.waitFor(subscriber));
    }
  }

  /** The publisher of what no connected client publishes: it never waits. */
  public record Anonymous(
      BrokerLoop loop, @Nullable String clientId, @Nullable ClientIdentity identity)
      implements Publisher {
    @Override
    public void waitFor(Subscriber congested) {
      // Nothing that could be slowed down: the session's hard bound decides.
    }
  }
}
