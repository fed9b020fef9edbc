package io.weir.broker.bridge;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption.RetainedHandlingPolicy;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.weir.broker.bridge.BridgeSettings.Limits;
import io.weir.broker.bridge.BridgeSettings.Login;
import io.weir.broker.bridge.BridgeSettings.Notifications;
import io.weir.broker.bridge.BridgeSettings.Remote;
import io.weir.broker.packet.ProtocolVersion;
import io.weir.broker.packet.Publication;
import io.weir.broker.packet.Qos;
import io.weir.broker.packet.ReasonCode;
import io.weir.broker.topic.TopicFilter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the packets that a bridge sends, in the version that it speaks. */
final class Packets {
  private static final byte[] UP = {'1'};
  private static final byte[] DOWN = {'0'};

  private final Remote remote;
  private final Notifications notifications;
  private final boolean isMqtt5;

  Packets(Remote remote, Notifications notifications) {
    this.remote = remote;
    this.notifications = notifications;
    this.isMqtt5 = remote.version().isMqtt5();
  }

  MqttConnectMessage connect() {
    MqttMessageBuilders.ConnectBuilder builder =
        MqttMessageBuilders.connect()
            .protocolVersion(version(remote.version()))
            .clientId(remote.clientId())
            .cleanSession(remote.isClean())
            .keepAlive(remote.keepAliveSeconds());
    Login login = remote.login();
    if (login != null) {
      builder.username(login.userName());
      if (login.password() != null) {
        builder.password(login.password().getBytes(StandardCharsets.UTF_8));
      }
    }
    if (notifications.isOn() && !notifications.isLocalOnly()) {
      builder
          .willFlag(true)
          .willTopic(notifications.topic())
          .willMessage(DOWN)
          .willQoS(MqttQoS.AT_LEAST_ONCE)
          .willRetain(true);
    }
    if (isMqtt5) {
      builder.properties(connectProperties());
    }
    return builder.build();
  }

  private static MqttVersion version(ProtocolVersion version) {
    return switch (version) {
      case MQTT_3_1 -> MqttVersion.MQTT_3_1;
      case MQTT_3_1_1 -> MqttVersion.MQTT_3_1_1;
      case MQTT_5 -> MqttVersion.MQTT_5;
    };
  }

  private MqttProperties connectProperties() {
    Limits limits = remote.limits();
    MqttProperties properties = new MqttProperties();
    if (!remote.isClean()) {
      properties.add(
          number(MqttProperties.SESSION_EXPIRY_INTERVAL, (int) limits.sessionExpirySeconds()));
    }
    properties.add(number(MqttProperties.RECEIVE_MAXIMUM, limits.receiveMaximum()));
    properties.add(number(MqttProperties.TOPIC_ALIAS_MAXIMUM, limits.topicAliasMaximum()));
    return properties;
  }

  private static MqttProperties.IntegerProperty number(int id, int value) {
    return new MqttProperties.IntegerProperty(id, value);
  }

  /** Whether the bridge is connected, for those who watch it at the other broker. */
  MqttPublishMessage state(int packetId, boolean isUp) {
    byte[] payload = isUp ? UP : DOWN;
    Publication state =
        Publication.of(
            notifications.topic(),
            payload,
            packetId == 0 ? Qos.AT_MOST_ONCE : Qos.AT_LEAST_ONCE,
            true);
    return publish(state, notifications.topic(), new Flags(state.qos(), true, false), packetId);
  }

  /** What PUBLISH says of a message, beside the message itself. */
  record Flags(Qos qos, boolean retain, boolean dup) {}

  MqttPublishMessage publish(Publication publication, String topic, Flags flags, int packetId) {
    return new MqttPublishMessage(
        new MqttFixedHeader(
            MqttMessageType.PUBLISH,
            flags.dup(),
            MqttQoS.valueOf(flags.qos().level()),
            flags.retain(),
            0),
        new MqttPublishVariableHeader(
            topic,
            packetId,
            isMqtt5 ? PropertyTranslation.of(publication) : MqttProperties.NO_PROPERTIES),
        Unpooled.wrappedBuffer(publication.payloadBytes()));
  }

  /** About how many bytes a PUBLISH takes, or a few more. */
  static long sizeOf(Publication publication, String topic) {
    return 11L + ByteBufUtil.utf8Bytes(topic) + publication.payloadLength();
  }

  MqttMessage subscribe(int packetId, Map<String, Qos> filters) {
    MqttMessageBuilders.SubscribeBuilder builder =
        MqttMessageBuilders.subscribe().messageId(packetId);
    filters.forEach(
        (filter, qos) -> {
          MqttQoS level = MqttQoS.valueOf(qos.level());
          if (isMqtt5) {
            // Under 3.x another broker understands the same by the bit in CONNECT.
            builder.addSubscription(
                filter,
                new MqttSubscriptionOption(
                    level,
                    !TopicFilter.of(filter).isShared(),
                    true,
                    RetainedHandlingPolicy.SEND_AT_SUBSCRIBE));
          } else {
            builder.addSubscription(level, filter);
          }
        });
    return builder.build();
  }

  MqttMessage unsubscribe(int packetId, Set<String> filters) {
    MqttMessageBuilders.UnsubscribeBuilder builder =
        MqttMessageBuilders.unsubscribe().messageId(packetId);
    filters.forEach(builder::addTopicFilter);
    return builder.build();
  }

  /** PUBACK, PUBREC, PUBREL or PUBCOMP. */
  MqttMessage answer(MqttMessageType type, int packetId, ReasonCode reason) {
    MqttFixedHeader header =
        new MqttFixedHeader(
            type,
            false,
            type == MqttMessageType.PUBREL ? MqttQoS.AT_LEAST_ONCE : MqttQoS.AT_MOST_ONCE,
            false,
            0);
    boolean saysReason = isMqtt5 && reason != ReasonCode.SUCCESS;
    return new MqttMessage(
        header,
        saysReason
            ? new MqttPubReplyMessageVariableHeader(
                packetId, (byte) reason.value(), MqttProperties.NO_PROPERTIES)
            : MqttMessageIdVariableHeader.from(packetId));
  }

  MqttMessage ping() {
    return MqttMessage.PINGREQ;
  }

  MqttMessage disconnect() {
    return MqttMessage.DISCONNECT;
  }

  /** The reason of an answer under 5; success under 3.x. */
  static ReasonCode reason(MqttMessage answer) {
    @Nullable ReasonCode reason =
        answer.variableHeader() instanceof MqttPubReplyMessageVariableHeader header
            ? ReasonCode.of(header.reasonCode() & 0xFF)
            : ReasonCode.SUCCESS;
    return reason == null ? ReasonCode.UNSPECIFIED_ERROR : reason;
  }
}
