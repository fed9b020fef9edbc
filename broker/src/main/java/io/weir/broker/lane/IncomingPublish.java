package io.weir.broker.lane;

import static io.weir.broker.protocol.ProtocolViolation.error;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.broker.delivery.Distributor;
import io.weir.broker.delivery.Route;
import io.weir.broker.lane.PropertyReader.Place;
import io.weir.broker.packet.Publication;
import io.weir.broker.packet.PublishProperties;
import io.weir.broker.packet.Qos;
import io.weir.broker.packet.ReasonCode;
import io.weir.broker.packet.Routable;
import io.weir.broker.protocol.ProtocolViolation;
import io.weir.broker.topic.TopicName;
import org.jspecify.annotations.Nullable;

/**
 * The PUBLISH that a loop is working on, where it lies in the read buffer.
 *
 * <p>One object serves a loop. A publication that nobody has to keep goes from the read buffer to
 * the output buffers of its receivers, and this object is all that there ever is of it.
 *
 * @threads its loop only, until the next packet is read
 * @mqtt 5.0 §3.3
 */
final class IncomingPublish implements Routable {
  private static final int MAX_TOPIC_BYTES = 65_535;

  private int maxTopicLevels;
  private final PacketReader reader;
  private final PropertyReader propertyReader;
  private final Distributor distributor;

  private byte[] topicBytes = new byte[256];
  private int topicLength;
  private ByteBuf bytes = Unpooled.EMPTY_BUFFER;
  private int payloadStart;
  private int payloadLength;
  private Qos qos = Qos.AT_MOST_ONCE;
  private boolean retain;
  private int packetId;
  private PublishProperties properties = PublishProperties.NONE;
  private @Nullable Route route;
  private @Nullable String publisherId;
  private @Nullable Publication publication;
  private long serial;

  IncomingPublish(
      int maxTopicLevels,
      PacketReader reader,
      PropertyReader propertyReader,
      Distributor distributor) {
    this.maxTopicLevels = maxTopicLevels;
    this.reader = reader;
    this.propertyReader = propertyReader;
    this.distributor = distributor;
  }

  /** Another bound from here on. */
  void maxTopicLevels(int newMaximum) {
    maxTopicLevels = newMaximum;
  }

  /**
   * Reads the packet that the reader points at; its flags have been checked.
   *
   * @param aliases of the connection, or null under 3.x
   * @param mount where its topic is, or null for where it says
   */
  Route read(
      int firstByte,
      ByteBuf buffer,
      @Nullable TopicAliases aliases,
      boolean isMqtt5,
      @Nullable MountPoint mount,
      @Nullable String clientId) {
    serial++;
    bytes = buffer;
    publication = null;
    publisherId = clientId;
    qos = Qos.of((firstByte >>> 1) & 3);
    retain = (firstByte & 1) != 0;
    topicLength = reader.readShort();
    if (topicLength > topicBytes.length) {
      topicBytes = new byte[topicLength];
    }
    reader.copyTo(topicBytes, topicLength);
    packetId = 0;
    if (qos != Qos.AT_MOST_ONCE) {
      packetId = reader.readShort();
      if (packetId == 0) {
        throw error("MQTT-2.2.1-3", "a packet id must not be 0");
      }
    }
    properties = PublishProperties.NONE;
    if (isMqtt5) {
      readProperties(aliases);
    }
    payloadStart = reader.position();
    payloadLength = reader.remaining();
    if (mount != null && topicLength > 0) {
      enter(mount.bytes());
    }
    Route found = distributor.route(topicBytes, topicLength, this::nameOf);
    route = found;
    return found;
  }

  private void readProperties(@Nullable TopicAliases aliases) {
    propertyReader.read(Place.PUBLISH);
    if (propertyReader.has(PropertyReader.SUBSCRIPTION_ID)) {
      throw error("MQTT-3.3.4-6", "a subscription identifier sent by a client");
    }
    String responseTopic = propertyReader.responseTopic();
    if (responseTopic != null && TopicName.problem(responseTopic, maxTopicLevels) != null) {
      throw error("MQTT-3.3.2-14", "the response topic is not a topic name");
    }
    properties = propertyReader.forPublication();
    int alias = propertyReader.topicAlias();
    if (alias == 0) {
      return;
    }
    if (aliases == null) {
      throw new ProtocolViolation(
          ReasonCode.TOPIC_ALIAS_INVALID, "MQTT-3.3.2-9", "there are no topic aliases here");
    }
    if (topicLength > 0) {
      aliases.set(alias, topicBytes, topicLength);
    } else {
      byte[] topic = aliases.get(alias);
      if (topic.length > topicBytes.length) {
        topicBytes = new byte[topic.length];
      }
      System.arraycopy(topic, 0, topicBytes, 0, topic.length);
      topicLength = topic.length;
    }
  }

  private void enter(byte[] prefix) {
    int length = prefix.length + topicLength;
    if (length > MAX_TOPIC_BYTES) {
      throw new ProtocolViolation(
          ReasonCode.TOPIC_NAME_INVALID, "MQTT-1.5.4-1", "too long a topic for its mount point");
    }
    byte[] inner = topicBytes;
    if (length > inner.length) {
      topicBytes = new byte[length];
    }
    System.arraycopy(inner, 0, topicBytes, prefix.length, topicLength);
    System.arraycopy(prefix, 0, topicBytes, 0, prefix.length);
    topicLength = length;
  }

  private String nameOf(byte[] name, int length) {
    if (length == 0) {
      throw error("MQTT-4.7.3-1", "a topic name must not be empty");
    }
    String text = reader.decode(name, 0, length);
    String problem = TopicName.problem(text, maxTopicLevels);
    if (problem != null) {
      throw new ProtocolViolation(ReasonCode.TOPIC_NAME_INVALID, "MQTT-3.3.2-2", problem);
    }
    return text;
  }

  int packetId() {
    return packetId;
  }

  byte[] topicBytes() {
    return topicBytes;
  }

  int topicLength() {
    return topicLength;
  }

  ByteBuf bytes() {
    return bytes;
  }

  int payloadStart() {
    return payloadStart;
  }

  @Override
  public String topic() {
    return route == null ? "" : route.topic();
  }

  @Override
  public Qos qos() {
    return qos;
  }

  @Override
  public boolean retain() {
    return retain;
  }

  @Override
  public PublishProperties properties() {
    return properties;
  }

  @Override
  public int payloadLength() {
    return payloadLength;
  }

  @Override
  public long serial() {
    return serial;
  }

  @Override
  public Publication publication() {
    Publication made = publication;
    if (made == null) {
      byte[] payload = new byte[payloadLength];
      bytes.getBytes(payloadStart, payload);
      made = Publication.received(topic(), payload, qos, retain, properties, publisherId);
      publication = made;
    }
    return made;
  }
}
