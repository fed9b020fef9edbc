package io.weir.nodes.mqtt;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt3.Mqtt3ClientBuilder;
import com.hivemq.client.mqtt.mqtt3.message.auth.Mqtt3SimpleAuth;
import com.hivemq.client.mqtt.mqtt3.message.connect.Mqtt3Connect;
import com.hivemq.client.mqtt.mqtt3.message.connect.Mqtt3ConnectBuilder;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** MQTT 3.1.1. */
final class Mqtt3Link implements RemoteLink {
  private final Mqtt3AsyncClient client;
  private final Mqtt3Connect connect;

  Mqtt3Link(
      BrokerSettings settings,
      Runnable connected,
      Consumer<MqttClientDisconnectedContext> disconnected,
      Consumer<Incoming> received) {
    Mqtt3ClientBuilder builder =
        RemoteTransport.configure(Mqtt3Client.builder(), settings)
            .identifier(settings.session().clientId())
            .addConnectedListener(context -> connected.run())
            .addDisconnectedListener(disconnected::accept);
    client = builder.buildAsync();
    client.publishes(
        MqttGlobalPublishFilter.ALL, publish -> received.accept(new Received(publish)), true);
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

  /** A publication that came. */
  private static final class Received implements Incoming {
    private final Mqtt3Publish publish;
    private final Buffer payload;
    private final AtomicBoolean isAcknowledged = new AtomicBoolean();

    Received(Mqtt3Publish publish) {
      this.publish = publish;
      payload = Buffer.buffer(publish.getPayloadAsBytes());
    }

    @Override
    public String topic() {
      return publish.getTopic().toString();
    }

    @Override
    public Buffer payload() {
      return payload;
    }

    @Override
    public int qos() {
      return publish.getQos().getCode();
    }

    @Override
    public boolean retain() {
      return publish.isRetain();
    }

    @Override
    public boolean dup() {
      return false;
    }

    @Override
    public PublicationProperties properties() {
      return PublicationProperties.NONE;
    }

    @Override
    public void acknowledge() {
      if (isAcknowledged.compareAndSet(false, true)) {
        publish.acknowledge();
      }
    }
  }
}
