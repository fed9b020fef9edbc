package io.weir.nodes.mqtt;

import com.hivemq.client.mqtt.MqttClientTransportConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttUtf8String;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserPropertiesBuilder;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5SimpleAuth;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5ConnectBuilder;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5ConnectRestrictions;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5ConnectRestrictionsBuilder;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PayloadFormatIndicator;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishBuilder;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5WillPublish;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5RetainHandling;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** MQTT 5. */
final class Mqtt5Link implements RemoteLink {
  private final Mqtt5AsyncClient client;
  private final Mqtt5Connect connect;

  Mqtt5Link(
      BrokerSettings settings,
      RemoteTransport transport,
      MqttClientTransportConfig first,
      RemoteListener listener) {
    client = transport.configure(Mqtt5Client.builder(), first, listener).buildAsync();
    client.publishes(
        MqttGlobalPublishFilter.ALL, publish -> listener.received(incoming(publish)), true);
    connect = connect(settings);
  }

  private static Mqtt5Connect connect(BrokerSettings settings) {
    BrokerSettings.Session session = settings.session();
    Mqtt5ConnectBuilder builder =
        Mqtt5Connect.builder()
            .cleanStart(session.isClean())
            .keepAlive(session.keepAliveSeconds())
            .sessionExpiryInterval(session.expirySeconds())
            .userProperties(userProperties(session.userProperties()))
            .restrictions(restrictions(session.limits()));
    BrokerSettings.Login login = settings.login();
    if (login != null) {
      builder =
          builder.simpleAuth(
              Mqtt5SimpleAuth.builder()
                  .username(login.user())
                  .password(login.password().getBytes(StandardCharsets.UTF_8))
                  .build());
    }
    BrokerSettings.Will will = settings.will();
    if (will != null) {
      Mqtt5WillPublish publish =
          packet(will.publication())
              .asWill()
              .extendAsWill()
              .delayInterval(will.delaySeconds())
              .build();
      builder = builder.willPublish(publish);
    }
    return builder.build();
  }

  private static Mqtt5ConnectRestrictions restrictions(BrokerSettings.Limits limits) {
    Mqtt5ConnectRestrictionsBuilder builder =
        Mqtt5ConnectRestrictions.builder().requestProblemInformation(true);
    builder = builder.requestResponseInformation(true);
    if (limits.receiveMaximum() > 0) {
      builder = builder.receiveMaximum(limits.receiveMaximum());
    }
    if (limits.maximumPacketSize() > 0) {
      builder = builder.maximumPacketSize((int) limits.maximumPacketSize());
    }
    return builder.topicAliasMaximum(limits.topicAliasMaximum()).build();
  }

  private static Mqtt5UserProperties userProperties(List<UserProperty> properties) {
    Mqtt5UserPropertiesBuilder builder = Mqtt5UserProperties.builder();
    for (UserProperty property : properties) {
      builder = builder.add(property.name(), property.value());
    }
    return builder.build();
  }

  private static Mqtt5Publish packet(Outgoing publication) {
    PublicationProperties more = publication.properties();
    Mqtt5PublishBuilder.Complete builder =
        Mqtt5Publish.builder()
            .topic(publication.topic())
            .payload(publication.payload().getBytes())
            .qos(RemoteTransport.qos(publication.qos()))
            .retain(publication.retain());
    if (more.isNone()) {
      return builder.build();
    }
    builder =
        builder
            .contentType(more.contentType())
            .responseTopic(more.responseTopic())
            .userProperties(userProperties(more.userProperties()));
    if (more.isUtf8()) {
      builder = builder.payloadFormatIndicator(Mqtt5PayloadFormatIndicator.UTF_8);
    }
    if (more.correlationData() != null) {
      builder = builder.correlationData(more.correlationData().getBytes());
    }
    if (more.expirySeconds() >= 0) {
      builder = builder.messageExpiryInterval(more.expirySeconds());
    }
    return builder.build();
  }

  private static Incoming incoming(Mqtt5Publish publish) {
    return new RemoteIncoming(
        publish.getTopic().toString(),
        publish.getPayloadAsBytes(),
        publish.getQos().getCode(),
        publish.isRetain(),
        properties(publish),
        publish::acknowledge);
  }

  private static PublicationProperties properties(Mqtt5Publish publish) {
    return new PublicationProperties(
        publish.getPayloadFormatIndicator().orElse(null) == Mqtt5PayloadFormatIndicator.UTF_8,
        publish.getMessageExpiryInterval().orElse(-1),
        publish.getContentType().map(MqttUtf8String::toString).orElse(null),
        publish.getResponseTopic().map(Object::toString).orElse(null),
        bytes(publish.getCorrelationData().orElse(null)),
        publish.getUserProperties().asList().stream()
            .map(
                property ->
                    new UserProperty(property.getName().toString(), property.getValue().toString()))
            .toList());
  }

  private static @Nullable Buffer bytes(@Nullable ByteBuffer data) {
    if (data == null) {
      return null;
    }
    byte[] copy = new byte[data.remaining()];
    data.duplicate().get(copy);
    return Buffer.buffer(copy);
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
    return Future.fromCompletionStage(client.publish(packet(publication)))
        .compose(
            result ->
                result
                    .getError()
                    .<Future<Void>>map(Future::failedFuture)
                    .orElseGet(Future::succeededFuture));
  }

  @Override
  public Future<Void> subscribe(Subscription subscription) {
    return RemoteTransport.future(
        client
            .subscribeWith()
            .topicFilter(subscription.filter())
            .qos(RemoteTransport.qos(subscription.qos()))
            .noLocal(subscription.noLocal())
            .retainAsPublished(subscription.retainAsPublished())
            .retainHandling(
                Objects.requireNonNull(Mqtt5RetainHandling.fromCode(subscription.retainHandling())))
            .send());
  }

  @Override
  public Future<Void> unsubscribe(String filter) {
    return RemoteTransport.future(client.unsubscribeWith().topicFilter(filter).send());
  }
}
