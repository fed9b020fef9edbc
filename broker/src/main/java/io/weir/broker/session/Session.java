package io.weir.broker.session;

import io.weir.broker.BrokerEvent.DropReason;
import io.weir.broker.BrokerEvent.SessionEnded;
import io.weir.broker.DeliveryRules;
import io.weir.broker.LocalSubscriber;
import io.weir.broker.SubscribeOptions;
import io.weir.broker.auth.Access;
import io.weir.broker.auth.AllowAll;
import io.weir.broker.auth.ClientIdentity;
import io.weir.broker.delivery.Subscriber;
import io.weir.broker.delivery.Subscription;
import io.weir.broker.delivery.Target;
import io.weir.broker.loop.BrokerLoop;
import io.weir.broker.loop.TimerWheel;
import io.weir.broker.packet.Publication;
import io.weir.broker.packet.Qos;
import io.weir.broker.packet.ReasonCode;
import io.weir.broker.packet.Routable;
import io.weir.broker.packet.Will;
import io.weir.broker.store.Journal;
import io.weir.broker.store.StoredMessage;
import io.weir.broker.store.StoredSession;
import io.weir.broker.store.StoredState;
import io.weir.broker.store.StoredWill;
import io.weir.broker.topic.TopicFilter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The state that MQTT keeps for a client, with or without a connection: subscriptions, what is owed
 * to it, and its will.
 *
 * <p>Belongs to one loop. {@link SessionRegistry} moves it when its client comes back on another.
 *
 * @threads its loop, except where {@link Subscriber} says any
 * @mqtt 5.0 §4.1
 */
public final class Session implements Subscriber {
  private static final long NEVER = 0xFFFF_FFFFL;

  /** No client's subscriptions take more than this part of what the broker may hold. */
  private static final int SHARES = 8;

  private final String clientId;
  private final boolean isLocal;
  private final SessionServices services;
  private final Consumer<Session> onEnd;
  private final Map<String, Subscription> subscriptions = new LinkedHashMap<>(4);
  private final WillSchedule will = new WillSchedule(this);
  private final Backlog backlog;
  private final InboundQos2 inbound = new InboundQos2();
  private final SessionRecord record = new SessionRecord(this);

  private volatile BrokerLoop loop;
  private volatile boolean isConnected;
  private volatile boolean mergesOverlaps;
  private ClientIdentity identity;
  private Access access;
  private long expirySeconds;
  private TimerWheel.@Nullable Timer expiry;
  private boolean hasEnded;
  private long subscriptionBytes;
  private long absentSinceMillis;

  Session(
      String clientId,
      boolean isLocal,
      BrokerLoop loop,
      SessionServices services,
      Consumer<Session> onEnd) {
    this.clientId = clientId;
    this.isLocal = isLocal;
    this.mergesOverlaps = !isLocal && !services.rules().repeatsOverlaps();
    this.loop = loop;
    this.services = services;
    this.onEnd = onEnd;
    this.backlog = new Backlog(this);
    this.identity = new ClientIdentity(clientId, null, "", false);
    this.access = accessOf(identity);
  }

  private Access accessOf(ClientIdentity client) {
    return isLocal ? AllowAll.INSTANCE : services.authorizer().accessOf(client);
  }

  @Override
  public String clientId() {
    return clientId;
  }

  @Override
  public BrokerLoop loop() {
    return loop;
  }

  @Override
  public boolean isConnected() {
    return isConnected;
  }

  @Override
  public boolean mergesOverlaps() {
    return mergesOverlaps;
  }

  /** Clients in the process are part of the program, and not asked what they may. */
  public boolean isLocal() {
    return isLocal;
  }

  /** Who its client is, or was when it came last. */
  ClientIdentity identity() {
    return identity;
  }

  /** What its client may do. */
  public Access access() {
    return access;
  }

  public boolean hasEnded() {
    return hasEnded;
  }

  public long expirySeconds() {
    return expirySeconds;
  }

  /** A v5 client may change it when it says goodbye. */
  public void expirySeconds(long seconds) {
    expirySeconds = seconds;
  }

  SessionServices services() {
    return services;
  }

  /** Where this session notes what has to survive. */
  Journal journal() {
    return services.journal(loop);
  }

  /**
   * Whether it outlives the process, because it outlives its connection and there is a store.
   *
   * @threads any
   */
  @Override
  public boolean isKept() {
    return record.isKept();
  }

  /** What the store calls it by; 0 if it never was kept. */
  long storeNumber() {
    return record.number();
  }

  /**
   * How a session is taken up by a connection.
   *
   * @param mergesOverlaps whether overlapping subscriptions make one delivery, from the next change
   *     of a subscription on
   */
  public record Terms(
      ClientIdentity client,
      long expirySeconds,
      int maxInflight,
      @Nullable Will will,
      boolean mergesOverlaps) {}

  /**
   * A connection takes the session up. Nothing is sent before {@link #resume}.
   *
   * @param outlet where deliveries go from here on
   */
  public void attach(Outlet outlet, Terms terms) {
    stopExpiry();
    identify(terms.client());
    expirySeconds = terms.expirySeconds();
    mergesOverlaps = terms.mergesOverlaps();
    if (expirySeconds > 0 && journal().isKept()) {
      record.keep(StoredSession.CONNECTED);
    } else {
      stopKeeping();
    }
    will.keep(terms.will());
    isConnected = true;
    backlog.attach(outlet, terms.maxInflight());
  }

  private void stopKeeping() {
    if (record.isKept()) {
      backlog.letGoOfStored();
      record.remove(subscriptions.keySet(), inbound.ids());
    }
  }

  /**
   * Takes up what was kept of it when the broker stopped, and waits for its client for as long as
   * it would have.
   *
   * @param nowMillis since 1970
   */
  void restore(StoredState.SessionState state, long nowMillis) {
    StoredSession kept = state.session();
    record.restore(kept.number());
    identify(kept.client());
    expirySeconds = kept.expirySeconds();
    state.inboundIds().forEach(inbound::add);
    state
        .subscriptions()
        .forEach(
            (filter, options) ->
                place(new Subscription(this, TopicFilter.of(filter), options, null)));
    backlog.restore(state.deliveries());
    absentSinceMillis = kept.absentSince();
    if (absentSinceMillis == StoredSession.CONNECTED) {
      absentSinceMillis = nowMillis;
      record.keep(nowMillis);
    }
    startExpiry(nowMillis);
  }

  /** The broker's limits are others now. */
  void limitsChanged() {
    backlog.limitsChanged();
    if (!isConnected && !hasEnded) {
      stopExpiry();
      startExpiry(System.currentTimeMillis());
    }
  }

  private void identify(ClientIdentity client) {
    identity = client;
    access = accessOf(client);
  }

  /** Takes up a will whose client was connected, or which was delayed, when the broker stopped. */
  void restoreWill(StoredWill stored, long nowMillis) {
    identify(stored.client());
    will.restore(stored, nowMillis);
  }

  /** Sends what is owed: first what was sent before, then what waited. [MQTT-4.4.0-1] */
  public void resume() {
    backlog.start();
  }

  public boolean isAttachedTo(Outlet candidate) {
    return backlog.outlet() == candidate;
  }

  /**
   * The connection is over.
   *
   * @param withWill whether the client was lost rather than having said goodbye
   */
  public void detach(boolean withWill) {
    backlog.detach();
    isConnected = false;
    if (isLocal && expirySeconds > 0) {
      forgetHandlers();
    }
    if (withWill) {
      will.connectionLost(expirySeconds);
    } else {
      will.discard();
    }
    if (expirySeconds == 0) {
      end(false);
      return;
    }
    absentSinceMillis = System.currentTimeMillis();
    if (record.isKept()) {
      record.keep(absentSinceMillis);
    }
    startExpiry(absentSinceMillis);
  }

  /** However long its client wants it kept, the limit that counts now is the most. */
  private void startExpiry(long nowMillis) {
    long most = Math.min(expirySeconds, services.limits().session().maxExpirySeconds());
    if (most < NEVER) {
      long millis = TimeUnit.SECONDS.toMillis(most) - (nowMillis - absentSinceMillis);
      expiry = loop.timers().timer(() -> end(true));
      expiry.start(TimeUnit.MILLISECONDS.toNanos(Math.max(0, millis)));
    }
  }

  /** The broker stops, or a client in the process leaves: the will goes unpublished. */
  public void forgetWill() {
    will.discard();
  }

  /** Makes the present connection, if any, let go, since another one takes its place. */
  void evict(String why) {
    Outlet outlet = backlog.outlet();
    if (outlet != null) {
      detach(true);
      outlet.close(ReasonCode.SESSION_TAKEN_OVER, why);
    }
  }

  /** Ends the session: its subscriptions and all that is owed to it are gone. */
  void end(boolean expired) {
    if (hasEnded) {
      return;
    }
    hasEnded = true;
    stopExpiry();
    stopKeeping();
    subscriptions.values().forEach(s -> services.tree().remove(this, s.filter()));
    subscriptions.clear();
    services.held().remove(subscriptionBytes);
    subscriptionBytes = 0;
    backlog.clear();
    onEnd.accept(this);
    will.sessionEnded();
    services.events().accept(new SessionEnded(clientId, expired));
  }

  /** Takes the session over to another loop; on the old one, with nothing attached. */
  void moveTo(BrokerLoop newLoop) {
    stopExpiry();
    will.discard();
    journal().handOver();
    loop = newLoop;
    services.tree().touch();
  }

  private void stopExpiry() {
    if (expiry != null) {
      expiry.stop();
      expiry = null;
    }
  }

  /** What became of a wish to subscribe. */
  public enum Subscribing {
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
  public Subscribing subscribe(
      TopicFilter filter, SubscribeOptions options, @Nullable LocalSubscriber handler) {
    boolean isKnown = subscriptions.containsKey(filter.text());
    if (!isKnown && !hasRoomFor(filter)) {
      return Subscribing.TOO_MANY;
    }
    place(new Subscription(this, filter, options, handler));
    record.subscribed(filter.text(), options);
    return isKnown ? Subscribing.CHANGED : Subscribing.NEW;
  }

  /**
   * The subscription that a delivery is for as it is now: it may have another handler than when the
   * delivery was decided on, or have been given up, and then this is null.
   */
  public @Nullable Subscription subscriptionOf(OutboundDelivery delivery) {
    TopicFilter filter = delivery.target().filter();
    if (filter != null) {
      return subscriptions.get(filter.text());
    }
    // Of what was owed before a restart the filter is not known any more.
    String topic = delivery.publication().topic();
    Subscription found = null;
    for (Subscription candidate : subscriptions.values()) {
      if (candidate.filter().matches(topic) && (found == null || found.handler() == null)) {
        found = candidate;
      }
    }
    return found;
  }

  /** The client in this process goes, and its handlers with it; its subscriptions stay. */
  private void forgetHandlers() {
    for (Subscription subscription : List.copyOf(subscriptions.values())) {
      place(new Subscription(this, subscription.filter(), subscription.options(), null));
    }
  }

  private boolean hasRoomFor(TopicFilter filter) {
    if (subscriptions.size() >= services.limits().session().maxSubscriptions()) {
      return false;
    }
    // Clients in the process are part of the program.
    return isLocal
        || (subscriptionBytes + filter.weight() <= services.held().share(SHARES)
            && !services.held().isFull()
            && !services.tree().isCrowded(filter));
  }

  private void place(Subscription subscription) {
    TopicFilter filter = subscription.filter();
    if (subscriptions.put(filter.text(), subscription) == null) {
      subscriptionBytes += filter.weight();
      services.held().add(filter.weight());
    }
    services.tree().add(subscription);
  }

  /** Filters of an earlier client or an earlier run that nobody has asked for since. */
  public List<String> unhandledFilters() {
    return subscriptions.values().stream()
        .filter(subscription -> subscription.handler() == null)
        .map(subscription -> subscription.filter().text())
        .toList();
  }

  /** Gives up a subscription; returns whether there was one. */
  public boolean unsubscribe(String filter) {
    Subscription subscription = subscriptions.remove(filter);
    if (subscription == null) {
      return false;
    }
    int weight = subscription.filter().weight();
    subscriptionBytes -= weight;
    services.held().remove(weight);
    record.unsubscribed(filter);
    return services.tree().remove(this, subscription.filter());
  }

  /** Sends the retained messages that a subscription is for. [MQTT-3.3.1-8] */
  public void sendRetained(String filter) {
    Subscription subscription = subscriptions.get(filter);
    if (subscription == null) {
      return;
    }
    Target target = Target.of(List.of(subscription));
    Qos granted = subscription.options().qos();
    DeliveryRules rules = services.rules();
    RetainSources sources = new RetainSources(services.authorizer());
    services
        .retained()
        .matching(
            subscription.filter(),
            kept -> {
              Publication publication = kept.publication();
              if (!mayReceive(publication)
                  || (rules.checksRetainSource() && !sources.allow(kept))) {
                return true;
              }
              Qos qos = rules.upgradesQos() ? granted : publication.qos().min(granted);
              return backlog.deliverRetained(publication, qos, target);
            });
  }

  @Override
  public boolean deliver(
      Routable publication,
      Qos qos,
      boolean retain,
      Target target,
      @Nullable StoredMessage stored) {
    if (hasEnded || !mayReceive(publication)) {
      if (stored != null) {
        journal().finished(stored, record.number());
      }
      return false;
    }
    return backlog.deliver(publication, qos, retain, target, stored);
  }

  @Override
  public @Nullable StoredMessage noteOwed(
      Journal publishers, Publication publication, Qos qos, boolean retain, Target target) {
    return record.isKept() && qos != Qos.AT_MOST_ONCE
        ? publishers.owed(
            publication,
            new StoredMessage.Owner(record.number(), qos, retain, target.subscriptionIds(), 0))
        : null;
  }

  /** Lets nothing go out, until {@link #letGo}; the end of a connection lets go as well. */
  public void holdBack() {
    backlog.holdBack();
  }

  public void letGo() {
    backlog.letGo();
  }

  @Override
  public boolean refusesMore() {
    return backlog.refusesMore();
  }

  boolean mayReceive(Routable publication) {
    return access.mayReceive(publication.topic());
  }

  @Override
  public void whenRoom(Runnable callback) {
    backlog.whenRoom(callback);
  }

  /** The connection can take more again. */
  public void outletReady() {
    backlog.pump();
  }

  /** PUBACK. */
  public void acknowledged(int packetId) {
    backlog.acknowledged(packetId, Qos.AT_LEAST_ONCE);
  }

  /** A client in the process has finished with a delivery, which ends QoS 2 in one step as well. */
  public void acknowledged(OutboundDelivery delivery) {
    backlog.acknowledged(delivery.packetId(), delivery.qos());
  }

  /** PUBREC; returns false if nothing is known of the id. */
  public boolean received(int packetId, ReasonCode reason) {
    return backlog.received(packetId, reason);
  }

  /** PUBCOMP. */
  public void completed(int packetId) {
    backlog.completed(packetId);
  }

  /** A publication of QoS 2 came in; returns false if it came before. */
  public boolean beginInboundQos2(int packetId) {
    boolean isNew = inbound.add(packetId);
    if (isNew) {
      record.inboundBegun(packetId);
    }
    return isNew;
  }

  public boolean isInboundQos2(int packetId) {
    return inbound.contains(packetId);
  }

  /** PUBREL; returns false if nothing is known of the id. */
  public boolean releaseInboundQos2(int packetId) {
    boolean wasKnown = inbound.release(packetId);
    if (wasKnown) {
      record.inboundReleased(packetId);
    }
    return wasKnown;
  }

  /** Its client begins anew with its packet ids. */
  public void forgetInboundQos2() {
    inbound.ids().forEach(this::releaseInboundQos2);
  }

  public int unreleasedInboundQos2() {
    return inbound.size();
  }

  /** How much waits, for tests and statistics. */
  public int queued() {
    return backlog.queued();
  }

  void dropped(DropReason reason) {
    backlog.drops().count(reason);
  }
}
