package io.weir.broker.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.weir.broker.SubscribeOptions;
import io.weir.broker.packet.Ack;
import io.weir.broker.packet.ProtocolVersion;
import io.weir.broker.packet.Qos;
import io.weir.broker.packet.ReasonCode;
import io.weir.broker.packet.Subscribe;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/**
 * Writes the packets that a client sends, each into a buffer of its own, in one version of MQTT.
 * What the version doesn't know is left out.
 *
 * @threads any; holds no state
 * @mqtt 5.0 §3
 */
public final class PacketWriter {
  /** The longest fixed header; what it doesn't take up is skipped. */
  private static final int HEADER_BYTES = 5;

  private static final int MAX_REMAINING = 268_435_455;
  private static final int BRIDGE = 0x80;

  private final ProtocolVersion version;
  private final boolean isMqtt5;

  public PacketWriter(ProtocolVersion version) {
    this.version = version;
    this.isMqtt5 = version.isMqtt5();
  }

  /**
   * CONNECT.
   *
   * @throws IllegalArgumentException if a text is longer than MQTT can say
   */
  public ByteBuf connect(Greeting greeting) {
    return packet(0x10, 256, out -> connect(greeting, out));
  }

  private void connect(Greeting greeting, ByteBuf out) {
    Greeting.Login login = greeting.login();
    Greeting.Testament will = greeting.will();
    text(version.protocolName(), out);
    out.writeByte(version.level() | (greeting.isBridge() && !isMqtt5 ? BRIDGE : 0));
    int flags = greeting.isClean() ? 0x02 : 0;
    if (will != null) {
      flags |= 0x04 | will.qos().level() << 3 | (will.retain() ? 0x20 : 0);
    }
    flags |= login.password() == null ? 0 : 0x40;
    flags |= login.userName() == null ? 0 : 0x80;
    out.writeByte(flags);
    out.writeShort(greeting.keepAliveSeconds());
    properties(greeting.properties(), out);
    text(greeting.clientId(), out);
    if (will != null) {
      properties(will.properties(), out);
      text(will.topic(), out);
      block(will.payload().getBytes(), out);
    }
    if (login.userName() != null) {
      text(login.userName(), out);
    }
    if (login.password() != null) {
      text(login.password(), out);
    }
  }

  /** How a PUBLISH goes out. */
  public record Flags(Qos qos, boolean retain, boolean dup) {}

  /**
   * PUBLISH.
   *
   * @param packetId 0 with QoS 0
   * @throws IllegalArgumentException if it would be larger than a packet can be
   */
  public ByteBuf publish(
      String topic, int packetId, Flags flags, PropertyList properties, byte[] payload) {
    int firstByte =
        0x30 | (flags.dup() ? 0x08 : 0) | flags.qos().level() << 1 | (flags.retain() ? 0x01 : 0);
    return packet(
        firstByte,
        64 + topic.length() + payload.length,
        out -> {
          text(topic, out);
          if (flags.qos() != Qos.AT_MOST_ONCE) {
            out.writeShort(packetId);
          }
          properties(properties, out);
          out.writeBytes(payload);
        });
  }

  /** PUBACK, PUBREC, PUBREL or PUBCOMP. */
  public ByteBuf answer(Ack.Kind kind, int packetId, ReasonCode reason) {
    return packet(
        kind.firstByte(),
        3,
        out -> {
          out.writeShort(packetId);
          if (isMqtt5 && reason != ReasonCode.SUCCESS) {
            out.writeByte(reason.value());
          }
        });
  }

  /** SUBSCRIBE; of the options, 3.x knows the QoS. */
  public ByteBuf subscribe(
      int packetId, List<Subscribe.Request> requests, PropertyList properties) {
    return packet(
        0x82,
        128,
        out -> {
          out.writeShort(packetId);
          properties(properties, out);
          for (Subscribe.Request request : requests) {
            text(request.filter(), out);
            out.writeByte(options(request.options()));
          }
        });
  }

  private int options(SubscribeOptions options) {
    int qos = options.qos().level();
    if (!isMqtt5) {
      return qos;
    }
    int retainHandling =
        switch (options.retainHandling()) {
          case SEND -> 0;
          case SEND_IF_NEW -> 0x10;
          case DO_NOT_SEND -> 0x20;
        };
    return qos
        | (options.noLocal() ? 0x04 : 0)
        | (options.retainAsPublished() ? 0x08 : 0)
        | retainHandling;
  }

  /** UNSUBSCRIBE. */
  public ByteBuf unsubscribe(int packetId, Iterable<String> filters, PropertyList properties) {
    return packet(
        0xA2,
        128,
        out -> {
          out.writeShort(packetId);
          properties(properties, out);
          filters.forEach(filter -> text(filter, out));
        });
  }

  /** PINGREQ. */
  public ByteBuf ping() {
    return packet(0xC0, 0, out -> {});
  }

  /** DISCONNECT; of reason and properties 3.x knows nothing. */
  public ByteBuf disconnect(ReasonCode reason, PropertyList properties) {
    boolean hasProperties = !properties.all().isEmpty();
    return packet(
        0xE0,
        8,
        out -> {
          if (isMqtt5 && (reason != ReasonCode.SUCCESS || hasProperties)) {
            out.writeByte(reason.value());
            if (hasProperties) {
              properties(properties, out);
            }
          }
        });
  }

  // ---- parts of packets ----

  private static ByteBuf packet(int firstByte, int expected, Consumer<ByteBuf> body) {
    ByteBuf out = ByteBufAllocator.DEFAULT.buffer(HEADER_BYTES + expected).writeZero(HEADER_BYTES);
    try {
      body.accept(out);
      return framed(firstByte, out);
    } catch (IllegalArgumentException tooLong) {
      out.release();
      throw tooLong;
    }
  }

  /** Puts the fixed header right before what has been written. */
  private static ByteBuf framed(int firstByte, ByteBuf out) {
    int remaining = out.readableBytes() - HEADER_BYTES;
    if (remaining > MAX_REMAINING) {
      throw new IllegalArgumentException(
          "a packet can have " + MAX_REMAINING + " bytes, but this would have " + remaining);
    }
    int start = HEADER_BYTES - 1 - variableSize(remaining);
    out.setByte(start, firstByte);
    int at = start + 1;
    for (int rest = remaining; ; rest >>>= 7) {
      out.setByte(at++, rest < 0x80 ? rest : (rest & 0x7F) | 0x80);
      if (rest < 0x80) {
        break;
      }
    }
    return out.readerIndex(start);
  }

  private static int variableSize(long value) {
    return value < 0x80 ? 1 : value < 0x4000 ? 2 : value < 0x20_0000 ? 3 : 4;
  }

  private static void variable(long value, ByteBuf out) {
    long rest = value;
    for (; rest >= 0x80; rest >>>= 7) {
      out.writeByte((int) ((rest & 0x7F) | 0x80));
    }
    out.writeByte((int) rest);
  }

  private static void text(String text, ByteBuf out) {
    block(text.getBytes(StandardCharsets.UTF_8), out);
  }

  private static void block(byte[] bytes, ByteBuf out) {
    if (bytes.length > 0xFFFF) {
      throw new IllegalArgumentException(
          "MQTT has room for 65535 bytes of text, but there are " + bytes.length);
    }
    out.writeShort(bytes.length).writeBytes(bytes);
  }

  private void properties(PropertyList properties, ByteBuf out) {
    if (!isMqtt5) {
      return;
    }
    long length = 0;
    for (Property property : properties.all()) {
      length += size(property);
    }
    variable(length, out);
    for (Property property : properties.all()) {
      property(property, out);
    }
  }

  private static long size(Property property) {
    return 1
        + switch (property.type().form()) {
          case BYTE -> 1;
          case SHORT -> 2;
          case INT -> 4;
          case VARIABLE -> variableSize(property.number());
          case TEXT, BINARY -> 2L + property.content().length();
          case PAIR ->
              4L
                  + property.name().getBytes(StandardCharsets.UTF_8).length
                  + property.content().length();
        };
  }

  private static void property(Property property, ByteBuf out) {
    out.writeByte(property.type().id());
    switch (property.type().form()) {
      case BYTE -> out.writeByte((int) property.number());
      case SHORT -> out.writeShort((int) property.number());
      case INT -> out.writeInt((int) property.number());
      case VARIABLE -> variable(property.number(), out);
      case TEXT, BINARY -> block(property.content().getBytes(), out);
      case PAIR -> {
        text(property.name(), out);
        block(property.content().getBytes(), out);
      }
    }
  }
}
