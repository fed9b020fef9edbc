package io.weir.broker.session;

import io.weir.broker.packet.Qos;
import io.weir.broker.store.Change;
import io.weir.broker.store.Change.Step;
import io.weir.broker.store.StoredMessage;

/**
 * Notes in the journal how the deliveries of a session fare, if the session is kept.
 *
 * @threads the session's loop
 */
final class DeliveryRecords {
  private final Session session;

  DeliveryRecords(Session session) {
    this.session = session;
  }

  /**
   * It has to wait; nothing may have been noted of it yet, or by its publisher's loop. QoS 0 is
   * noted only if it waits for a client that is away: otherwise it is gone in a moment.
   */
  void waits(OutboundDelivery delivery) {
    boolean mustSurvive = delivery.qos() != Qos.AT_MOST_ONCE || !session.isConnected();
    if (delivery.stored == null && mustSurvive && session.isKept()) {
      delivery.stored = owed(delivery);
    }
  }

  /** It has been given a packet id. */
  void sent(OutboundDelivery delivery) {
    if (delivery.stored != null) {
      progress(delivery, Step.SENT);
    } else if (session.isKept()) {
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
      session.journal().finished(stored, session.storeNumber());
    }
  }

  private StoredMessage owed(OutboundDelivery delivery) {
    return session
        .journal()
        .owed(
            delivery.publication(),
            new StoredMessage.Owner(
                session.storeNumber(),
                delivery.qos(),
                delivery.retain(),
                delivery.target().subscriptionIds(),
                delivery.packetId()));
  }

  private void progress(OutboundDelivery delivery, Step step) {
    StoredMessage stored = delivery.stored;
    if (stored != null) {
      session
          .journal()
          .note(new Change.Progress(stored, session.storeNumber(), step, delivery.packetId()));
    }
  }
}
