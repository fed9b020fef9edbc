package io.weir.broker.bridge;

import io.weir.broker.BrokerEvent;
import io.weir.broker.BrokerEvent.DropReason;
import io.weir.broker.BrokerEvent.PublicationsDropped;
import io.weir.broker.LocalDelivery;
import io.weir.broker.client.PacketSocket;
import io.weir.broker.client.PacketWriter.Flags;
import io.weir.broker.client.ServerTerms;
import io.weir.broker.loop.TimerWheel;
import io.weir.broker.packet.Ack;
import io.weir.broker.packet.Publication;
import io.weir.broker.packet.Qos;
import io.weir.broker.packet.ReasonCode;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Messages on their way to the other broker, over one connection. They stay the session's until the
 * other broker has acknowledged them, and go under the packet ids that the session gave them: so
 * the handshake of QoS 2 goes on where it was after a lost connection and after a restart.
 *
 * @threads the bridge's loop only
 * @mqtt 5.0 §4.3, §4.4
 */
final class OutgoingFlow {
  private static final long REPORT_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final BridgeSettings settings;
  private final TopicMapping mapping;
  private final Packets packets;
  private final PacketSocket socket;
  private final ServerTerms terms;
  private final Consumer<BrokerEvent> events;
  private final TimerWheel.Timer dropReport;
  private final Map<Integer, LocalDelivery> inFlight = new HashMap<>();
  private long dropped;
  private boolean hasReportedRefusal;

  OutgoingFlow(
      BridgeSettings settings,
      TopicMapping mapping,
      Packets packets,
      PacketSocket socket,
      ServerTerms terms,
      Consumer<BrokerEvent> events,
      TimerWheel timers) {
    this.settings = settings;
    this.mapping = mapping;
    this.packets = packets;
    this.socket = socket;
    this.terms = terms;
    this.events = events;
    this.dropReport = timers.timer(this::reportDrops);
  }

  /** Sends what the session delivers. */
  void deliver(LocalDelivery delivery) {
    Publication publication = delivery.publication();
    String topic = mapping.outward(publication.topic());
    if (topic == null || settings.local().clientId().equals(publication.publisherId())) {
      // Not of this configuration, or retained here after it had come from there.
      delivery.acknowledge();
      return;
    }
    if (Packets.sizeOf(publication, topic) > terms.maxPacketBytes()) {
      drop();
      delivery.acknowledge();
      return;
    }
    if (delivery.isReleased()) {
      resume(delivery);
    } else {
      publish(delivery, topic);
    }
  }

  private void publish(LocalDelivery delivery, String topic) {
    Qos qos = delivery.qos().min(terms.maxQos());
    boolean retain = delivery.retain() && settings.remote().retains() && terms.isRetainAvailable();
    int packetId = qos == Qos.AT_MOST_ONCE ? 0 : delivery.packetId();
    if (packetId > 0) {
      inFlight.put(packetId, delivery);
    }
    boolean dup = packetId > 0 && delivery.dup() && terms.isSessionPresent();
    socket.write(
        packets.publish(delivery.publication(), topic, new Flags(qos, retain, dup), packetId));
    if (packetId == 0) {
      delivery.acknowledge();
    }
  }

  /** The other broker had it, and was to forget its id when the connection was lost. */
  private void resume(LocalDelivery delivery) {
    if (terms.isSessionPresent()) {
      inFlight.put(delivery.packetId(), delivery);
      release(delivery.packetId(), ReasonCode.SUCCESS);
    } else {
      delivery.acknowledge();
    }
  }

  private void release(int packetId, ReasonCode reason) {
    socket.write(packets.answer(Ack.Kind.PUBREL, packetId, reason));
  }

  /** PUBACK, and PUBREC with an error. */
  void acknowledged(int packetId, ReasonCode reason) {
    LocalDelivery delivery = inFlight.remove(packetId);
    if (delivery != null) {
      if (reason.isError()) {
        refused(delivery, reason);
      }
      delivery.acknowledge();
    }
  }

  /** PUBREC. */
  void received(int packetId, ReasonCode reason) {
    if (reason.isError()) {
      acknowledged(packetId, reason);
      return;
    }
    @Nullable LocalDelivery delivery = inFlight.get(packetId);
    if (delivery == null || delivery.qos() != Qos.EXACTLY_ONCE) {
      release(packetId, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND);
    } else if (delivery.isReleased()) {
      release(packetId, ReasonCode.SUCCESS);
    } else {
      delivery.received(() -> release(packetId, ReasonCode.SUCCESS));
    }
  }

  /** PUBCOMP. */
  void completed(int packetId) {
    LocalDelivery delivery = inFlight.remove(packetId);
    if (delivery != null) {
      delivery.acknowledge();
    }
  }

  /** How many the other broker has not acknowledged. */
  int unacknowledged() {
    return inFlight.size();
  }

  private void refused(LocalDelivery delivery, ReasonCode reason) {
    if (!hasReportedRefusal) {
      hasReportedRefusal = true;
      events.accept(
          new BrokerEvent.BridgeRefused(settings.name(), delivery.publication().topic(), reason));
    }
  }

  /** Told at once, and then at most once a second. */
  private void drop() {
    dropped++;
    if (!dropReport.isRunning()) {
      reportDrops();
    }
  }

  private void reportDrops() {
    if (dropped > 0) {
      events.accept(
          new PublicationsDropped(
              settings.local().clientId(), dropped, DropReason.TOO_LARGE_FOR_CLIENT));
      dropped = 0;
      dropReport.start(REPORT_NANOS);
    }
  }
}
