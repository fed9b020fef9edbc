package io.weir.broker.lane;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.broker.packet.Publication;
import io.weir.broker.packet.PublishProperties;
import io.weir.broker.packet.Routable;
import io.weir.broker.packet.UserProperty;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of the PUBLISH packets that a loop sends, built once for each class of receivers of a
 * publication: with or without packet id, with or without the properties of MQTT 5.
 *
 * <p>First byte and packet id differ between receivers of a class; they are put in when the frame
 * is appended to a receiver's output. Large payloads are not part of a frame but follow it as a
 * view.
 *
 * @threads its loop only
 * @mqtt 5.0 §3.3
 */
final class PublishFrames {
  /** Above this, sharing the bytes between receivers costs less than copying them for each. */
  static final int COPIED_PAYLOAD_BYTES = 1_024;

  /** A frame of one class; valid until the next publication. */
  static final class Frame {
    private byte[] bytes = new byte[256];
    private int length;
    private int topicLength;
    private int restAt;
    private int idAt;
    private int propertyLength;
    private int propertiesAt;
    private @Nullable ByteBuf payload;
    private boolean isBuilt;

    /** Bytes of the whole packet. */
    int packetLength() {
      return length + (payload == null ? 0 : payload.readableBytes());
    }

    /** A view of the payload that is not part of the frame, or null if it is. */
    @Nullable ByteBuf payload() {
      return payload;
    }

    /** Appends the frame. */
    void appendTo(ByteBuf out, int firstByte, int packetId) {
      bytes[0] = (byte) firstByte;
      if (idAt > 0) {
        bytes[idAt] = (byte) (packetId >>> 8);
        bytes[idAt + 1] = (byte) packetId;
      }
      out.writeBytes(bytes, 0, length);
    }

    /** What {@link #appendAliased} makes the packet longer than this frame; may be negative. */
    int growthByAlias(boolean withTopic) {
      return aliasedHeaderLength(withTopic) + aliasedRemaining(withTopic) - packetLength();
    }

    private int aliasedRemaining(boolean withTopic) {
      int block = PacketEncoder.variableIntSize(propertyLength + ALIAS_LENGTH) + ALIAS_LENGTH;
      int id = idAt > 0 ? 2 : 0;
      return 2 + (withTopic ? topicLength : 0) + id + block + packetLength() - propertiesAt;
    }

    private int aliasedHeaderLength(boolean withTopic) {
      return 1 + PacketEncoder.variableIntSize(aliasedRemaining(withTopic));
    }

    /**
     * Appends the frame with a topic alias, and with the topic if the client doesn't know it by the
     * alias yet.
     */
    void appendAliased(ByteBuf out, int firstByte, int packetId, int alias, boolean withTopic) {
      out.writeByte(firstByte);
      PacketEncoder.writeVariableInt(aliasedRemaining(withTopic), out);
      out.writeShort(withTopic ? topicLength : 0);
      if (withTopic) {
        out.writeBytes(bytes, restAt - topicLength, topicLength);
      }
      if (idAt > 0) {
        out.writeShort(packetId);
      }
      PacketEncoder.writeVariableInt(propertyLength + ALIAS_LENGTH, out);
      out.writeByte(PropertyReader.TOPIC_ALIAS).writeShort(alias);
      out.writeBytes(bytes, propertiesAt, length - propertiesAt);
    }

    private void reserve(int count) {
      if (length + count > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
      }
    }

    private void put(int value) {
      reserve(1);
      bytes[length++] = (byte) value;
    }

    private void putShort(int value) {
      put(value >>> 8);
      put(value);
    }

    private void putVariableInt(int value) {
      int rest = value;
      while (rest > 0x7F) {
        put((rest & 0x7F) | 0x80);
        rest >>>= 7;
      }
      put(rest);
    }

    private void putBytes(byte[] source, int from, int count) {
      reserve(count);
      System.arraycopy(source, from, bytes, length, count);
      length += count;
    }
  }

  /** The property's identifier and its two bytes. */
  private static final int ALIAS_LENGTH = 3;

  private static final int[] NO_IDS = {};

  private final Frame[] classes = {new Frame(), new Frame(), new Frame(), new Frame()};
  private final Frame unshared = new Frame();
  private final Frame propertyBytes = new Frame();
  private @Nullable Routable current;
  private long currentSerial;

  /**
   * The frame of a publication.
   *
   * @param subscriptionIds sent along to a v5 client; a frame with them is built for it alone
   * @param cut bytes of its topic to leave out at the beginning; likewise
   */
  Frame frame(
      Routable publication, boolean isMqtt5, boolean hasId, int[] subscriptionIds, int cut) {
    boolean hasIds = isMqtt5 && subscriptionIds.length > 0;
    // What is left of an expiry differs from one moment to the next.
    boolean expires = isMqtt5 && publication.properties().messageExpirySeconds() >= 0;
    if (hasIds || expires || cut > 0) {
      build(unshared, publication, isMqtt5, hasId, subscriptionIds, cut);
      return unshared;
    }
    if (publication != current || publication.serial() != currentSerial) {
      forget();
      current = publication;
      currentSerial = publication.serial();
    }
    Frame frame = classes[(isMqtt5 ? 2 : 0) + (hasId ? 1 : 0)];
    if (!frame.isBuilt) {
      build(frame, publication, isMqtt5, hasId, NO_IDS, 0);
    }
    return frame;
  }

  /** Lets go of the publication built last. */
  void forget() {
    current = null;
    for (Frame frame : classes) {
      frame.isBuilt = false;
      frame.payload = null;
    }
  }

  private void build(
      Frame frame,
      Routable publication,
      boolean isMqtt5,
      boolean hasId,
      int[] subscriptionIds,
      int cut) {
    byte[] topic;
    int topicLength;
    if (publication instanceof IncomingPublish incoming) {
      topic = incoming.topicBytes();
      topicLength = incoming.topicLength();
    } else {
      topic = publication.topic().getBytes(StandardCharsets.UTF_8);
      topicLength = topic.length;
    }
    topicLength -= cut;
    propertyBytes.length = 0;
    if (isMqtt5) {
      writeProperties(publication, subscriptionIds);
    }
    int payloadLength = publication.payloadLength();
    int propertyBlock =
        isMqtt5 ? PacketEncoder.variableIntSize(propertyBytes.length) + propertyBytes.length : 0;
    frame.length = 0;
    frame.put(0);
    frame.putVariableInt(2 + topicLength + (hasId ? 2 : 0) + propertyBlock + payloadLength);
    frame.putShort(topicLength);
    frame.putBytes(topic, cut, topicLength);
    frame.topicLength = topicLength;
    frame.restAt = frame.length;
    frame.idAt = hasId ? frame.length : 0;
    if (hasId) {
      frame.putShort(0);
    }
    if (isMqtt5) {
      frame.putVariableInt(propertyBytes.length);
      frame.propertyLength = propertyBytes.length;
      frame.propertiesAt = frame.length;
      frame.putBytes(propertyBytes.bytes, 0, propertyBytes.length);
    }
    putPayload(frame, publication, payloadLength);
    frame.isBuilt = true;
  }

  private static void putPayload(Frame frame, Routable publication, int length) {
    boolean isCopied = length <= COPIED_PAYLOAD_BYTES;
    frame.payload = null;
    if (publication instanceof IncomingPublish incoming) {
      if (isCopied) {
        frame.reserve(length);
        incoming.bytes().getBytes(incoming.payloadStart(), frame.bytes, frame.length, length);
        frame.length += length;
      } else {
        frame.payload = incoming.bytes().slice(incoming.payloadStart(), length);
      }
    } else {
      byte[] payload = publication.publication().payloadBytes();
      if (isCopied) {
        frame.putBytes(payload, 0, length);
      } else {
        frame.payload = Unpooled.wrappedBuffer(payload);
      }
    }
  }

  private void writeProperties(Routable publication, int[] subscriptionIds) {
    PublishProperties properties = publication.properties();
    Frame out = propertyBytes;
    if (!properties.equals(PublishProperties.NONE)) {
      writePublisherProperties(publication, properties, out);
    }
    for (int id : subscriptionIds) {
      out.put(PropertyReader.SUBSCRIPTION_ID);
      out.putVariableInt(id);
    }
  }

  /** What the publisher sent goes on unaltered and in order. [MQTT-3.3.2-17] [MQTT-3.3.2-18] */
  private static void writePublisherProperties(
      Routable publication, PublishProperties properties, Frame out) {
    if (properties.isUtf8()) {
      out.putShort((PropertyReader.PAYLOAD_FORMAT << 8) | 1);
    }
    if (properties.messageExpirySeconds() >= 0) {
      // What is left of it. [MQTT-3.3.2-6]
      Publication waiting = publication.publication();
      long left = waiting.remainingExpirySeconds();
      out.put(PropertyReader.MESSAGE_EXPIRY);
      out.putShort((int) (left >>> 16));
      out.putShort((int) left);
    }
    putText(PropertyReader.CONTENT_TYPE, properties.contentType(), out);
    putText(PropertyReader.RESPONSE_TOPIC, properties.responseTopic(), out);
    if (properties.correlationData() != null) {
      out.put(PropertyReader.CORRELATION_DATA);
      putBlock(properties.correlationData().getBytes(), out);
    }
    for (UserProperty property : properties.userProperties()) {
      out.put(PropertyReader.USER_PROPERTY);
      putBlock(property.name().getBytes(StandardCharsets.UTF_8), out);
      putBlock(property.value().getBytes(StandardCharsets.UTF_8), out);
    }
  }

  private static void putText(int id, @Nullable String text, Frame out) {
    if (text != null) {
      out.put(id);
      putBlock(text.getBytes(StandardCharsets.UTF_8), out);
    }
  }

  private static void putBlock(byte[] block, Frame out) {
    out.putShort(block.length);
    out.putBytes(block, 0, block.length);
  }
}
