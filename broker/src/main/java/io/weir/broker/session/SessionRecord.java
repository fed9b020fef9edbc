package io.weir.broker.session;

import io.weir.broker.SubscribeOptions;
import io.weir.broker.packet.Qos;
import io.weir.broker.store.Change;
import io.weir.broker.store.Change.Step;
import io.weir.broker.store.StoredMessage;
import io.weir.broker.store.StoredSession;
import java.util.List;
import java.util.Set;

/**
 * What the store knows of a session and of its deliveries: noted only while the session outlives
 * its connection.
 *
 * @threads the session's loop, except where noted
 */
final class SessionRecord {
  private final Session session;
  private volatile long number;
  private volatile boolean isKept;

  SessionRecord(Session session) {
    this.session = session;
  }

  /**
   * Whether the session survives the process.
   *
   * @threads any
   */
  boolean isKept() {
    return isKept;
  }

  /**
   * What the store calls it by; 0 if it never was kept.
   *
   * @threads any
   */
  long number() {
    return number;
  }

  /** It is in the store already, under this number. */
  void restore(long storedNumber) {
    number = storedNumber;
    isKept = true;
  }

  /**
   * Keeps it from here on, or notes what has changed about it.
   *
   * @param absentSince as {@link StoredSession} has it
   */
  void keep(long absentSince) {
    if (number == 0) {
      number = session.journal().newSessionNumber();
    }
    isKept = true;
    note(
        new Change.SessionKept(
            new StoredSession(
                number,
                session.identity(),
                session.isLocal(),
                session.expirySeconds(),
                absentSince)));
  }

  /** It goes with its connection from here on, or has ended. */
  void remove(Set<String> filters, List<Integer> inboundIds) {
    isKept = false;
    note(new Change.SessionEnded(number, List.copyOf(filters), inboundIds));
  }

  void subscribed(String filter, SubscribeOptions options) {
    if (isKept) {
      note(new Change.Subscribed(number, filter, options));
    }
  }

  void unsubscribed(String filter) {
    if (isKept) {
      note(new Change.Unsubscribed(number, filter));
    }
  }

  void inboundBegun(int packetId) {
    if (isKept) {
      note(new Change.InboundBegun(number, packetId));
    }
  }

  void inboundReleased(int packetId) {
    if (isKept) {
      note(new Change.InboundReleased(number, packetId));
    }
  }

  /**
   * It has to wait; nothing may have been noted of it yet, or by its publisher's loop. QoS 0 is
   * noted only if it waits for a client that is away: otherwise it is gone in a moment.
   */
  void waits(OutboundDelivery delivery) {
    boolean mustSurvive = delivery.qos() != Qos.AT_MOST_ONCE || !session.isConnected();
    if (delivery.stored == null && mustSurvive && isKept) {
      delivery.stored = owed(delivery);
    }
  }

  /** It has been given a packet id. */
  void sent(OutboundDelivery delivery) {
    if (delivery.stored != null) {
      progress(delivery, Step.SENT);
    } else if (isKept) {
      delivery.stored = owed(delivery);
    }
  }

  /** Its client has it, and forgets the id when it is released. */
  void released(OutboundDelivery delivery) {
    progress(delivery, Step.RELEASED);
  }

  /** The session no longer owes it. */
  void finished(OutboundDelivery delivery) {
    StoredMessage stored = delivery.stored;
    if (stored != null) {
      delivery.stored = null;
      session.journal().finished(stored, number);
    }
  }

  private StoredMessage owed(OutboundDelivery delivery) {
    return session
        .journal()
        .owed(
            delivery.publication(),
            new StoredMessage.Owner(
                number,
                delivery.qos(),
                delivery.retain(),
                delivery.target().subscriptionIds(),
                delivery.packetId()));
  }

  private void progress(OutboundDelivery delivery, Step step) {
    StoredMessage stored = delivery.stored;
    if (stored != null) {
      note(new Change.Progress(stored, number, step, delivery.packetId()));
    }
  }

  private void note(Change change) {
    session.journal().note(change);
  }
}
