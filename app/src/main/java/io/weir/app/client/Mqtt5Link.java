package io.weir.app.client;

import com.hivemq.client.mqtt.MqttClientState;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttClientIdentifier;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.datatypes.MqttTopicFilter;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5Disconnect;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectBuilder;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5RetainHandling;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscribe;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscription;
import com.hivemq.client.mqtt.mqtt5.message.unsubscribe.Mqtt5Unsubscribe;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/** MQTT 5. */
final class Mqtt5Link implements Link {
  private final LinkSettings settings;
  private final Mqtt5AsyncClient client;
  private volatile Runnable lost = () -> {};

  Mqtt5Link(LinkSettings settings) {
    this.settings = settings;
    Mqtt5ClientBuilder builder =
        Mqtt5Client.builder()
            .transportConfig(settings.transport())
            .addDisconnectedListener(context -> lost.run());
    if (!settings.session().clientId().isEmpty()) {
      builder = builder.identifier(settings.session().clientId());
    }
    client = builder.buildAsync();
  }

  @Override
  public void onMessage(BiConsumer<Arrival, Runnable> listener) {
    client.publishes(
        MqttGlobalPublishFilter.ALL,
        publish -> listener.accept(Mqtt5Packets.arrival(publish), publish::acknowledge),
        true);
  }

  @Override
  public void onLost(Runnable listener) {
    lost = listener;
  }

  @Override
  public CompletableFuture<Void> connect() {
    return client.connect(Mqtt5Packets.connect(settings)).thenApply(answer -> null);
  }

  @Override
  public String clientId() {
    return client.getConfig().getClientIdentifier().map(MqttClientIdentifier::toString).orElse("");
  }

  @Override
  public CompletableFuture<Void> publish(Outgoing message) {
    PropertyList properties = settings.propertiesOf(PropertyCommand.PUBLISH);
    return client
        .publish(Mqtt5Packets.publish(message, properties))
        .thenCompose(
            result -> {
              Optional<Throwable> error = result.getError();
              return error.isPresent()
                  ? CompletableFuture.<Void>failedFuture(error.get())
                  : CompletableFuture.<Void>completedFuture(null);
            });
  }

  @Override
  public CompletableFuture<List<Integer>> subscribe(List<String> filters, SubscribeOptions how) {
    MqttQos qos = Objects.requireNonNull(MqttQos.fromCode(how.qos()));
    Mqtt5Subscribe packet =
        Mqtt5Subscribe.builder()
            .addSubscriptions(
                filters.stream()
                    .map(
                        filter ->
                            Mqtt5Subscription.builder()
                                .topicFilter(filter)
                                .qos(qos)
                                .retainAsPublished(how.retainAsPublished())
                                .retainHandling(
                                    how.skipsRetained()
                                        ? Mqtt5RetainHandling.DO_NOT_SEND
                                        : Mqtt5RetainHandling.SEND)
                                .build()))
            .userProperties(
                Mqtt5Packets.userProperties(settings.propertiesOf(PropertyCommand.SUBSCRIBE)))
            .build();
    return client
        .subscribe(packet)
        .thenApply(answer -> answer.getReasonCodes().stream().map(code -> code.getCode()).toList());
  }

  @Override
  public CompletableFuture<Void> unsubscribe(List<String> filters) {
    Mqtt5Unsubscribe packet =
        Mqtt5Unsubscribe.builder()
            .addTopicFilters(filters.stream().map(MqttTopicFilter::of))
            .userProperties(
                Mqtt5Packets.userProperties(settings.propertiesOf(PropertyCommand.UNSUBSCRIBE)))
            .build();
    return client.unsubscribe(packet).thenApply(answer -> null);
  }

  @Override
  public CompletableFuture<Void> disconnect(boolean withWill) {
    if (client.getState() != MqttClientState.CONNECTED) {
      return CompletableFuture.completedFuture(null);
    }
    PropertyList properties = settings.propertiesOf(PropertyCommand.DISCONNECT);
    Mqtt5DisconnectBuilder builder =
        Mqtt5Disconnect.builder().userProperties(Mqtt5Packets.userProperties(properties));
    if (withWill) {
      builder = builder.reasonCode(Mqtt5DisconnectReasonCode.DISCONNECT_WITH_WILL_MESSAGE);
    }
    Optional<Long> expiry = properties.number(MqttProperty.SESSION_EXPIRY_INTERVAL);
    if (expiry.isPresent()) {
      builder = builder.sessionExpiryInterval(expiry.get());
    }
    return client.disconnect(builder.build());
  }
}
