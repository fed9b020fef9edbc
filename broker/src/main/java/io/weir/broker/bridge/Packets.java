package io.weir.broker.bridge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.vertx.core.buffer.Buffer;
import io.weir.broker.SubscribeOptions;
import io.weir.broker.SubscribeOptions.RetainHandling;
import io.weir.broker.bridge.BridgeSettings.Limits;
import io.weir.broker.bridge.BridgeSettings.Notifications;
import io.weir.broker.bridge.BridgeSettings.Remote;
import io.weir.broker.client.Greeting;
import io.weir.broker.client.PacketWriter;
import io.weir.broker.client.PacketWriter.Flags;
import io.weir.broker.client.Property;
import io.weir.broker.client.PropertyList;
import io.weir.broker.client.PropertyType;
import io.weir.broker.packet.Ack;
import io.weir.broker.packet.Publication;
import io.weir.broker.packet.Qos;
import io.weir.broker.packet.ReasonCode;
import io.weir.broker.packet.Subscribe;
import io.weir.broker.topic.TopicFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the packets that a bridge sends, in the version that it speaks. */
final class Packets {
  private static final byte[] UP = {'1'};
  private static final byte[] DOWN = {'0'};

  private final Remote remote;
  private final Notifications notifications;
  private final PacketWriter writer;
  private final boolean isMqtt5;

  Packets(Remote remote, Notifications notifications) {
    this.remote = remote;
    this.notifications = notifications;
    this.writer = new PacketWriter(remote.version());
    this.isMqtt5 = remote.version().isMqtt5();
  }

  /**
   * CONNECT.
   *
   * @param isPrivate whether it says that it is a bridge
   */
  ByteBuf connect(boolean isPrivate) {
    BridgeSettings.@Nullable Login login = remote.login();
    return writer.connect(
        new Greeting(
            isPrivate,
            remote.clientId(),
            remote.isClean(),
            remote.keepAliveSeconds(),
            login == null
                ? Greeting.Login.NOBODY
                : new Greeting.Login(login.userName(), login.password()),
            will(),
            isMqtt5 ? connectProperties() : PropertyList.NONE));
  }

  private Greeting.@Nullable Testament will() {
    return notifications.isOn() && !notifications.isLocalOnly()
        ? new Greeting.Testament(
            notifications.topic(), Buffer.buffer(DOWN), Qos.AT_LEAST_ONCE, true, PropertyList.NONE)
        : null;
  }

  private PropertyList connectProperties() {
    Limits limits = remote.limits();
    List<Property> properties = new ArrayList<>();
    if (!remote.isClean()) {
      properties.add(
          Property.of(PropertyType.SESSION_EXPIRY_INTERVAL, limits.sessionExpirySeconds()));
    }
    properties.add(Property.of(PropertyType.RECEIVE_MAXIMUM, limits.receiveMaximum()));
    properties.add(Property.of(PropertyType.TOPIC_ALIAS_MAXIMUM, limits.topicAliasMaximum()));
    return new PropertyList(properties);
  }

  /** Whether the bridge is connected, for those who watch it at the other broker. */
  ByteBuf state(int packetId, boolean isUp) {
    return writer.publish(
        notifications.topic(),
        packetId,
        new Flags(packetId == 0 ? Qos.AT_MOST_ONCE : Qos.AT_LEAST_ONCE, true, false),
        PropertyList.NONE,
        isUp ? UP : DOWN);
  }

  ByteBuf publish(Publication publication, String topic, Flags flags, int packetId) {
    return writer.publish(
        topic,
        packetId,
        flags,
        isMqtt5 ? PropertyTranslation.of(publication) : PropertyList.NONE,
        publication.payloadBytes());
  }

  /** About how many bytes a PUBLISH takes, or a few more. */
  static long sizeOf(Publication publication, String topic) {
    return 11L + ByteBufUtil.utf8Bytes(topic) + publication.payloadLength();
  }

  /**
   * SUBSCRIBE. Under 3.x another broker understands by the bit in CONNECT what MQTT 5 says with
   * each filter.
   */
  ByteBuf subscribe(int packetId, Map<String, Qos> filters) {
    List<Subscribe.Request> requests = new ArrayList<>(filters.size());
    filters.forEach(
        (filter, qos) ->
            requests.add(
                new Subscribe.Request(
                    filter,
                    new SubscribeOptions(
                        qos, !TopicFilter.of(filter).isShared(), true, RetainHandling.SEND, 0))));
    return writer.subscribe(packetId, requests, PropertyList.NONE);
  }

  ByteBuf unsubscribe(int packetId, Set<String> filters) {
    return writer.unsubscribe(packetId, filters, PropertyList.NONE);
  }

  ByteBuf answer(Ack.Kind kind, int packetId, ReasonCode reason) {
    return writer.answer(kind, packetId, reason);
  }

  ByteBuf ping() {
    return writer.ping();
  }

  ByteBuf disconnect() {
    return writer.disconnect(ReasonCode.SUCCESS, PropertyList.NONE);
  }
}
