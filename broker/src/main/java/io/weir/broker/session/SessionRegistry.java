package io.weir.broker.session;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.broker.BrokerEvent.LimitReached;
import io.weir.broker.BrokerEvent.SessionTakenOver;
import io.weir.broker.BrokerException;
import io.weir.broker.loop.BrokerLoop;
import io.weir.broker.packet.ReasonCode;
import io.weir.broker.store.StoredSession;
import io.weir.broker.store.StoredState;
import io.weir.broker.store.StoredWill;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All sessions by client id, and the one way to get hold of one.
 *
 * <p>A claim makes the present owner let go and yields the session on the claimant's loop; after
 * that nothing about it needs a lock or a hop. Claims for one client id take turns.
 *
 * @threads any
 * @mqtt 5.0 §3.1.2.4, §3.1.4
 */
public final class SessionRegistry {
  private static final int SESSION_BYTES = 1_500;

  private final SessionServices services;
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();
  private final Map<String, Promise<Void>> claims = new ConcurrentHashMap<>();

  /** The same for all sessions. */
  private final Consumer<Session> onEnd = this::remove;

  public SessionRegistry(SessionServices services) {
    this.services = services;
  }

  /**
   * Who wants a session.
   *
   * @param from where the client is, for events
   */
  public record Claim(
      String clientId, BrokerLoop loop, boolean cleanStart, boolean isLocal, String from) {}

  /** A claim was turned down. */
  public static final class Refused extends BrokerException {
    private static final long serialVersionUID = 1L;

    private final ReasonCode reason;

    Refused(ReasonCode reason, String why) {
      super(why);
      this.reason = reason;
    }

    /** What its client is told. */
    public ReasonCode reason() {
      return reason;
    }
  }

  /** Takes a claimed session up, before anyone else can claim it. */
  @FunctionalInterface
  public interface Taker {
    /**
     * Attaches an outlet to the session, or not.
     *
     * @param wasPresent whether it goes on from an earlier connection [MQTT-3.2.2-2] [MQTT-3.2.2-3]
     */
    void take(Session session, boolean wasPresent);
  }

  public int size() {
    return sessions.size();
  }

  /**
   * The broker's limits are others now: sessions of a loop go by them, and those that are on their
   * way to it will when a connection takes them up.
   *
   * @threads that loop
   */
  public void limitsChanged(BrokerLoop loop) {
    for (Session session : sessions.values()) {
      if (session.loop() == loop) {
        session.limitsChanged();
      }
    }
  }

  /**
   * Claims a session for a new connection.
   *
   * @param taker called on the claim's loop
   * @return fails with {@link Refused} if there are too many sessions
   * @threads the claim's loop
   */
  public Future<Void> claim(Claim claim, Taker taker) {
    Promise<Void> mine = Promise.promise();
    Promise<Void> before = claims.put(claim.clientId(), mine);
    Promise<Void> result = Promise.promise();
    if (before == null) {
      takeTurn(claim, taker, mine, result);
    } else {
      before
          .future()
          .onComplete(done -> claim.loop().run(() -> takeTurn(claim, taker, mine, result)));
    }
    return result.future();
  }

  private void takeTurn(Claim claim, Taker taker, Promise<Void> mine, Promise<Void> result) {
    Session present = sessions.get(claim.clientId());
    if (present == null || present.loop() == claim.loop() || isReserved(present, claim)) {
      finish(claim, taker, mine, result, present);
      return;
    }
    present
        .loop()
        .execute(
            () -> {
              letGo(present, claim);
              if (!present.hasEnded()) {
                present.moveTo(claim.loop());
              }
              claim.loop().execute(() -> finish(claim, taker, mine, result, present));
            });
  }

  /**
   * Clients from outside don't get what is owed to parts of the program, nor the rights of those.
   */
  private static boolean isReserved(Session present, Claim claim) {
    return present.isLocal() && !claim.isLocal() && !present.hasEnded();
  }

  private void letGo(Session present, Claim claim) {
    if (present.isConnected()) {
      services.events().accept(new SessionTakenOver(claim.clientId(), claim.from()));
      present.evict("another connection uses the client id, from " + claim.from());
    }
    // A session without an expiry has ended by itself with its connection. And a part of the
    // program
    // doesn't go on with what a client from outside has begun.
    boolean isAnothers = claim.isLocal() && !present.isLocal();
    if ((claim.cleanStart() || isAnothers) && !present.hasEnded()) {
      present.end(false);
    }
  }

  private void finish(
      Claim claim,
      Taker taker,
      Promise<Void> mine,
      Promise<Void> result,
      @Nullable Session present) {
    try {
      if (present != null && isReserved(present, claim)) {
        throw new Refused(
            ReasonCode.QUOTA_EXCEEDED,
            "the client id belongs to a part of the broker's own program");
      }
      if (present != null) {
        letGo(present, claim);
      }
      if (present != null && !present.hasEnded()) {
        taker.take(present, true);
      } else {
        taker.take(open(claim), false);
      }
      result.complete();
    } catch (Refused refused) {
      result.fail(refused);
    } finally {
      claims.remove(claim.clientId(), mine);
      mine.complete();
    }
  }

  /**
   * Takes up a session that was kept when the broker stopped.
   *
   * @param nowMillis since 1970
   * @threads the loop that it is to belong to, before any client comes
   */
  public void restore(StoredState.SessionState state, BrokerLoop loop, long nowMillis) {
    StoredSession kept = state.session();
    Session session = new Session(kept.clientId(), kept.isLocal(), loop, services, onEnd);
    sessions.put(kept.clientId(), session);
    services.held().add(weight(session));
    session.restore(state, nowMillis);
  }

  /**
   * Takes up a will whose client was connected, or which was delayed, when the broker stopped.
   *
   * @param loop used if its session is gone
   * @threads any, after all sessions have been taken up
   */
  public void restore(StoredWill will, BrokerLoop loop, long nowMillis) {
    Session present = sessions.get(will.clientId());
    if (present != null) {
      present.loop().run(() -> present.restoreWill(will, nowMillis));
      return;
    }
    // The session went with its connection, and the will is all that is left of it.
    loop.run(
        () -> {
          Session gone = new Session(will.clientId(), will.isLocal(), loop, services, ended -> {});
          gone.restoreWill(will, nowMillis);
        });
  }

  private Session open(Claim claim) {
    int maximum = services.limits().clients().maxSessions();
    if (sessions.size() >= maximum) {
      services
          .events()
          .accept(new LimitReached("maxSessions", claim.clientId(), maximum + " sessions exist"));
      throw new Refused(ReasonCode.SERVER_BUSY, "there are " + maximum + " sessions already");
    }
    if (!claim.isLocal() && services.held().isFull()) {
      services
          .events()
          .accept(new LimitReached("memory.maxBytes", claim.clientId(), "no new session"));
      throw new Refused(ReasonCode.QUOTA_EXCEEDED, "the broker holds as much as it may");
    }
    Session session = new Session(claim.clientId(), claim.isLocal(), claim.loop(), services, onEnd);
    sessions.put(claim.clientId(), session);
    services.held().add(weight(session));
    return session;
  }

  private void remove(Session session) {
    services.held().remove(weight(session));
    sessions.remove(session.clientId(), session);
  }

  private static long weight(Session session) {
    return SESSION_BYTES + 2L * session.clientId().length();
  }
}
