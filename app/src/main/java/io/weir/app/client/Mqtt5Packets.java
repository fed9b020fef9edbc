package io.weir.app.client;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.datatypes.MqttUtf8String;
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
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Packets of MQTT 5 between our words and the library's. */
final class Mqtt5Packets {
  private Mqtt5Packets() {}

  static Mqtt5Connect connect(LinkSettings settings) {
    LinkSettings.Session session = settings.session();
    PropertyList properties = settings.propertiesOf(PropertyCommand.CONNECT);
    Mqtt5ConnectBuilder builder =
        Mqtt5Connect.builder()
            .cleanStart(session.isClean())
            .keepAlive(session.keepAliveSeconds())
            .sessionExpiryInterval(session.expirySeconds())
            .userProperties(userProperties(properties))
            .restrictions(restrictions(session, properties));
    LinkSettings.Login login = settings.login();
    if (login != null) {
      builder = builder.simpleAuth(auth(login));
    }
    Optional<String> method = properties.text(MqttProperty.AUTHENTICATION_METHOD);
    if (method.isPresent()) {
      byte[] data = properties.bytes(MqttProperty.AUTHENTICATION_DATA).orElse(new byte[0]);
      builder = builder.enhancedAuth(new GivenAuthentication(method.get(), data));
    }
    Outgoing will = settings.will();
    if (will != null) {
      builder = builder.willPublish(will(will, settings.propertiesOf(PropertyCommand.WILL)));
    }
    return builder.build();
  }

  private static Mqtt5ConnectRestrictions restrictions(
      LinkSettings.Session session, PropertyList properties) {
    Mqtt5ConnectRestrictionsBuilder builder =
        Mqtt5ConnectRestrictions.builder()
            .requestProblemInformation(
                properties.number(MqttProperty.REQUEST_PROBLEM_INFORMATION).orElse(1L) == 1)
            .requestResponseInformation(
                properties.number(MqttProperty.REQUEST_RESPONSE_INFORMATION).orElse(0L) == 1)
            .topicAliasMaximum(
                properties.number(MqttProperty.TOPIC_ALIAS_MAXIMUM).orElse(0L).intValue());
    if (session.receiveMaximum() > 0) {
      builder = builder.receiveMaximum(session.receiveMaximum());
    }
    Optional<Long> packet = properties.number(MqttProperty.MAXIMUM_PACKET_SIZE);
    if (packet.isPresent()) {
      builder = builder.maximumPacketSize(packet.get().intValue());
    }
    return builder.build();
  }

  private static Mqtt5SimpleAuth auth(LinkSettings.Login login) {
    String user = login.user();
    if (login.password() == null) {
      return Mqtt5SimpleAuth.builder().username(Objects.requireNonNull(user)).build();
    }
    byte[] password = login.password().getBytes(StandardCharsets.UTF_8);
    return user == null
        ? Mqtt5SimpleAuth.builder().password(password).build()
        : Mqtt5SimpleAuth.builder().username(user).password(password).build();
  }

  private static Mqtt5WillPublish will(Outgoing will, PropertyList properties) {
    return publish(will, properties)
        .asWill()
        .extendAsWill()
        .delayInterval(properties.number(MqttProperty.WILL_DELAY_INTERVAL).orElse(0L))
        .build();
  }

  static Mqtt5UserProperties userProperties(PropertyList properties) {
    Mqtt5UserPropertiesBuilder builder = Mqtt5UserProperties.builder();
    for (PropertyList.Value pair : properties.pairs().toList()) {
      builder = builder.add(pair.name(), pair.text());
    }
    return builder.build();
  }

  static Mqtt5Publish publish(Outgoing message, PropertyList properties) {
    Mqtt5PublishBuilder.Complete builder =
        Mqtt5Publish.builder()
            .topic(message.topic())
            .payload(message.payload().array())
            .qos(Objects.requireNonNull(MqttQos.fromCode(message.qos())))
            .retain(message.retain())
            .contentType(properties.text(MqttProperty.CONTENT_TYPE).orElse(null))
            .responseTopic(properties.text(MqttProperty.RESPONSE_TOPIC).orElse(null))
            .correlationData(properties.bytes(MqttProperty.CORRELATION_DATA).orElse(null))
            .userProperties(userProperties(properties));
    Optional<Long> format = properties.number(MqttProperty.PAYLOAD_FORMAT_INDICATOR);
    if (format.isPresent()) {
      builder =
          builder.payloadFormatIndicator(
              Mqtt5PayloadFormatIndicator.fromCode(format.get().intValue()));
    }
    Optional<Long> expiry = properties.number(MqttProperty.MESSAGE_EXPIRY_INTERVAL);
    if (expiry.isPresent()) {
      builder = builder.messageExpiryInterval(expiry.get());
    }
    return builder.build();
  }

  static Arrival arrival(Mqtt5Publish publish) {
    return new Arrival(
        publish.getTopic().toString(),
        Bytes.of(publish.getPayloadAsBytes()),
        publish.getQos().getCode(),
        publish.isRetain(),
        PacketIds.of(publish),
        new Arrival.Properties(
            publish
                .getPayloadFormatIndicator()
                .map(format -> format == Mqtt5PayloadFormatIndicator.UTF_8)
                .orElse(null),
            publish.getMessageExpiryInterval().isPresent()
                ? publish.getMessageExpiryInterval().getAsLong()
                : null,
            publish.getContentType().map(MqttUtf8String::toString).orElse(null),
            publish.getResponseTopic().map(Object::toString).orElse(null),
            bytes(publish.getCorrelationData().orElse(null)),
            publish.getUserProperties().asList().stream()
                .map(
                    pair ->
                        new Arrival.UserProperty(
                            pair.getName().toString(), pair.getValue().toString()))
                .toList()));
  }

  private static @Nullable Bytes bytes(@Nullable ByteBuffer data) {
    if (data == null) {
      return null;
    }
    byte[] copy = new byte[data.remaining()];
    data.duplicate().get(copy);
    return Bytes.of(copy);
  }
}
