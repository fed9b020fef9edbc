package io.weir.broker.bridge;

import io.weir.broker.BrokerEvent;
import io.weir.broker.bridge.BridgeSettings.Notifications;
import io.weir.broker.client.PacketSocket;
import io.weir.broker.packet.ReasonCode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What is said between CONNACK and the first message: subscriptions are given up and made, and the
 * bridge's state is published. Messages wait for the answers, so that no packet id has two uses.
 *
 * @threads the bridge's loop only
 */
final class Introduction {
  private static final int SUBSCRIBE_ID = 65_535;
  private static final int UNSUBSCRIBE_ID = 65_534;
  private static final int STATE_ID = 65_533;

  private final BridgeSettings settings;
  private final TopicMapping mapping;
  private final Packets packets;
  private final Consumer<BrokerEvent> events;
  private final Runnable whenDone;
  private final Set<Integer> awaited = new HashSet<>();
  private final List<String> wantedThere;

  Introduction(
      BridgeSettings settings,
      TopicMapping mapping,
      Packets packets,
      Consumer<BrokerEvent> events,
      Runnable whenDone) {
    this.settings = settings;
    this.mapping = mapping;
    this.packets = packets;
    this.events = events;
    this.whenDone = whenDone;
    this.wantedThere = List.copyOf(mapping.remoteFilters().keySet());
  }

  void begin(PacketSocket socket) {
    Set<String> unwanted = mapping.unwantedThere();
    if (settings.remote().unsubscribes() && !unwanted.isEmpty()) {
      awaited.add(UNSUBSCRIBE_ID);
      socket.write(packets.unsubscribe(UNSUBSCRIBE_ID, unwanted));
    }
    if (!wantedThere.isEmpty()) {
      awaited.add(SUBSCRIBE_ID);
      socket.write(packets.subscribe(SUBSCRIBE_ID, mapping.remoteFilters()));
    }
    Notifications notifications = settings.notifications();
    if (notifications.isOn() && !notifications.isLocalOnly()) {
      awaited.add(STATE_ID);
      socket.write(packets.state(STATE_ID, true));
    }
    if (awaited.isEmpty()) {
      whenDone.run();
    }
  }

  /** PUBACK; returns false if it is for a message of someone else. */
  boolean isAcknowledged(int packetId) {
    return packetId == STATE_ID && answered(packetId);
  }

  /** UNSUBACK. */
  void unsubscribed(int packetId) {
    answered(packetId);
  }

  /** SUBACK. */
  void subscribed(int packetId, List<Integer> codes) {
    for (int i = 0; i < Math.min(codes.size(), wantedThere.size()); i++) {
      ReasonCode code = ReasonCode.of(codes.get(i));
      if (code == null || code.isError()) {
        events.accept(
            new BrokerEvent.BridgeRefused(
                settings.name(),
                wantedThere.get(i),
                code == null ? ReasonCode.UNSPECIFIED_ERROR : code));
      }
    }
    answered(packetId);
  }

  private boolean answered(int packetId) {
    boolean wasAwaited = awaited.remove(packetId);
    if (wasAwaited && awaited.isEmpty()) {
      whenDone.run();
    }
    return wasAwaited;
  }
}
