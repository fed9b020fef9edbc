package io.weir.broker.session;

import io.weir.broker.BrokerEvent.DropReason;
import io.weir.broker.Limits.SessionLimits;
import io.weir.broker.delivery.Distributor;
import io.weir.broker.delivery.HeldBytes;
import io.weir.broker.delivery.Target;
import io.weir.broker.packet.Publication;
import io.weir.broker.packet.Qos;
import io.weir.broker.packet.ReasonCode;
import io.weir.broker.packet.Routable;
import io.weir.broker.store.StoredMessage;
import io.weir.broker.store.StoredState;
import io.weir.broker.topic.TopicFilter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a session owes its client, and the rules by which it is sent, held back or dropped.
 *
 * <p>QoS 0 goes out at once or not at all, unless it is to wait for those who are away. QoS 1 and 2
 * take a place in the window, and in the store if the session is kept; when there is none, or the
 * connection is behind, they wait in the queue. When that is full, {@link Congestion} decides.
 *
 * @threads the session's loop
 */
final class Backlog {
  /** Small ones up to so many bytes are not counted while their client is there to take them. */
  private static final int FEW_BYTES = 8 * 1024;

  private final Session session;
  private final OutboundWindow window;
  private final SessionQueue queue;
  private final Congestion congestion;
  private final SessionRecord records;
  private final HeldBytes all;
  private @Nullable Outlet outlet;
  private @Nullable DropCounter drops;
  private boolean isStarted;
  private int heldBack;
  private boolean isPumping;

  Backlog(Session session) {
    this.session = session;
    SessionLimits limits = session.services().limits().session();
    this.window = new OutboundWindow(limits);
    this.all = session.services().held();
    this.queue = new SessionQueue(limits);
    this.congestion = new Congestion(session, queue);
    this.records = session.record();
  }

  @Nullable Outlet outlet() {
    return outlet;
  }

  /** Counts one that its client does not get. */
  void dropped(DropReason reason) {
    if (drops == null) {
      drops = new DropCounter(session);
    }
    drops.count(reason);
  }

  int queued() {
    return queue.size();
  }

  /** The broker's limits are others now; who waits for room may have it. */
  void limitsChanged() {
    SessionLimits limits = session.services().limits().session();
    window.limits(limits);
    queue.limits(limits);
    pump();
  }

  void attach(Outlet newOutlet, int maxInflight) {
    // They may have changed while the session was on its way between loops.
    limitsChanged();
    outlet = newOutlet;
    isStarted = false;
    heldBack = 0;
    window.limit(maxInflight);
    window.startOver();
    congestion.cleared();
  }

  void start() {
    isStarted = true;
    pump();
  }

  /**
   * The connection is over.
   *
   * @param isLasting whether the session goes on, and with it what it owes
   */
  void detach(boolean isLasting) {
    outlet = null;
    isStarted = false;
    if (isLasting) {
      window.forEach(delivery -> delivery.countIn(all));
      queue.forEach(delivery -> delivery.countIn(all));
    }
    // From here on a full queue drops the newcomer.
    congestion.end();
  }

  void clear() {
    letGoOfStored();
    window.forEach(delivery -> delivery.countOut(all));
    queue.forEach(delivery -> delivery.countOut(all));
    List<OutboundDelivery> shared = sharedLeftovers();
    queue.clear();
    congestion.end();
    for (OutboundDelivery delivery : shared) {
      TopicFilter filter = delivery.target().sharedFilter();
      if (filter != null) {
        Distributor distributor = session.services().distributor(session.loop());
        distributor.handOver(
            delivery.publication(),
            filter,
            new Distributor.Anonymous(session.loop(), delivery.publication().publisherId(), null));
      }
    }
  }

  /**
   * What others in a group can have instead: all that was not sent, and of what was sent QoS 1,
   * since QoS 2 must not come to two clients. [MQTT-4.8.2-5]
   */
  private List<OutboundDelivery> sharedLeftovers() {
    List<OutboundDelivery> found = new ArrayList<>(0);
    window.forEach(
        delivery -> {
          if (delivery.qos() == Qos.AT_LEAST_ONCE && delivery.target().sharedFilter() != null) {
            found.add(delivery);
          }
        });
    queue.forEach(
        delivery -> {
          if (delivery.target().sharedFilter() != null) {
            found.add(delivery);
          }
        });
    return found;
  }

  /** What is owed need not survive from here on. */
  void letGoOfStored() {
    window.forEach(records::finished);
    queue.forEach(records::finished);
  }

  /** Takes up what was owed when the broker stopped, oldest first. */
  void restore(List<StoredState.Delivery> deliveries) {
    for (StoredState.Delivery was : deliveries) {
      StoredMessage.Owner owner = was.owner();
      OutboundDelivery delivery =
          new OutboundDelivery(
              was.message().publication(),
              owner.qos(),
              owner.retain(),
              Target.restored(session, owner.qos(), owner.retain(), owner.subscriptionIds()));
      delivery.stored = was.message();
      delivery.isReleased = was.isReleased();
      delivery.countIn(all);
      if (owner.packetId() == 0 || !window.restore(delivery, owner.packetId())) {
        queue.add(delivery);
      }
    }
  }

  /**
   * Returns whether the publisher should wait.
   *
   * @param stored what has been noted of it already, or null
   */
  boolean deliver(
      Routable publication,
      Qos qos,
      boolean retain,
      Target target,
      @Nullable StoredMessage stored) {
    Outlet out = outlet;
    boolean mustWait = out != null && (queue.holdsQos0() || heldBack > 0);
    if (qos == Qos.AT_MOST_ONCE && !mustWait) {
      sendQos0(publication, retain, target);
      return false;
    }
    if (out != null && isStarted && queue.isEmpty() && mayTransmit(out, publication)) {
      OutboundDelivery delivery =
          new OutboundDelivery(publication.publication(), qos, retain, target);
      delivery.stored = stored;
      transmit(out, publication, delivery);
      return false;
    }
    return hold(publication, qos, retain, target, stored);
  }

  private boolean mayTransmit(Outlet out, Routable publication) {
    return heldBack == 0
        && window.hasRoom()
        && !window.hasMoreToResend()
        && out.isReady()
        && mayAddLarge(publication);
  }

  /** While the broker holds too much, one at a time of the large ones is under way. */
  private boolean mayAddLarge(Routable publication) {
    return !OutboundDelivery.isLarge(publication.payloadLength())
        || window.size() == 0
        || !all.isFull();
  }

  /** Sends nothing until {@link #letGo} has been called as often. */
  void holdBack() {
    heldBack++;
  }

  void letGo() {
    if (--heldBack == 0) {
      pump();
    }
  }

  private void sendQos0(Routable publication, boolean retain, Target target) {
    Outlet out = outlet;
    if (out != null && isStarted) {
      noteDrop(out.sendQos0(publication, retain, target));
    } else if (session.services().rules().queuesQos0()) {
      hold(publication, Qos.AT_MOST_ONCE, retain, target, null);
    }
  }

  private void noteDrop(Outlet.Sent outcome) {
    switch (outcome) {
      case SENT -> session.loop().stats().publicationsSent++;
      case TOO_SLOW -> dropped(DropReason.SLOW_READER);
      case TOO_LARGE -> dropped(DropReason.TOO_LARGE_FOR_CLIENT);
      case OUTSIDE -> {
        // Of a session that its client began elsewhere.
      }
    }
  }

  private void transmit(Outlet out, Routable source, OutboundDelivery delivery) {
    window.add(delivery);
    if (OutboundDelivery.isLarge(delivery.publication().payloadLength())) {
      delivery.countIn(all);
    }
    records.sent(delivery);
    if (delivery.stored != null && delivery.qos() == Qos.EXACTLY_ONCE) {
      // Once it is out, neither it nor its id may be forgotten: sent again under another id it
      // would be another message.
      sendWhenSafe(delivery);
    } else {
      send(out, source, delivery);
    }
  }

  private void send(Outlet out, Routable source, OutboundDelivery delivery) {
    Outlet.Sent outcome = out.send(source, delivery);
    noteDrop(outcome);
    if (outcome != Outlet.Sent.SENT) {
      // What the client can't take counts as delivered. [MQTT-3.1.2-25]
      window.remove(delivery);
      delivery.countOut(all);
      records.finished(delivery);
    }
  }

  /** Sends a delivery's next packet when the store has what led to it. */
  private void sendWhenSafe(OutboundDelivery delivery) {
    delivery.awaitsStore = true;
    session.journal().whenSafe(() -> session.loop().run(() -> becameSafe(delivery)));
  }

  private void becameSafe(OutboundDelivery delivery) {
    delivery.awaitsStore = false;
    Outlet out = outlet;
    // Otherwise its connection has gone meanwhile, and the next one has not come to it yet.
    if (out != null && isStarted && window.sent(delivery.packetId()) == delivery) {
      sendAgain(out, delivery);
    }
  }

  private void sendAgain(Outlet out, OutboundDelivery delivery) {
    if (delivery.isReleased) {
      out.release(delivery);
    } else {
      send(out, delivery.publication(), delivery);
    }
  }

  private boolean hold(
      Routable routable, Qos qos, boolean retain, Target target, @Nullable StoredMessage stored) {
    OutboundDelivery delivery = new OutboundDelivery(routable.publication(), qos, retain, target);
    delivery.stored = stored;
    if (congestion.refuses(delivery.publication(), qos, outlet)) {
      dropped(DropReason.QUEUE_FULL);
      records.finished(delivery);
      return false;
    }
    records.waits(delivery);
    if (isWorthCounting(delivery)) {
      delivery.countIn(all);
    }
    queue.add(delivery);
    return congestion.makesWait(outlet);
  }

  private boolean isWorthCounting(OutboundDelivery delivery) {
    return outlet == null
        || queue.bytes() >= FEW_BYTES
        || OutboundDelivery.isLarge(delivery.publication().payloadLength());
  }

  /**
   * A retained message because of a subscription.
   *
   * @return whether there is room for more
   */
  boolean deliverRetained(Publication publication, Qos qos, Target target) {
    if (congestion.refusesRetained(publication)) {
      dropped(DropReason.QUEUE_FULL);
      return false;
    }
    OutboundDelivery delivery = new OutboundDelivery(publication, qos, true, target);
    records.waits(delivery);
    delivery.countIn(all);
    queue.add(delivery);
    pump();
    return true;
  }

  /** Sends what can be sent: first again, then for the first time. */
  void pump() {
    // An acknowledgement given inside a delivery comes back here; the loop below goes on anyway.
    if (isPumping) {
      return;
    }
    isPumping = true;
    try {
      while (isStarted && sendOne()) {
        // once more
      }
    } finally {
      isPumping = false;
    }
    congestion.look();
  }

  private boolean sendOne() {
    Outlet out = outlet;
    if (out == null || heldBack > 0 || !out.isReady()) {
      return false;
    }
    if (window.hasMoreToResend()) {
      return window.hasRoom() && resendOne(out);
    }
    OutboundDelivery head = queue.peek();
    if (head == null
        || (head.qos() != Qos.AT_MOST_ONCE
            && (!window.hasRoom() || !mayAddLarge(head.publication())))) {
      return false;
    }
    queue.poll();
    head.countOut(all);
    if (head.publication().isExpired()) {
      dropped(DropReason.EXPIRED);
      records.finished(head);
    } else if (!session.mayReceive(head.publication())) {
      // The rules may have changed while it waited, and it is now that they count.
      records.finished(head);
    } else if (head.qos() == Qos.AT_MOST_ONCE) {
      noteDrop(out.sendQos0(head.publication(), head.retain(), head.target()));
      records.finished(head);
    } else {
      transmit(out, head.publication(), head);
    }
    return true;
  }

  private boolean resendOne(Outlet out) {
    OutboundDelivery again = window.takeNextToResend();
    if (again == null) {
      return false;
    }
    window.markSent(again);
    if (!again.awaitsStore) {
      sendAgain(out, again);
    }
    return true;
  }

  void acknowledged(int packetId, Qos qos) {
    OutboundDelivery delivery = window.sent(packetId);
    if (delivery != null && delivery.qos() == qos) {
      finished(delivery);
    }
  }

  boolean received(int packetId, ReasonCode reason) {
    OutboundDelivery delivery = window.sent(packetId);
    if (delivery == null || delivery.qos() != Qos.EXACTLY_ONCE) {
      return false;
    }
    if (reason.isError()) {
      // An error ends the handshake. [MQTT-4.4.0-2]
      finished(delivery);
      return true;
    }
    congestion.progressed();
    boolean isFirst = !delivery.isReleased;
    delivery.isReleased = true;
    if (isFirst && delivery.stored != null) {
      // After PUBREL the client forgets the id: sent again it would be another message.
      records.released(delivery);
      sendWhenSafe(delivery);
    } else if (outlet != null && !delivery.awaitsStore) {
      outlet.release(delivery);
    }
    return true;
  }

  void completed(int packetId) {
    OutboundDelivery delivery = window.sent(packetId);
    if (delivery != null && delivery.isReleased) {
      finished(delivery);
    }
  }

  private void finished(OutboundDelivery delivery) {
    window.remove(delivery);
    delivery.countOut(all);
    records.finished(delivery);
    congestion.cleared();
    if (!queue.isEmpty() || window.hasMoreToResend() || congestion.isAwaited()) {
      pump();
    }
  }

  void whenRoom(Runnable callback) {
    congestion.whenRoom(callback, outlet);
  }

  Congestion congestion() {
    return congestion;
  }
}
