package io.weir.broker.bridge;

import io.weir.broker.BrokerEvent;
import io.weir.broker.LocalClientOptions;
import io.weir.broker.LocalSubscriber;
import io.weir.broker.RelayClient;
import io.weir.broker.SubscribeOptions;
import io.weir.broker.SubscribeOptions.RetainHandling;
import io.weir.broker.bridge.BridgeSettings.Local;
import io.weir.broker.bridge.BridgeSettings.Notifications;
import io.weir.broker.packet.Publication;
import io.weir.broker.packet.Qos;
import io.weir.broker.packet.ReasonCode;
import io.weir.broker.topic.TopicFilter;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The bridge as a client of this broker. It is there while the other broker is: in between its
 * session is absent, so that what the other broker is owed waits by the rules for absent clients.
 *
 * @threads any
 */
final class LocalEnd {
  private final BridgeSettings settings;
  private final TopicMapping mapping;
  private final Function<LocalClientOptions, RelayClient> broker;
  private final Consumer<BrokerEvent> events;
  private final int maxHeldQos0;

  /**
   * Not connected yet.
   *
   * @param broker opens a client in this process
   * @param maxHeldQos0 while the network is behind, so many of the newest of QoS 0 are kept
   */
  LocalEnd(
      BridgeSettings settings,
      TopicMapping mapping,
      Function<LocalClientOptions, RelayClient> broker,
      Consumer<BrokerEvent> events,
      int maxHeldQos0) {
    this.settings = settings;
    this.mapping = mapping;
    this.broker = broker;
    this.events = events;
    this.maxHeldQos0 = maxHeldQos0;
  }

  /**
   * Subscribes to what goes to the other broker. Deliveries wait until the client is resumed.
   *
   * @param retained whether retained messages come
   */
  RelayClient open(int maxInflight, RetainHandling retained, LocalSubscriber subscriber) {
    RelayClient client = broker.apply(options().withMaxInflight(maxInflight));
    client.pause();
    mapping
        .localFilters()
        .forEach(
            (text, qos) -> {
              TopicFilter filter = TopicFilter.of(text);
              client
                  .subscribe(filter, wish(filter, qos, retained), subscriber)
                  .onSuccess(code -> report(text, code));
            });
    return client;
  }

  private void report(String filter, ReasonCode code) {
    if (code.isError()) {
      events.accept(new BrokerEvent.BridgeRefused(settings.name(), filter, code));
    }
  }

  private LocalClientOptions options() {
    Local local = settings.local();
    LocalClientOptions options =
        local.isClean()
            ? LocalClientOptions.clean(local.clientId())
            : LocalClientOptions.persistent(local.clientId());
    return options.withMergedOverlaps().withMaxHeldQos0(maxHeldQos0);
  }

  /** What came in over the bridge doesn't go out over it again. */
  private static SubscribeOptions wish(TopicFilter filter, Qos qos, RetainHandling retained) {
    return new SubscribeOptions(qos, !filter.isShared(), true, retained, 0);
  }

  /** Says here whether the bridge is connected. */
  void tell(RelayClient client, boolean isUp) {
    Notifications notifications = settings.notifications();
    if (notifications.isOn()) {
      client.publish(
          Publication.of(notifications.topic(), isUp ? "1" : "0", Qos.AT_LEAST_ONCE, true));
    }
  }

  /** Forgets what the other broker is owed: the bridge is no more. */
  void forget() {
    broker.apply(LocalClientOptions.clean(settings.local().clientId())).close();
  }
}
