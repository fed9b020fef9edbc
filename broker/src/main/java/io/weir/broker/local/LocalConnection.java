package io.weir.broker.local;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.broker.BrokerEvent.ClientConnected;
import io.weir.broker.BrokerEvent.ClientDisconnected;
import io.weir.broker.BrokerEvent.DropReason;
import io.weir.broker.BrokerEvent.Failed;
import io.weir.broker.BrokerEvent.PublicationsDropped;
import io.weir.broker.LocalClientOptions;
import io.weir.broker.LocalDelivery;
import io.weir.broker.LocalSubscriber;
import io.weir.broker.auth.ClientIdentity;
import io.weir.broker.delivery.Publisher;
import io.weir.broker.delivery.Subscriber;
import io.weir.broker.delivery.Subscription;
import io.weir.broker.delivery.Target;
import io.weir.broker.loop.BrokerLoop;
import io.weir.broker.packet.ReasonCode;
import io.weir.broker.packet.Routable;
import io.weir.broker.packet.Will;
import io.weir.broker.protocol.BrokerServices;
import io.weir.broker.session.OutboundDelivery;
import io.weir.broker.session.Outlet;
import io.weir.broker.session.Session;
import io.weir.broker.session.SessionRegistry.Claim;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What stands in for a network connection between a session and a client in the process: deliveries
 * are calls.
 *
 * @threads its loop only, except where noted
 */
final class LocalConnection implements Outlet, Publisher {
  /** How long a client may take, after it came back, to subscribe as before. */
  private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final String clientId;
  private final LocalClientOptions options;
  private final BrokerServices services;
  private final BrokerLoop loop;
  private final Runnable onState;
  private final ArrayDeque<Held> held = new ArrayDeque<>(0);

  /** Deliveries owed to an earlier client or run, for which nobody has subscribed again yet. */
  private final List<OutboundDelivery> unhandled = new ArrayList<>(0);

  /** What to do, by packet id, when the store has that the next hop has a delivery of QoS 2. */
  private final Map<Integer, Runnable> releases = new HashMap<>(0);

  private @Nullable Session session;
  private boolean isPaused;
  private boolean isClosed;
  private int awaitedSessions;
  private long droppedWhilePaused;

  /** A delivery of QoS 0 that waits for the end of a pause. */
  private record Held(LocalSubscriber subscriber, LocalDelivery delivery) {}

  /**
   * Not yet open.
   *
   * @param onState called when it opens, closes, or may go on publishing
   */
  LocalConnection(
      String clientId,
      LocalClientOptions options,
      BrokerServices services,
      BrokerLoop loop,
      Runnable onState) {
    this.clientId = clientId;
    this.options = options;
    this.services = services;
    this.loop = loop;
    this.onState = onState;
  }

  @Override
  public @Nullable ClientIdentity identity() {
    return null;
  }

  /** Claims the session. */
  Future<Boolean> open() {
    Promise<Boolean> opened = Promise.promise();
    Claim claim = new Claim(clientId, loop, options.cleanStart(), true, "local");
    services
        .registry()
        .claim(claim, (claimed, wasPresent) -> take(claimed, wasPresent, opened))
        .onFailure(
            failure -> {
              isClosed = true;
              opened.fail(failure);
              onState.run();
            });
    return opened.future();
  }

  private void take(Session claimed, boolean wasPresent, Promise<Boolean> opened) {
    Will will = options.will() == null ? null : new Will(options.will(), 0);
    claimed.attach(
        this,
        new Session.Terms(
            new ClientIdentity(clientId, null, "", false),
            options.sessionExpirySeconds(),
            options.maxInflight(),
            will,
            options.mergesOverlaps()));
    if (isClosed) {
      claimed.detach(false);
      opened.fail("closed before it was open");
      return;
    }
    session = claimed;
    services.clients().incrementAndGet();
    services.report(
        new ClientConnected(clientId, 0, "local", null, options.cleanStart(), 0, wasPresent));
    opened.complete(wasPresent);
    onState.run();
    claimed.resume();
    if (wasPresent) {
      loop.timers().timer(this::settle).start(SETTLE_NANOS);
    }
  }

  /** The session, while it is open. */
  Optional<Session> session() {
    return Optional.ofNullable(session);
  }

  boolean isOpen() {
    return session != null;
  }

  boolean isClosed() {
    return isClosed;
  }

  @Override
  public Sent sendQos0(Routable publication, boolean retain, Target target) {
    LocalSubscriber subscriber = target.handler();
    if (subscriber == null) {
      return Sent.SENT;
    }
    LocalDelivery delivery = new LocalQos0(publication.publication(), retain);
    if (!isPaused && held.isEmpty()) {
      call(subscriber, delivery);
      return Sent.SENT;
    }
    held.add(new Held(subscriber, delivery));
    if (held.size() > options.maxHeldQos0()) {
      held.remove();
      droppedWhilePaused++;
      loop.stats().publicationsDropped++;
    }
    return Sent.SENT;
  }

  @Override
  public Sent send(Routable source, OutboundDelivery delivery) {
    Session owner = session;
    if (owner == null) {
      return Sent.SENT;
    }
    Subscription wanted = owner.subscriptions().of(delivery);
    if (wanted == null) {
      // Given up while it waited.
      owner.acknowledged(delivery);
    } else if (wanted.handler() == null) {
      unhandled.add(delivery);
    } else {
      call(wanted.handler(), new LocalInFlight(this, delivery));
    }
    return Sent.SENT;
  }

  /** A subscriber is new: it takes what was owed to an earlier one and waits for it. */
  void takeUpUnhandled() {
    if (!unhandled.isEmpty()) {
      List<OutboundDelivery> again = List.copyOf(unhandled);
      unhandled.clear();
      again.forEach(delivery -> send(delivery.publication(), delivery));
    }
  }

  /**
   * The client has had time to subscribe as before: what it has not asked for again it no longer
   * wants.
   */
  private void settle() {
    Session owner = session;
    if (owner != null) {
      List<OutboundDelivery> unwanted = List.copyOf(unhandled);
      unhandled.clear();
      owner.subscriptions().unhandled().forEach(owner.subscriptions()::remove);
      unwanted.forEach(owner::acknowledged);
    }
  }

  private void call(LocalSubscriber subscriber, LocalDelivery delivery) {
    try {
      subscriber.onDelivery(delivery);
    } catch (RuntimeException failure) {
      // It stays in flight if it has a QoS; the session goes on with the next.
      services.report(new Failed(clientId, failure));
    }
  }

  /**
   * Most subscribers end QoS 2 in one step. Those that pass it on over a network take the second
   * step there when it can't be forgotten that the first was taken.
   */
  @Override
  public void release(OutboundDelivery delivery) {
    Runnable waiting = releases.remove(delivery.packetId());
    if (waiting == null) {
      send(delivery.publication(), delivery);
    } else {
      waiting.run();
    }
  }

  /**
   * The next hop has a delivery of QoS 2.
   *
   * @param release called once it may be released there
   * @threads any
   */
  void received(OutboundDelivery delivery, Runnable release) {
    loop.run(
        () -> {
          if (session != null) {
            releases.put(delivery.packetId(), release);
            session.received(delivery.packetId(), ReasonCode.SUCCESS);
          }
        });
  }

  @Override
  public boolean isReady() {
    return !isPaused && !isClosed;
  }

  @Override
  public boolean isWaiting() {
    return awaitedSessions > 0;
  }

  /**
   * A subscriber has finished with a delivery.
   *
   * @threads any
   */
  void acknowledge(OutboundDelivery delivery) {
    loop.run(
        () -> {
          if (session != null) {
            session.acknowledged(delivery);
          }
        });
  }

  void pause() {
    isPaused = true;
  }

  void resume() {
    isPaused = false;
    if (droppedWhilePaused > 0) {
      services.report(
          new PublicationsDropped(clientId, droppedWhilePaused, DropReason.SLOW_READER));
      droppedWhilePaused = 0;
    }
    while (!isPaused && !held.isEmpty()) {
      Held next = held.remove();
      call(next.subscriber(), next.delivery());
    }
    if (session != null && !isPaused) {
      session.outletReady();
    }
  }

  /** Leaves in order: no will. */
  void leave(ReasonCode reason, boolean byClient, String why) {
    Session owner = session;
    isClosed = true;
    session = null;
    held.clear();
    unhandled.clear();
    releases.clear();
    if (owner != null) {
      services.clients().decrementAndGet();
      services.report(new ClientDisconnected(clientId, byClient, reason, why));
      if (owner.isAttachedTo(this)) {
        owner.detach(false);
      }
    }
    onState.run();
  }

  @Override
  public void close(ReasonCode reason, String why) {
    leave(reason, false, why);
  }

  @Override
  public @Nullable String clientId() {
    return clientId;
  }

  @Override
  public BrokerLoop loop() {
    return loop;
  }

  @Override
  public void waitFor(Subscriber congested) {
    if (session == null || congested == session) {
      return;
    }
    awaitedSessions++;
    congested.loop().run(() -> congested.whenRoom(() -> loop.run(this::roomMade)));
  }

  private void roomMade() {
    if (--awaitedSessions == 0) {
      onState.run();
    }
  }
}
