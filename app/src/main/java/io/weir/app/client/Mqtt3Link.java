package io.weir.app.client;

import com.hivemq.client.mqtt.MqttClientState;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttClientIdentifier;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt3.Mqtt3ClientBuilder;
import com.hivemq.client.mqtt.mqtt3.message.auth.Mqtt3SimpleAuth;
import com.hivemq.client.mqtt.mqtt3.message.auth.Mqtt3SimpleAuthBuilder;
import com.hivemq.client.mqtt.mqtt3.message.connect.Mqtt3Connect;
import com.hivemq.client.mqtt.mqtt3.message.connect.Mqtt3ConnectBuilder;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import com.hivemq.client.mqtt.mqtt3.message.subscribe.Mqtt3Subscribe;
import com.hivemq.client.mqtt.mqtt3.message.subscribe.Mqtt3Subscription;
import com.hivemq.client.mqtt.mqtt3.message.unsubscribe.Mqtt3Unsubscribe;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/** MQTT 3.1.1. */
final class Mqtt3Link implements Link {
  private final LinkSettings settings;
  private final Mqtt3AsyncClient client;
  private volatile Runnable lost = () -> {};

  Mqtt3Link(LinkSettings settings) {
    this.settings = settings;
    Mqtt3ClientBuilder builder =
        Mqtt3Client.builder()
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
        publish ->
            listener.accept(
                new Arrival(
                    publish.getTopic().toString(),
                    Bytes.of(publish.getPayloadAsBytes()),
                    publish.getQos().getCode(),
                    publish.isRetain(),
                    PacketIds.of(publish),
                    Arrival.Properties.NONE),
                publish::acknowledge),
        true);
  }

  @Override
  public void onLost(Runnable listener) {
    lost = listener;
  }

  @Override
  public CompletableFuture<Void> connect() {
    Mqtt3ConnectBuilder connect =
        Mqtt3Connect.builder()
            .cleanSession(settings.session().isClean())
            .keepAlive(settings.session().keepAliveSeconds());
    LinkSettings.Login login = settings.login();
    if (login != null) {
      Mqtt3SimpleAuthBuilder.Complete auth =
          Mqtt3SimpleAuth.builder().username(Objects.requireNonNull(login.user()));
      if (login.password() != null) {
        auth = auth.password(login.password().getBytes(StandardCharsets.UTF_8));
      }
      connect = connect.simpleAuth(auth.build());
    }
    if (settings.will() != null) {
      connect = connect.willPublish(packet(settings.will()));
    }
    return client.connect(connect.build()).thenApply(answer -> null);
  }

  @Override
  public String clientId() {
    return client.getConfig().getClientIdentifier().map(MqttClientIdentifier::toString).orElse("");
  }

  private static Mqtt3Publish packet(Outgoing message) {
    return Mqtt3Publish.builder()
        .topic(message.topic())
        .payload(message.payload().array())
        .qos(qos(message.qos()))
        .retain(message.retain())
        .build();
  }

  private static MqttQos qos(int level) {
    return Objects.requireNonNull(MqttQos.fromCode(level));
  }

  @Override
  public CompletableFuture<Void> publish(Outgoing message) {
    return client.publish(packet(message)).thenApply(sent -> null);
  }

  @Override
  public CompletableFuture<List<Integer>> subscribe(List<String> filters, SubscribeOptions how) {
    Mqtt3Subscribe packet =
        Mqtt3Subscribe.builder()
            .addSubscriptions(
                filters.stream()
                    .map(
                        filter ->
                            Mqtt3Subscription.builder()
                                .topicFilter(filter)
                                .qos(qos(how.qos()))
                                .build()))
            .build();
    return client
        .subscribe(packet)
        .thenApply(answer -> answer.getReturnCodes().stream().map(code -> code.getCode()).toList());
  }

  @Override
  public CompletableFuture<Void> unsubscribe(List<String> filters) {
    Mqtt3Unsubscribe packet =
        Mqtt3Unsubscribe.builder()
            .addTopicFilters(
                filters.stream().map(com.hivemq.client.mqtt.datatypes.MqttTopicFilter::of))
            .build();
    return client.unsubscribe(packet).thenApply(answer -> null);
  }

  @Override
  public CompletableFuture<Void> disconnect(boolean withWill) {
    return client.getState() == MqttClientState.CONNECTED
        ? client.disconnect()
        : CompletableFuture.completedFuture(null);
  }
}
