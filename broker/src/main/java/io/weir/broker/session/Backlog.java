package io.weir.broker.session;

import io.weir.broker.BrokerConfig.SessionLimits;
import io.weir.broker.BrokerEvent.DropReason;
import io.weir.broker.BrokerEvent.LimitReached;
import io.weir.broker.delivery.Target;
import io.weir.broker.loop.TimerWheel;
import io.weir.broker.packet.Publication;
import io.weir.broker.packet.Qos;
import io.weir.broker.packet.ReasonCode;
import io.weir.broker.packet.Routable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a session owes its client, and the rules by which it is sent, held back or dropped.
 *
 * <p>QoS 0 goes out at once or not at all. QoS 1 and 2 take a place in the window; when there is
 * none, or the connection is behind, they wait in the queue. When that is full, an absent session
 * drops the newcomer, and a connected one takes it and makes the publisher wait, unless waiting
 * would be in vain: its client has acknowledged nothing for long, or waits itself.
 *
 * @threads the session's loop
 */
final class Backlog {
  private final Session session;
  private final OutboundWindow window;
  private final SessionQueue queue;
  private final DropCounter drops;
  private final List<Runnable> waitingForRoom = new ArrayList<>(0);
  private @Nullable Outlet outlet;
  private boolean isStarted;
  private boolean isPumping;
  private boolean hasProgressed;
  private boolean isStalled;
  private boolean hasReportedFull;
  private TimerWheel.@Nullable Timer stallCheck;

  Backlog(Session session) {
    this.session = session;
    SessionLimits limits = session.services().limits().session();
    this.window = new OutboundWindow(limits.maxInflight());
    this.queue = new SessionQueue(limits.maxQueued(), limits.maxQueuedBytes());
    this.drops = new DropCounter(session);
  }

  @Nullable Outlet outlet() {
    return outlet;
  }

  DropCounter drops() {
    return drops;
  }

  int queued() {
    return queue.size();
  }

  void attach(Outlet newOutlet, int maxInflight) {
    outlet = newOutlet;
    isStarted = false;
    window.limit(maxInflight);
    window.startOver();
    isStalled = false;
  }

  void start() {
    isStarted = true;
    pump();
  }

  void detach() {
    outlet = null;
    isStarted = false;
    stopStallCheck();
    // From here on a full queue drops the newcomer, so nobody needs to wait any more.
    letPublishersGo();
  }

  void clear() {
    queue.clear();
    letPublishersGo();
  }

  /** Returns whether the publisher should wait. */
  boolean deliver(Routable publication, Qos qos, boolean retain, Target target) {
    if (qos == Qos.AT_MOST_ONCE && !queue.holdsQos0()) {
      sendQos0(publication, retain, target);
      return false;
    }
    Outlet out = outlet;
    if (out != null && isStarted && queue.isEmpty() && mayTransmit(out)) {
      transmit(
          out, publication, new OutboundDelivery(publication.publication(), qos, retain, target));
      return false;
    }
    return hold(publication, qos, retain, target);
  }

  private boolean mayTransmit(Outlet out) {
    return window.hasRoom() && !window.hasMoreToResend() && out.isReady();
  }

  private void sendQos0(Routable publication, boolean retain, Target target) {
    // Nothing of QoS 0 is kept for those who are away.
    Outlet out = outlet;
    if (out != null && isStarted) {
      noteDrop(out.sendQos0(publication, retain, target));
    }
  }

  private void noteDrop(Outlet.Sent outcome) {
    switch (outcome) {
      case SENT -> session.loop().stats().publicationsSent++;
      case TOO_SLOW -> drops.count(DropReason.SLOW_READER);
      case TOO_LARGE -> drops.count(DropReason.TOO_LARGE_FOR_CLIENT);
    }
  }

  private void transmit(Outlet out, Routable source, OutboundDelivery delivery) {
    window.add(delivery);
    Outlet.Sent outcome = out.send(source, delivery);
    noteDrop(outcome);
    if (outcome != Outlet.Sent.SENT) {
      // What the client can't take counts as delivered. [MQTT-3.1.2-25]
      window.remove(delivery);
    }
  }

  private boolean hold(Routable routable, Qos qos, boolean retain, Target target) {
    boolean isHopeless = outlet == null || isStalled || qos == Qos.AT_MOST_ONCE;
    if (queue.isFull() && (isHopeless || queue.isOverfull())) {
      reportFull();
      drops.count(DropReason.QUEUE_FULL);
      return false;
    }
    queue.add(new OutboundDelivery(routable.publication(), qos, retain, target));
    if (!queue.isFull() || outlet == null || outlet.isWaiting()) {
      return false;
    }
    startStallCheck();
    return true;
  }

  private void reportFull() {
    if (!hasReportedFull) {
      hasReportedFull = true;
      session
          .services()
          .events()
          .accept(
              new LimitReached(
                  "session.maxQueued", session.clientId(), queue.size() + " publications wait"));
    }
  }

  /**
   * A retained message because of a subscription. It is held whatever the bound, since there are no
   * more of them than the broker retains, and only references are held.
   */
  void deliverRetained(Publication publication, Qos qos, Target target) {
    queue.add(new OutboundDelivery(publication, qos, true, target));
    pump();
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
    if (queue.hasRoomAgain()) {
      hasReportedFull = false;
      stopStallCheck();
      letPublishersGo();
    }
  }

  private boolean sendOne() {
    Outlet out = outlet;
    if (out == null || !out.isReady()) {
      return false;
    }
    if (window.hasMoreToResend()) {
      return window.hasRoom() && resendOne(out);
    }
    OutboundDelivery head = queue.peek();
    if (head == null || (head.qos() != Qos.AT_MOST_ONCE && !window.hasRoom())) {
      return false;
    }
    queue.poll();
    if (head.publication().isExpired()) {
      drops.count(DropReason.EXPIRED);
    } else if (head.qos() == Qos.AT_MOST_ONCE) {
      noteDrop(out.sendQos0(head.publication(), head.retain(), head.target()));
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
    if (again.isReleased) {
      out.release(again.packetId());
    } else if (out.send(again.publication(), again) != Outlet.Sent.SENT) {
      window.remove(again);
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
    delivery.isReleased = true;
    hasProgressed = true;
    if (outlet != null) {
      outlet.release(packetId);
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
    hasProgressed = true;
    isStalled = false;
    if (!queue.isEmpty() || window.hasMoreToResend() || !waitingForRoom.isEmpty()) {
      pump();
    }
  }

  void whenRoom(Runnable callback) {
    if (outlet == null || isStalled || queue.hasRoomAgain()) {
      callback.run();
    } else {
      waitingForRoom.add(callback);
    }
  }

  private void letPublishersGo() {
    if (!waitingForRoom.isEmpty()) {
      List<Runnable> callbacks = List.copyOf(waitingForRoom);
      waitingForRoom.clear();
      callbacks.forEach(Runnable::run);
    }
  }

  private void startStallCheck() {
    if (stallCheck == null) {
      hasProgressed = false;
      stallCheck = session.loop().timers().timer(this::checkStall);
      stallCheck.start(stallNanos());
    }
  }

  private void checkStall() {
    if (hasProgressed) {
      hasProgressed = false;
      if (stallCheck != null) {
        stallCheck.start(stallNanos());
      }
      return;
    }
    stallCheck = null;
    isStalled = true;
    letPublishersGo();
  }

  private long stallNanos() {
    return session.services().limits().connection().stuckAfter().toNanos();
  }

  private void stopStallCheck() {
    if (stallCheck != null) {
      stallCheck.stop();
      stallCheck = null;
    }
  }
}
