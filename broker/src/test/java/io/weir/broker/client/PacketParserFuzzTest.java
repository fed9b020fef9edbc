package io.weir.broker.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.weir.broker.lane.PacketReader;
import io.weir.broker.packet.Ack;
import io.weir.broker.packet.ProtocolVersion;
import io.weir.broker.packet.ReasonCode;
import io.weir.broker.protocol.ProtocolViolation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Any bytes from a server make packets or a {@link ProtocolViolation}; and a PUBLISH, written down
 * again, is read as the same.
 */
class PacketParserFuzzTest {
  /** Bytes of a CONNACK that the parser has behind it. */
  private static final byte[] ACCEPTED = {0, 0};

  /**
   * Several packets.
   *
   * @param input the version (0 or 1), then for each packet its first byte, its length and its rest
   */
  @FuzzTest(maxDuration = "", maxExecutions = 30_000)
  void whatever_a_server_sends_is_understood_or_refused(byte[] input) {
    if (input.length == 0) {
      return;
    }
    boolean isMqtt5 = (input[0] & 1) == 1;
    PacketParser parser = new PacketParser(isMqtt5, 4, new Rewriter(isMqtt5));
    PacketReader reader = new PacketReader();
    reader.over(Unpooled.wrappedBuffer(ACCEPTED), 0, 2);
    parser.parse(0x20, reader);
    int at = 1;
    while (at + 2 <= input.length) {
      int end = Math.min(input.length, at + 2 + (input[at + 1] & 0xFF));
      reader.over(Unpooled.wrappedBuffer(input), at + 2, end);
      try {
        parser.parse(input[at] & 0xFF, reader);
      } catch (ProtocolViolation refused) {
        assertThat(refused.reason().isError()).isTrue();
        return;
      }
      at = end;
    }
  }

  private static final class Rewriter extends Ignoring {
    private final boolean isMqtt5;

    Rewriter(boolean isMqtt5) {
      this.isMqtt5 = isMqtt5;
    }

    @Override
    public void publish(Incoming message) {
      assertThat(message.topic()).isNotEmpty();
      ByteBuf packet = write(message);
      String written = ByteBufUtil.hexDump(packet);
      int first = packet.readUnsignedByte();
      while (packet.readByte() < 0) {
        // The length is what is left.
      }
      PacketReader reader = new PacketReader();
      reader.over(packet, packet.readerIndex(), packet.writerIndex());
      PacketParser again =
          new PacketParser(
              isMqtt5,
              4,
              new Ignoring() {
                @Override
                public void publish(Incoming read) {
                  ByteBuf same = write(read);
                  assertThat(ByteBufUtil.hexDump(same)).isEqualTo(written);
                  same.release();
                }
              });
      PacketReader accepted = new PacketReader();
      accepted.over(Unpooled.wrappedBuffer(ACCEPTED), 0, 2);
      again.parse(0x20, accepted);
      again.parse(first, reader);
      packet.release();
    }

    private ByteBuf write(Incoming message) {
      return new PacketWriter(isMqtt5 ? ProtocolVersion.MQTT_5 : ProtocolVersion.MQTT_3_1_1)
          .publish(
              message.topic(),
              message.packetId(),
              new PacketWriter.Flags(message.qos(), message.retain(), message.dup()),
              message.properties(),
              message.payload());
    }
  }

  private abstract static class Ignoring implements ServerPackets {
    @Override
    public void connAck(boolean isSessionPresent, int code, PropertyList properties) {}

    @Override
    public void answer(Ack.Kind kind, int packetId, ReasonCode reason) {}

    @Override
    public void subAck(int packetId, List<Integer> codes) {}

    @Override
    public void unsubAck(int packetId) {}

    @Override
    public void pong() {}

    @Override
    public void goodbye(ReasonCode reason, @Nullable String text) {}
  }
}
