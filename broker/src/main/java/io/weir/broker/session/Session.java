package io.weir.broker.session;

import io.weir.broker.BrokerEvent.DropReason;
import io.weir.broker.BrokerEvent.SessionEnded;
import io.weir.broker.auth.Access;
import io.weir.broker.auth.AllowAll;
import io.weir.broker.auth.ClientIdentity;
import io.weir.broker.delivery.Subscriber;
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

  private final String clientId;
  private final boolean isLocal;
  private final SessionServices services;
  private final Consumer<Session> onEnd;
  private final SessionRecord record = new SessionRecord(this);
  private final SessionSubscriptions subscriptions = new SessionSubscriptions(this);
  private final InboundQos2 inbound = new InboundQos2(record);
  private final WillSchedule will = new WillSchedule(this);
  private final Backlog backlog;

  private volatile BrokerLoop loop;
  private volatile boolean isConnected;
  private volatile boolean mergesOverlaps;
  private ClientIdentity identity;
  private Access access;
  private long expirySeconds;
  private TimerWheel.@Nullable Timer expiry;
  private boolean hasEnded;
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

  /** What it has subscribed to. */
  public SessionSubscriptions subscriptions() {
    return subscriptions;
  }

  /** What its client has published with QoS 2 and not finished. */
  public InboundQos2 inbound() {
    return inbound;
  }

  Backlog backlog() {
    return backlog;
  }

  SessionRecord record() {
    return record;
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
      record.remove(subscriptions.filters(), inbound.ids());
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
    state.inboundIds().forEach(inbound::restore);
    subscriptions.restore(state.subscriptions());
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
    backlog.detach(expirySeconds > 0);
    isConnected = false;
    if (isLocal && expirySeconds > 0) {
      subscriptions.forgetHandlers();
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
    subscriptions.clear();
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
    return backlog.congestion().refusesMore();
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

  /** How much waits, for tests and statistics. */
  public int queued() {
    return backlog.queued();
  }

  void dropped(DropReason reason) {
    backlog.dropped(reason);
  }
}
