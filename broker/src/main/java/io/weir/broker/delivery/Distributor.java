package io.weir.broker.delivery;

import io.weir.broker.loop.BrokerLoop;
import io.weir.broker.packet.Publication;
import io.weir.broker.packet.Qos;
import io.weir.broker.packet.ReasonCode;
import io.weir.broker.packet.Routable;
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
  private final BrokerLoop loop;
  private final RouteCache routes;
  private final RetainedMessages retained;

  public Distributor(
      BrokerLoop loop, SubscriptionTree tree, RetainedMessages retained, int routeCacheEntries) {
    this.loop = loop;
    this.routes = new RouteCache(tree, loop, routeCacheEntries);
    this.retained = retained;
  }

  public BrokerLoop loop() {
    return loop;
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
  public void publish(Publication publication, Publisher from) {
    publish(publication, route(publication.topic()), from);
  }

  /**
   * Stores it if it is to be retained, and gives it to everyone who wants it.
   *
   * @return {@link ReasonCode#SUCCESS}, or {@link ReasonCode#NO_MATCHING_SUBSCRIBERS}
   * @mqtt 5.0 §3.3.4
   */
  public ReasonCode publish(Routable publication, Route route, Publisher from) {
    if (publication.retain()) {
      retained.take(publication.publication());
    }
    boolean isWanted = false;
    for (Target target : route.here()) {
      isWanted |= deliver(publication, target, from);
    }
    for (Route.Elsewhere elsewhere : route.elsewhere()) {
      isWanted = true;
      Publication kept = publication.publication();
      elsewhere.loop().execute(() -> takeOver(kept, elsewhere.targets(), from));
    }
    for (SharedGroup group : route.groups()) {
      isWanted |= deliverToOne(publication, group, from);
    }
    return isWanted ? ReasonCode.SUCCESS : ReasonCode.NO_MATCHING_SUBSCRIBERS;
  }

  private static void takeOver(Publication publication, List<Target> targets, Publisher from) {
    for (Target target : targets) {
      deliver(publication, target, from);
    }
  }

  private static boolean deliverToOne(Routable publication, SharedGroup group, Publisher from) {
    Subscription member = group.next();
    if (member == null) {
      return false;
    }
    return deliver(publication, Target.of(List.of(member)), from);
  }

  /** Returns whether the session wants it at all. */
  private static boolean deliver(Routable publication, Target wanted, Publisher from) {
    Target target = wanted;
    if (target.noLocal() && target.subscriber().clientId().equals(from.clientId())) {
      Target rest = target.withoutNoLocal();
      if (rest == null) {
        return false;
      }
      target = rest;
    }
    Subscriber subscriber = target.subscriber();
    BrokerLoop home = subscriber.loop();
    if (!home.isCurrent()) {
      // A shared subscription's turn has come to a session elsewhere, or a session has moved since.
      Publication kept = publication.publication();
      Target moved = target;
      home.execute(() -> deliver(kept, moved, from));
      return true;
    }
    Qos qos = publication.qos().min(target.qos());
    // A live delivery loses the flag unless the subscriber asked to keep it. [MQTT-3.3.1-12]
    boolean retain = publication.retain() && target.retainAsPublished();
    if (subscriber.deliver(publication, qos, retain, target)) {
      from.loop().run(() -> from.waitFor(subscriber));
    }
    return true;
  }

  /** The publisher of what nobody in particular publishes: it never waits. */
  public record Anonymous(BrokerLoop loop, @Nullable String clientId) implements Publisher {
    @Override
    public void waitFor(Subscriber congested) {
      // Nothing that could be slowed down: the session's hard bound decides.
    }
  }
}
