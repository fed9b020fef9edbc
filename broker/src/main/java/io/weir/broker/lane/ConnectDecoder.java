package io.weir.broker.lane;

import static io.weir.broker.protocol.ProtocolViolation.error;
import static io.weir.broker.protocol.ProtocolViolation.malformed;

import io.vertx.core.buffer.Buffer;
import io.weir.broker.lane.PropertyReader.Place;
import io.weir.broker.packet.Connect;
import io.weir.broker.packet.ProtocolVersion;
import io.weir.broker.packet.Publication;
import io.weir.broker.packet.PublishProperties;
import io.weir.broker.packet.Qos;
import io.weir.broker.packet.ReasonCode;
import io.weir.broker.packet.Will;
import io.weir.broker.protocol.ProtocolViolation;
import io.weir.broker.topic.TopicName;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link Connect} of bytes.
 *
 * <p>Remembers which version the client announced even when the rest is wrong, so that the refusal
 * can be put in that version's words.
 *
 * @threads the loop only
 * @mqtt 5.0 §3.1
 */
final class ConnectDecoder {
  private static final int CLEAN = 0x02;
  private static final int WILL = 0x04;
  private static final int WILL_QOS = 0x18;
  private static final int WILL_RETAIN = 0x20;
  private static final int PASSWORD = 0x40;
  private static final int USER_NAME = 0x80;

  private final PacketReader reader;
  private final PropertyReader properties;
  private int maxTopicLevels;
  private @Nullable ProtocolVersion announced;
  private boolean isBridge;

  ConnectDecoder(int maxTopicLevels, PacketReader reader, PropertyReader properties) {
    this.maxTopicLevels = maxTopicLevels;
    this.reader = reader;
    this.properties = properties;
  }

  /** Another bound from here on. */
  void maxTopicLevels(int newMaximum) {
    maxTopicLevels = newMaximum;
  }

  /** The version of the CONNECT decoded last, even if it was refused; null if it has none. */
  @Nullable ProtocolVersion announced() {
    return announced;
  }

  /** Decodes the CONNECT that the reader points at. */
  Connect decode() {
    announced = null;
    ProtocolVersion version = readVersion();
    announced = version;
    int flags = readFlags(version);
    int keepAlive = reader.readShort();
    Connect.Wishes wishes = version.isMqtt5() ? readWishes() : Connect.Wishes.DEFAULT;
    String clientId = reader.readString();
    Will will = (flags & WILL) == 0 ? null : readWill(version, flags, clientId);
    String userName = (flags & USER_NAME) == 0 ? null : reader.readString();
    Buffer password = (flags & PASSWORD) == 0 ? null : Buffer.buffer(reader.readBinary());
    reader.expectEnd();
    return new Connect(
        version,
        isBridge,
        clientId,
        (flags & CLEAN) != 0,
        keepAlive,
        userName,
        password,
        will,
        wishes);
  }

  private ProtocolVersion readVersion() {
    String name = reader.readString();
    int level = reader.readByte();
    boolean isMqtt = name.equals("MQTT") || name.equals("MQIsdp");
    if (!isMqtt) {
      throw malformed("MQTT-3.1.2-1", "the protocol is not called \"MQTT\"");
    }
    // The bridges of Mosquitto announce themselves by the highest bit.
    isBridge = level == 0x83 || level == 0x84;
    ProtocolVersion version = ProtocolVersion.of(name, isBridge ? level & 0x7F : level);
    if (version == null) {
      announced = level > 5 ? ProtocolVersion.MQTT_5 : ProtocolVersion.MQTT_3_1_1;
      throw new ProtocolViolation(
          ReasonCode.UNSUPPORTED_PROTOCOL_VERSION,
          "MQTT-3.1.2-2",
          "there is no " + name + " of level " + level);
    }
    return version;
  }

  private int readFlags(ProtocolVersion version) {
    int flags = reader.readByte();
    if ((flags & 1) != 0 && version != ProtocolVersion.MQTT_3_1) {
      throw malformed("MQTT-3.1.2-3", "the reserved flag of CONNECT is set");
    }
    if ((flags & WILL) == 0 && (flags & (WILL_QOS | WILL_RETAIN)) != 0) {
      throw malformed("MQTT-3.1.2-11", "will QoS or will retain without a will");
    }
    if ((flags & WILL_QOS) == WILL_QOS) {
      throw malformed("MQTT-3.1.2-12", "there is no QoS 3");
    }
    if (!version.isMqtt5() && (flags & (USER_NAME | PASSWORD)) == PASSWORD) {
      throw malformed("MQTT-3.1.2-22", "a password without a user name");
    }
    return flags;
  }

  private Connect.Wishes readWishes() {
    properties.read(Place.CONNECT);
    return new Connect.Wishes(
        Math.max(0, properties.sessionExpiry()),
        properties.receiveMaximum(),
        properties.maximumPacketSize(),
        properties.topicAliasMaximum(),
        properties.wantsProblemInformation(),
        properties.authentication());
  }

  private Will readWill(ProtocolVersion version, int flags, String clientId) {
    long delay = 0;
    PublishProperties willProperties = PublishProperties.NONE;
    if (version.isMqtt5()) {
      properties.read(Place.WILL);
      delay = properties.willDelay();
      willProperties = properties.forPublication();
      String response = properties.responseTopic();
      if (response != null && TopicName.problem(response, maxTopicLevels) != null) {
        throw error("MQTT-3.3.2-14", "the will's response topic is not a topic name");
      }
    }
    String topic = reader.readString();
    String problem = TopicName.problem(topic, maxTopicLevels);
    if (problem != null) {
      throw new ProtocolViolation(ReasonCode.TOPIC_NAME_INVALID, "MQTT-3.1.3-11", problem);
    }
    byte[] payload = reader.readBinary();
    Publication publication =
        Publication.received(
            topic,
            payload,
            Qos.of((flags & WILL_QOS) >>> 3),
            (flags & WILL_RETAIN) != 0,
            willProperties,
            clientId);
    return new Will(publication, delay);
  }
}
