package io.weir.broker.lane;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.broker.Limits.MemoryLimits;
import io.weir.broker.Limits.PacketLimits;
import io.weir.broker.SubscribeOptions;
import io.weir.broker.conformance.Bytes;
import io.weir.broker.delivery.Distributor;
import io.weir.broker.delivery.HeldBytes;
import io.weir.broker.delivery.RetainedMessages;
import io.weir.broker.delivery.SubscriptionTree;
import io.weir.broker.packet.Ack;
import io.weir.broker.packet.Auth;
import io.weir.broker.packet.Authentication;
import io.weir.broker.packet.Connect;
import io.weir.broker.packet.Disconnect;
import io.weir.broker.packet.Packet;
import io.weir.broker.packet.ProtocolVersion;
import io.weir.broker.packet.Publication;
import io.weir.broker.packet.PublishProperties;
import io.weir.broker.packet.Subscribe;
import io.weir.broker.packet.Unsubscribe;
import io.weir.broker.packet.UserProperty;
import io.weir.broker.protocol.ProtocolViolation;
import io.weir.broker.store.Journal;
import io.weir.broker.store.RetainedStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Any bytes for the inside of a packet make a packet or a {@link ProtocolViolation}; and a packet,
 * written down again, is read as the same.
 */
class PacketFuzzTest {
  private static final ProtocolVersion[] VERSIONS = ProtocolVersion.values();
  private static final PacketLimits LIMITS = PacketLimits.defaults();

  private final PacketReader reader = new PacketReader();
  private final PropertyReader properties = new PropertyReader(reader);
  private final PacketDecoder decoder = new PacketDecoder(LIMITS, reader, properties);
  private final ConnectDecoder connects =
      new ConnectDecoder(LIMITS.maxTopicLevels(), reader, properties);
  private final IncomingPublish publish =
      new IncomingPublish(
          LIMITS.maxTopicLevels(),
          reader,
          properties,
          new Distributor(
              new TestContext().loop(),
              new SubscriptionTree(),
              new RetainedMessages(
                  RetainedStore.NONE,
                  List.of(),
                  Duration.ZERO,
                  MemoryLimits.defaults(),
                  new HeldBytes(1_000_000)),
              Journal.NONE,
              64,
              false));

  /**
   * One packet.
   *
   * @param input the version (0 to 2), the first byte, and what stands behind the remaining length
   */
  @FuzzTest(maxDuration = "", maxExecutions = 30_000)
  void what_can_be_read_is_read_the_same_when_written_again(byte[] input) {
    if (input.length < 2) {
      return;
    }
    ProtocolVersion version = VERSIONS[(input[0] & 0x7F) % VERSIONS.length];
    int firstByte = input[1] & 0xFF;
    ByteBuf body = Unpooled.wrappedBuffer(input, 2, input.length - 2);
    Object packet;
    try {
      PacketDecoder.checkFirstByte(firstByte, version.isMqtt5());
      packet = read(firstByte, body, version);
    } catch (ProtocolViolation violation) {
      assertThat(violation.getMessage()).isNotEmpty();
      return;
    }
    if (packet instanceof Connect connect) {
      version = connect.version();
    }
    byte[] again = written(packet, firstByte, version);
    assertSame(packet, read(firstByte, Unpooled.wrappedBuffer(again), version));
  }

  private static void assertSame(Object packet, Object again) {
    if (packet instanceof Publication publication) {
      assertSame(publication, (Publication) again);
    } else if (packet instanceof Connect connect) {
      Connect other = (Connect) again;
      assertThat(withoutWill(other)).isEqualTo(withoutWill(connect));
      assertThat(other.will() == null).isEqualTo(connect.will() == null);
      if (connect.will() != null) {
        assertThat(other.will().delaySeconds()).isEqualTo(connect.will().delaySeconds());
        assertSame(connect.will().publication(), other.will().publication());
      }
    } else {
      assertThat(again).isEqualTo(packet);
    }
  }

  private static void assertSame(Publication publication, Publication again) {
    assertThat(again.topic()).isEqualTo(publication.topic());
    assertThat(again.payloadBytes()).isEqualTo(publication.payloadBytes());
    assertThat(again.qos()).isEqualTo(publication.qos());
    assertThat(again.retain()).isEqualTo(publication.retain());
    assertThat(again.properties()).isEqualTo(publication.properties());
  }

  private static Connect withoutWill(Connect packet) {
    return new Connect(
        packet.version(),
        packet.isBridge(),
        packet.clientId(),
        packet.cleanStart(),
        packet.keepAliveSeconds(),
        packet.userName(),
        packet.password(),
        null,
        packet.wishes());
  }

  private Object read(int firstByte, ByteBuf body, ProtocolVersion version) {
    reader.over(body, 0, body.readableBytes());
    return switch (firstByte >>> 4) {
      case PacketDecoder.CONNECT -> connects.decode();
      case PacketDecoder.PUBLISH -> {
        TopicAliases aliases = new TopicAliases(8, new HeldBytes(1_000_000));
        publish.read(firstByte, body, aliases, version.isMqtt5(), null, "p");
        yield publish.publication();
      }
      default -> decoder.decode(firstByte, version);
    };
  }

  /** By our own encoder where it knows the packet, otherwise by hand. */
  private byte[] written(Object packet, int firstByte, ProtocolVersion version) {
    boolean isMqtt5 = version.isMqtt5();
    if (packet instanceof Publication publication) {
      return framed(publication, isMqtt5);
    } else if (packet instanceof Connect connect) {
      return connect(connect);
    } else if (packet instanceof Subscribe subscribe) {
      return subscribe(subscribe, isMqtt5);
    } else if (packet instanceof Unsubscribe unsubscribe) {
      Object block = isMqtt5 ? Bytes.properties() : new byte[0];
      return Bytes.join(
          Bytes.u16(unsubscribe.packetId()), block, Bytes.join(unsubscribe.filters().toArray()));
    } else if (packet instanceof Disconnect disconnect && isMqtt5) {
      long expiry = disconnect.sessionExpirySeconds();
      return Bytes.join(
          disconnect.reason().value(),
          expiry < 0 ? Bytes.properties() : Bytes.properties(0x11, Bytes.u32(expiry)));
    } else if (packet instanceof Ack || packet instanceof Auth) {
      return encoded((Packet) packet, version);
    }
    assertThat(firstByte).as("a packet without anything in it").isIn(0xC0, 0xE0);
    return new byte[0];
  }

  private static byte[] encoded(Packet packet, ProtocolVersion version) {
    ByteBuf out = Unpooled.buffer();
    PacketEncoder.write(packet, version, out);
    return withoutHeader(out);
  }

  /** As a subscriber gets it, with all that it can be told. */
  private static byte[] framed(Publication publication, boolean isMqtt5) {
    boolean hasId = publication.qos().level() > 0;
    PublishFrames.Frame frame =
        new PublishFrames().frame(publication, isMqtt5, hasId, new int[0], 0);
    ByteBuf out = Unpooled.buffer();
    frame.appendTo(out, 0x30, 1);
    ByteBuf payload = frame.payload();
    if (payload != null) {
      out.writeBytes(payload.duplicate());
    }
    assertThat(out.readableBytes()).isEqualTo(frame.packetLength());
    return withoutHeader(out);
  }

  private static byte[] withoutHeader(ByteBuf packet) {
    packet.skipBytes(1);
    int length = 0;
    int shift = 0;
    int digit;
    do {
      digit = packet.readUnsignedByte();
      length |= (digit & 0x7F) << shift;
      shift += 7;
    } while (digit >= 0x80);
    assertThat(packet.readableBytes()).isEqualTo(length);
    byte[] body = new byte[length];
    packet.readBytes(body);
    return body;
  }

  private static byte[] subscribe(Subscribe packet, boolean isMqtt5) {
    int id = packet.requests().get(0).options().subscriptionId();
    List<Object> parts = new ArrayList<>();
    parts.add(Bytes.u16(packet.packetId()));
    if (isMqtt5) {
      parts.add(id == 0 ? Bytes.properties() : Bytes.properties(0x0B, Bytes.variableInt(id)));
    }
    for (Subscribe.Request request : packet.requests()) {
      SubscribeOptions options = request.options();
      parts.add(request.filter());
      parts.add(
          options.qos().level()
              | (options.noLocal() ? 4 : 0)
              | (options.retainAsPublished() ? 8 : 0)
              | (isMqtt5 ? retainHandling(options) << 4 : 0));
    }
    return Bytes.join(parts.toArray());
  }

  private static int retainHandling(SubscribeOptions options) {
    return switch (options.retainHandling()) {
      case SEND -> 0;
      case SEND_IF_NEW -> 1;
      case DO_NOT_SEND -> 2;
    };
  }

  private static byte[] connect(Connect packet) {
    ProtocolVersion version = packet.version();
    List<Object> parts = new ArrayList<>();
    parts.add(version == ProtocolVersion.MQTT_3_1 ? "MQIsdp" : "MQTT");
    parts.add(version.level() | (packet.isBridge() ? 0x80 : 0));
    Publication will = packet.will() == null ? null : packet.will().publication();
    parts.add(
        (packet.cleanStart() ? 2 : 0)
            | (will == null ? 0 : 4 | will.qos().level() << 3 | (will.retain() ? 0x20 : 0))
            | (packet.password() == null ? 0 : 0x40)
            | (packet.userName() == null ? 0 : 0x80));
    parts.add(Bytes.u16(packet.keepAliveSeconds()));
    if (version.isMqtt5()) {
      parts.add(wishes(packet.wishes()));
    }
    parts.add(packet.clientId());
    if (will != null) {
      if (version.isMqtt5()) {
        parts.add(properties(will.properties(), packet.will().delaySeconds()));
      }
      parts.add(will.topic());
      parts.add(block(will.payloadBytes()));
    }
    if (packet.userName() != null) {
      parts.add(packet.userName());
    }
    if (packet.password() != null) {
      parts.add(block(packet.password().getBytes()));
    }
    return Bytes.join(parts.toArray());
  }

  private static byte[] block(byte[] bytes) {
    return Bytes.join(Bytes.u16(bytes.length), bytes);
  }

  private static byte[] wishes(Connect.Wishes wishes) {
    List<Object> parts = new ArrayList<>();
    add(parts, 0x11, Bytes.u32(wishes.sessionExpirySeconds()));
    add(parts, 0x21, Bytes.u16(wishes.receiveMaximum()));
    if (wishes.maxPacketBytes() <= 0xFFFF_FFFFL) {
      add(parts, 0x27, Bytes.u32(wishes.maxPacketBytes()));
    }
    add(parts, 0x22, Bytes.u16(wishes.topicAliasMaximum()));
    parts.add(0x17);
    parts.add(wishes.wantsProblemInformation() ? 1 : 0);
    Authentication authentication = wishes.authentication();
    if (authentication != null) {
      add(parts, 0x15, authentication.method());
      if (authentication.data() != null) {
        add(parts, 0x16, block(authentication.data().getBytes()));
      }
    }
    return Bytes.properties(parts.toArray());
  }

  private static byte[] properties(PublishProperties properties, long delaySeconds) {
    List<Object> parts = new ArrayList<>();
    add(parts, 0x18, Bytes.u32(delaySeconds));
    if (properties.isUtf8()) {
      add(parts, 0x01, new byte[] {1});
    }
    if (properties.messageExpirySeconds() >= 0) {
      add(parts, 0x02, Bytes.u32(properties.messageExpirySeconds()));
    }
    add(parts, 0x03, properties.contentType());
    add(parts, 0x08, properties.responseTopic());
    if (properties.correlationData() != null) {
      add(parts, 0x09, block(properties.correlationData().getBytes()));
    }
    for (UserProperty property : properties.userProperties()) {
      add(parts, 0x26, property.name());
      parts.add(property.value());
    }
    return Bytes.properties(parts.toArray());
  }

  private static void add(List<Object> parts, int id, @Nullable Object value) {
    if (value != null) {
      parts.add(id);
      parts.add(value);
    }
  }
}
