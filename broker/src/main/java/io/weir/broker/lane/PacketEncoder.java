package io.weir.broker.lane;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.vertx.core.buffer.Buffer;
import io.weir.broker.packet.Ack;
import io.weir.broker.packet.Auth;
import io.weir.broker.packet.Authentication;
import io.weir.broker.packet.ConnAck;
import io.weir.broker.packet.Disconnect;
import io.weir.broker.packet.Packet;
import io.weir.broker.packet.Ping;
import io.weir.broker.packet.ProtocolVersion;
import io.weir.broker.packet.Qos;
import io.weir.broker.packet.ReasonCode;
import io.weir.broker.packet.SubAck;
import io.weir.broker.packet.UnsubAck;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the packets that a server sends, except PUBLISH, in the words of the client's version.
 *
 * @threads any; holds no state
 * @mqtt 5.0 §3
 */
final class PacketEncoder {
  /** Only ever sent by a server. */
  private static final int MAXIMUM_QOS = 0x24;

  private static final int RETAIN_AVAILABLE = 0x25;

  private PacketEncoder() {}

  /** Appends a packet. */
  static void write(Packet packet, ProtocolVersion version, ByteBuf out) {
    boolean isMqtt5 = version.isMqtt5();
    // The one place that asks an outgoing packet what it is.
    if (packet instanceof Ack ack) {
      writeAck(ack.kind(), ack.packetId(), ack.reason(), isMqtt5, out);
    } else if (packet instanceof ConnAck connAck) {
      writeConnAck(connAck, isMqtt5, out);
    } else if (packet instanceof SubAck subAck) {
      writeSubAck(subAck, isMqtt5, out);
    } else if (packet instanceof UnsubAck unsubAck) {
      writeUnsubAck(unsubAck, isMqtt5, out);
    } else if (packet instanceof Ping) {
      out.writeShort(0xD000);
    } else if (packet instanceof Disconnect disconnect) {
      out.writeByte(0xE0).writeByte(1).writeByte(disconnect.reason().value());
    } else if (packet instanceof Auth auth) {
      writeAuth(auth, out);
    } else {
      throw new IllegalArgumentException("a server doesn't send " + packet);
    }
  }

  /** PUBACK, PUBREC, PUBREL or PUBCOMP; 3.x has no reasons, and success needs none. */
  static void writeAck(
      Ack.Kind kind, int packetId, ReasonCode reason, boolean isMqtt5, ByteBuf out) {
    if (isMqtt5 && reason != ReasonCode.SUCCESS) {
      out.writeByte(kind.firstByte()).writeByte(3).writeShort(packetId).writeByte(reason.value());
    } else {
      out.writeInt((kind.firstByte() << 24) | (2 << 16) | packetId);
    }
  }

  private static void writeConnAck(ConnAck packet, boolean isMqtt5, ByteBuf out) {
    int flags = packet.sessionPresent() ? 1 : 0;
    out.writeByte(0x20);
    if (!isMqtt5) {
      out.writeByte(2).writeByte(flags).writeByte(packet.reason().connectReturnCode());
      return;
    }
    ByteBuf properties = out.alloc().buffer(64);
    try {
      ConnAck.Terms terms = packet.terms();
      if (terms != null) {
        writeTerms(terms, properties);
      }
      int length = properties.readableBytes();
      writeVariableInt(2 + variableIntSize(length) + length, out);
      out.writeByte(flags).writeByte(packet.reason().value());
      writeVariableInt(length, out);
      out.writeBytes(properties);
    } finally {
      properties.release();
    }
  }

  private static void writeAuth(Auth packet, ByteBuf out) {
    ByteBuf properties = out.alloc().buffer(256);
    try {
      writeAuthentication(packet.authentication(), properties);
      int length = properties.readableBytes();
      out.writeByte(0xF0);
      writeVariableInt(1 + variableIntSize(length) + length, out);
      out.writeByte(packet.reason().value());
      writeVariableInt(length, out);
      out.writeBytes(properties);
    } finally {
      properties.release();
    }
  }

  private static void writeAuthentication(@Nullable Authentication authentication, ByteBuf out) {
    if (authentication == null) {
      return;
    }
    out.writeByte(PropertyReader.AUTH_METHOD);
    writeString(authentication.method(), out);
    Buffer data = authentication.data();
    if (data != null && data.length() > 0) {
      out.writeByte(PropertyReader.AUTH_DATA).writeShort(data.length()).writeBytes(data.getBytes());
    }
  }

  private static void writeTerms(ConnAck.Terms terms, ByteBuf out) {
    if (terms.sessionExpirySeconds() >= 0) {
      out.writeByte(PropertyReader.SESSION_EXPIRY).writeInt((int) terms.sessionExpirySeconds());
    }
    out.writeByte(PropertyReader.RECEIVE_MAXIMUM).writeShort(terms.receiveMaximum());
    if (terms.maxQos() != Qos.EXACTLY_ONCE) {
      out.writeByte(MAXIMUM_QOS).writeByte(terms.maxQos().level());
    }
    if (!terms.isRetainAvailable()) {
      out.writeByte(RETAIN_AVAILABLE).writeByte(0);
    }
    out.writeByte(PropertyReader.MAXIMUM_PACKET_SIZE).writeInt(terms.maxPacketBytes());
    String assigned = terms.assignedClientId();
    if (assigned != null) {
      out.writeByte(PropertyReader.ASSIGNED_CLIENT_ID);
      writeString(assigned, out);
    }
    out.writeByte(PropertyReader.TOPIC_ALIAS_MAXIMUM).writeShort(terms.topicAliasMaximum());
    if (terms.serverKeepAliveSeconds() >= 0) {
      out.writeByte(PropertyReader.SERVER_KEEP_ALIVE).writeShort(terms.serverKeepAliveSeconds());
    }
    writeAuthentication(terms.authentication(), out);
  }

  private static void writeSubAck(SubAck packet, boolean isMqtt5, ByteBuf out) {
    out.writeByte(0x90);
    writeCodes(packet.packetId(), packet.codes(), isMqtt5, out);
  }

  private static void writeUnsubAck(UnsubAck packet, boolean isMqtt5, ByteBuf out) {
    out.writeByte(0xB0);
    if (isMqtt5) {
      writeCodes(packet.packetId(), packet.codes(), true, out);
    } else {
      out.writeByte(2).writeShort(packet.packetId());
    }
  }

  private static void writeCodes(int id, List<ReasonCode> codes, boolean isMqtt5, ByteBuf out) {
    writeVariableInt(2 + (isMqtt5 ? 1 : 0) + codes.size(), out);
    out.writeShort(id);
    if (isMqtt5) {
      out.writeByte(0);
    }
    for (ReasonCode code : codes) {
      // 3.1.1 knows one way to say no. [MQTT-3.9.3-2]
      out.writeByte(code.isError() && !isMqtt5 ? 0x80 : code.value());
    }
  }

  static void writeString(String text, ByteBuf out) {
    int lengthAt = out.writerIndex();
    out.writeShort(0);
    int length = ByteBufUtil.writeUtf8(out, text);
    out.setShort(lengthAt, length);
  }

  static void writeVariableInt(int value, ByteBuf out) {
    int rest = value;
    while (rest > 0x7F) {
      out.writeByte((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    out.writeByte(rest);
  }

  static int variableIntSize(int value) {
    return value < 0x80 ? 1 : value < 0x4000 ? 2 : value < 0x20_0000 ? 3 : 4;
  }
}
