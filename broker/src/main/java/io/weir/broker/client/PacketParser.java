package io.weir.broker.client;

import static io.weir.broker.protocol.ProtocolViolation.error;
import static io.weir.broker.protocol.ProtocolViolation.malformed;

import io.vertx.core.buffer.Buffer;
import io.weir.broker.lane.PacketReader;
import io.weir.broker.packet.Ack;
import io.weir.broker.packet.Qos;
import io.weir.broker.packet.ReasonCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes the packets of one connection apart that a server sends. It also keeps what their topic
 * aliases stand for.
 *
 * @threads the loop only
 * @mqtt 5.0 §3
 */
final class PacketParser {
  private static final int CONNACK = 2;
  private static final int PUBLISH = 3;
  private static final int PUBACK = 4;
  private static final int PUBREC = 5;
  private static final int PUBREL = 6;
  private static final int PUBCOMP = 7;
  private static final int SUBACK = 9;
  private static final int UNSUBACK = 11;
  private static final int PINGRESP = 13;
  private static final int DISCONNECT = 14;
  private static final int AUTH = 15;

  private final boolean isMqtt5;
  private final int topicAliasMaximum;
  private final ServerPackets target;
  private final Map<Integer, String> aliases = new HashMap<>(0);
  private boolean isFirst = true;

  PacketParser(boolean isMqtt5, int topicAliasMaximum, ServerPackets target) {
    this.isMqtt5 = isMqtt5;
    this.topicAliasMaximum = topicAliasMaximum;
    this.target = target;
  }

  /**
   * Reads one packet and hands it on.
   *
   * @param reader points at what comes behind the fixed header
   * @throws io.weir.broker.protocol.ProtocolViolation if there is something wrong with it
   */
  void parse(int firstByte, PacketReader reader) {
    int type = firstByte >>> 4;
    if (isFirst != (type == CONNACK) && type != AUTH) {
      throw error("", isFirst ? "something else than CONNACK came first" : "a second CONNACK");
    }
    isFirst = false;
    switch (type) {
      case CONNACK -> connAck(reader);
      case PUBLISH -> publish(firstByte, reader);
      case PUBACK -> answer(Ack.Kind.PUBACK, reader);
      case PUBREC -> answer(Ack.Kind.PUBREC, reader);
      case PUBREL -> answer(Ack.Kind.PUBREL, reader);
      case PUBCOMP -> answer(Ack.Kind.PUBCOMP, reader);
      case SUBACK -> subAck(reader);
      case UNSUBACK -> target.unsubAck(reader.readShort());
      case PINGRESP -> {
        reader.expectEnd();
        target.pong();
      }
      case DISCONNECT, AUTH -> goodbye(reader);
      default -> throw error("", "packet type " + type + " never comes from a server");
    }
  }

  private void connAck(PacketReader reader) {
    boolean isPresent = (reader.readByte() & 1) == 1;
    int code = reader.readByte();
    PropertyList properties = propertiesIfAny(reader);
    reader.expectEnd();
    target.connAck(isPresent, code, properties);
  }

  private void publish(int firstByte, PacketReader reader) {
    int level = firstByte >>> 1 & 0x03;
    if (level == 3) {
      throw malformed("MQTT-3.3.1-4", "there is no QoS 3");
    }
    String name = reader.readString();
    int packetId = level == 0 ? 0 : packetId(reader);
    PropertyList properties = isMqtt5 ? properties(reader) : PropertyList.NONE;
    byte[] payload = reader.readBytes(reader.remaining());
    target.publish(
        new Incoming(
            topic(name, properties),
            payload,
            Qos.of(level),
            (firstByte & 0x01) != 0,
            (firstByte & 0x08) != 0,
            packetId,
            properties));
  }

  private String topic(String name, PropertyList properties) {
    int alias = (int) properties.number(PropertyType.TOPIC_ALIAS, 0);
    if (name.indexOf('#') >= 0 || name.indexOf('+') >= 0) {
      throw malformed("MQTT-3.3.2-2", "a topic name holds wildcards");
    }
    if (alias == 0 && !name.isEmpty()) {
      return name;
    }
    if (alias > topicAliasMaximum) {
      throw error("MQTT-3.1.2-26", "topic alias " + alias + " is greater than what was agreed");
    }
    if (!name.isEmpty()) {
      aliases.put(alias, name);
      return name;
    }
    String known = aliases.get(alias);
    if (known == null) {
      throw error("MQTT-3.3.2-8", "a topic alias that has not been explained");
    }
    return known;
  }

  private static int packetId(PacketReader reader) {
    int id = reader.readShort();
    if (id == 0) {
      throw error("MQTT-2.2.1-3", "a packet id must not be 0");
    }
    return id;
  }

  private void answer(Ack.Kind kind, PacketReader reader) {
    int id = packetId(reader);
    ReasonCode reason = ReasonCode.SUCCESS;
    if (isMqtt5 && reader.hasMore()) {
      reason = reason(reader.readByte());
      propertiesIfAny(reader);
    }
    reader.expectEnd();
    target.answer(kind, id, reason);
  }

  private static ReasonCode reason(int value) {
    ReasonCode reason = ReasonCode.of(value);
    if (reason == null) {
      throw malformed("", "there is no reason 0x" + Integer.toHexString(value));
    }
    return reason;
  }

  private void subAck(PacketReader reader) {
    int id = packetId(reader);
    if (isMqtt5) {
      properties(reader);
    }
    List<Integer> codes = new ArrayList<>(4);
    while (reader.hasMore()) {
      codes.add(reader.readByte());
    }
    target.subAck(id, codes);
  }

  private void goodbye(PacketReader reader) {
    if (!isMqtt5) {
      throw error("", "a packet that MQTT 3 doesn't know");
    }
    ReasonCode reason = reader.hasMore() ? reason(reader.readByte()) : ReasonCode.SUCCESS;
    PropertyList properties = propertiesIfAny(reader);
    target.goodbye(reason, properties.text(PropertyType.REASON_STRING));
  }

  /** A block that may be left out, since the packet can end before it. */
  private static PropertyList propertiesIfAny(PacketReader reader) {
    return reader.hasMore() ? properties(reader) : PropertyList.NONE;
  }

  private static PropertyList properties(PacketReader reader) {
    int length = reader.readVariableInt();
    if (length == 0) {
      return PropertyList.NONE;
    }
    int outer = reader.narrow(length);
    List<Property> all = new ArrayList<>(4);
    while (reader.hasMore()) {
      all.add(property(reader));
    }
    reader.widen(outer);
    return new PropertyList(all);
  }

  private static Property property(PacketReader reader) {
    int id = reader.readVariableInt();
    @Nullable PropertyType type = PropertyType.of(id);
    if (type == null) {
      throw malformed("", "there is no property 0x" + Integer.toHexString(id));
    }
    return switch (type.form()) {
      case BYTE -> Property.of(type, reader.readByte());
      case SHORT -> Property.of(type, reader.readShort());
      case INT -> Property.of(type, reader.readInt());
      case VARIABLE -> Property.of(type, reader.readVariableInt());
      case TEXT -> Property.of(type, reader.readString());
      case BINARY -> Property.of(type, Buffer.buffer(reader.readBinary()));
      case PAIR -> Property.pair(reader.readString(), reader.readString());
    };
  }
}
