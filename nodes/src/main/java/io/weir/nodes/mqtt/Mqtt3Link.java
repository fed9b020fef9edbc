package io.weir.nodes.mqtt;

import com.hivemq.client.mqtt.MqttClientTransportConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt3.message.auth.Mqtt3SimpleAuth;
import com.hivemq.client.mqtt.mqtt3.message.connect.Mqtt3Connect;
import com.hivemq.client.mqtt.mqtt3.message.connect.Mqtt3ConnectBuilder;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;

/** MQTT 3.1.1. */
final class Mqtt3Link implements RemoteLink {
  private final Mqtt3AsyncClient client;
  private final Mqtt3Connect connect;

  Mqtt3Link(
      BrokerSettings settings,
      RemoteTransport transport,
      MqttClientTransportConfig first,
      RemoteListener listener) {
    client = transport.configure(Mqtt3Client.builder(), first, listener).buildAsync();
    client.publishes(
        MqttGlobalPublishFilter.ALL, publish -> listener.received(incoming(publish)), true);
    connect = connect(settings);
  }

  private static Mqtt3Connect connect(BrokerSettings settings) {
    Mqtt3ConnectBuilder builder =
        Mqtt3Connect.builder()
            .cleanSession(settings.session().isClean())
            .keepAlive(settings.session().keepAliveSeconds());
    BrokerSettings.Login login = settings.login();
    if (login != null) {
      builder =
          builder.simpleAuth(
              Mqtt3SimpleAuth.builder()
                  .username(login.user())
                  .password(login.password().getBytes(StandardCharsets.UTF_8))
                  .build());
    }
    BrokerSettings.Will will = settings.will();
    if (will != null) {
      builder = builder.willPublish(packet(will.publication()));
    }
    return builder.build();
  }

  private static Mqtt3Publish packet(Outgoing publication) {
    return Mqtt3Publish.builder()
        .topic(publication.topic())
        .payload(publication.payload().getBytes())
        .qos(RemoteTransport.qos(publication.qos()))
        .retain(publication.retain())
        .build();
  }

  private static Incoming incoming(Mqtt3Publish publish) {
    return new RemoteIncoming(
        publish.getTopic().toString(),
        publish.getPayloadAsBytes(),
        publish.getQos().getCode(),
        publish.isRetain(),
        PublicationProperties.NONE,
        publish::acknowledge);
  }

  @Override
  public Future<Void> connect() {
    return RemoteTransport.future(client.connect(connect));
  }

  @Override
  public Future<Void> disconnect() {
    return RemoteTransport.future(client.disconnect());
  }

  @Override
  public Future<Void> publish(Outgoing publication) {
    return RemoteTransport.future(client.publish(packet(publication)));
  }

  @Override
  public Future<Void> subscribe(Subscription subscription) {
    MqttQos qos = RemoteTransport.qos(subscription.qos());
    return RemoteTransport.future(
        client.subscribeWith().topicFilter(subscription.filter()).qos(qos).send());
  }

  @Override
  public Future<Void> unsubscribe(String filter) {
    return RemoteTransport.future(client.unsubscribeWith().topicFilter(filter).send());
  }
}
