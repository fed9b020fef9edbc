package io.weir.broker.session;

import io.weir.broker.BrokerEvent.AccessDenied;
import io.weir.broker.BrokerEvent.LimitReached;
import io.weir.broker.delivery.Distributor;
import io.weir.broker.loop.TimerWheel;
import io.weir.broker.packet.Publication;
import io.weir.broker.packet.ReasonCode;
import io.weir.broker.packet.Will;
import io.weir.broker.store.Change;
import io.weir.broker.store.StoredWill;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The will of a session's client: kept, discarded, published, or published later.
 *
 * @threads the session's loop
 * @mqtt 5.0 §3.1.2.5, §3.1.3.2.2
 */
final class WillSchedule {
  private final Session session;
  private @Nullable Will will;
  private TimerWheel.@Nullable Timer delay;

  WillSchedule(Session session) {
    this.session = session;
  }

  /**
   * Takes the will of a new connection, or null; one that is still delayed is cancelled.
   * [MQTT-3.1.3-9]
   */
  void keep(@Nullable Will newWill) {
    discard();
    hold(newWill);
    note(newWill, session.expirySeconds(), 0);
  }

  /**
   * Takes up a will that was kept when the broker stopped.
   *
   * @param nowMillis since 1970
   */
  void restore(StoredWill stored, long nowMillis) {
    hold(stored.will());
    if (stored.dueAt() == 0) {
      connectionLost(stored.sessionExpirySeconds());
    } else {
      startDelay(Math.max(0, stored.dueAt() - nowMillis));
    }
  }

  private void hold(@Nullable Will newWill) {
    will = newWill;
    if (newWill != null) {
      session.services().held().add(newWill.publication().weight());
    }
  }

  private void note(@Nullable Will newWill, long sessionExpirySeconds, long dueAt) {
    if (newWill != null && session.journal().isKept()) {
      session
          .journal()
          .note(
              new Change.WillKept(
                  new StoredWill(
                      session.identity(),
                      session.isLocal(),
                      newWill,
                      sessionExpirySeconds,
                      dueAt)));
    }
  }

  /** The client said goodbye in order. [MQTT-3.14.4-3] */
  void discard() {
    stopDelay();
    if (will != null) {
      session.services().held().remove(will.publication().weight());
      will = null;
      session.journal().note(new Change.WillRemoved(session.clientId()));
    }
  }

  /**
   * The client is lost: publishes at once, or at the end of its delay.
   *
   * @param sessionExpirySeconds how long the session goes on, which a delay can't outlast
   */
  void connectionLost(long sessionExpirySeconds) {
    Will lost = will;
    if (lost == null) {
      return;
    }
    long seconds = Math.min(lost.delaySeconds(), sessionExpirySeconds);
    if (seconds <= 0) {
      publishNow();
      return;
    }
    long millis = TimeUnit.SECONDS.toMillis(seconds);
    note(lost, sessionExpirySeconds, System.currentTimeMillis() + millis);
    startDelay(millis);
  }

  private void startDelay(long millis) {
    delay = session.loop().timers().timer(this::publishNow);
    delay.start(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  /** The session is over: what is delayed is published now. */
  void sessionEnded() {
    if (delay != null) {
      publishNow();
    }
  }

  /** Takes the timer off its loop; {@link #keep} or {@link #sessionEnded} follows. */
  private void stopDelay() {
    if (delay != null) {
      delay.stop();
      delay = null;
    }
  }

  private void publishNow() {
    Will due = will;
    discard();
    if (due == null) {
      return;
    }
    String topic = due.publication().topic();
    SessionServices services = session.services();
    if (!session.access().mayPublish(topic)) {
      services.events().accept(new AccessDenied(session.clientId(), true, topic));
      return;
    }
    Publication will = due.publication();
    // Made anew, since its message expiry counts from here.
    Publication fresh =
        Publication.received(
            will.topic(),
            will.payloadBytes(),
            will.qos(),
            will.retain(),
            will.properties(),
            session.clientId());
    ReasonCode outcome =
        services
            .distributor(session.loop())
            .publish(
                fresh,
                new Distributor.Anonymous(
                    session.loop(),
                    session.clientId(),
                    session.isLocal() ? null : session.identity()));
    if (outcome == ReasonCode.QUOTA_EXCEEDED) {
      services.events().accept(new LimitReached("memory.maxRetained", session.clientId(), topic));
    }
  }
}
