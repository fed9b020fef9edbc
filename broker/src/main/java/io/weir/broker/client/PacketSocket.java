package io.weir.broker.client;

import static io.weir.broker.protocol.ProtocolViolation.malformed;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.DecoderException;
import io.vertx.core.net.NetSocket;
import io.weir.broker.lane.PacketReader;
import io.weir.broker.listener.SocketPipeline;
import io.weir.broker.loop.BrokerLoop;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Packets to and from a server, over a socket of Vert.x. What is written goes out once a tick.
 *
 * @threads the loop only
 */
// What becomes of a write shows in the channel's state; the futures of single writes say no more.
@SuppressWarnings("FutureReturnValueIgnored")
public final class PacketSocket {
  /** Hears of what happens to the socket. */
  public interface Listener extends ServerPackets {
    /** There is room for more, or not any more. */
    void writable(boolean isWritable);

    /** The end; called once. */
    void closed(@Nullable Throwable why);
  }

  /**
   * What it keeps to.
   *
   * @param maxPacketBytes larger packets end the connection
   * @param maxOutputBytes unsent bytes above which it counts as not writable
   * @param topicAliasMaximum as CONNECT says
   */
  public record Bounds(int maxPacketBytes, int maxOutputBytes, int topicAliasMaximum) {}

  private final Channel channel;
  private final BrokerLoop loop;
  private boolean isDirty;
  private boolean isClosing;

  /** Takes a socket over. */
  public PacketSocket(
      NetSocket socket, BrokerLoop loop, boolean isMqtt5, Bounds bounds, Listener listener) {
    this.loop = loop;
    ChannelPipeline pipeline = SocketPipeline.of(socket);
    channel = pipeline.channel();
    int most = bounds.maxOutputBytes();
    channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(most / 2, most));
    pipeline.addBefore(
        SocketPipeline.LAST_HANDLER,
        "mqtt",
        new Inbound(
            new PacketParser(isMqtt5, bounds.topicAliasMaximum(), listener),
            bounds.maxPacketBytes(),
            listener));
  }

  public boolean isWritable() {
    return channel.isWritable();
  }

  /** Writes a packet; nothing once it is closing. */
  public void write(ByteBuf packet) {
    if (isClosing) {
      packet.release();
      return;
    }
    channel.write(packet);
    loop.stats().packetsSent++;
    if (!isDirty) {
      isDirty = true;
      loop.afterThisTick(this::flush);
    }
  }

  private void flush() {
    isDirty = false;
    channel.flush();
  }

  /** Takes nothing more from the network until told to go on. */
  public void read(boolean on) {
    channel.config().setAutoRead(on);
  }

  /** Closes at once. */
  public void close() {
    isClosing = true;
    channel.close();
  }

  /** Writes a last packet and closes behind it. */
  public void closeWith(ByteBuf packet) {
    if (isClosing) {
      packet.release();
    } else {
      isClosing = true;
      channel.writeAndFlush(packet).addListener(ChannelFutureListener.CLOSE);
    }
  }

  /** Cuts the bytes that come into packets. */
  private final class Inbound extends ByteToMessageDecoder {
    private final PacketReader reader = new PacketReader();
    private final PacketParser parser;
    private final int maxPacketBytes;
    private final Listener listener;
    private @Nullable Throwable cause;
    private boolean isOver;

    Inbound(PacketParser parser, int maxPacketBytes, Listener listener) {
      this.parser = parser;
      this.maxPacketBytes = maxPacketBytes;
      this.listener = listener;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
      while (!isClosing && isNextComplete(in)) {
        int firstByte = in.readUnsignedByte();
        int remaining = readLength(in);
        int end = in.readerIndex() + remaining;
        reader.over(in, in.readerIndex(), end);
        loop.stats().packetsReceived++;
        parser.parse(firstByte, reader);
        in.readerIndex(end);
      }
      if (isClosing) {
        in.skipBytes(in.readableBytes());
      }
    }

    /** Leaves the buffer as it is. */
    private boolean isNextComplete(ByteBuf in) {
      int start = in.readerIndex();
      int length = 0;
      for (int i = 1; i <= 4; i++) {
        if (in.readableBytes() <= i) {
          return false;
        }
        int digit = in.getByte(start + i);
        length |= (digit & 0x7F) << (7 * (i - 1));
        if (digit >= 0) {
          if (length > maxPacketBytes) {
            throw malformed("", "a packet of " + length + " bytes is larger than is taken here");
          }
          return in.readableBytes() - 1 - i >= length;
        }
      }
      throw malformed("MQTT-1.5.5-1", "the length of a packet has more than four bytes");
    }

    private int readLength(ByteBuf in) {
      int length = 0;
      int digit = 0x80;
      for (int shift = 0; digit >= 0x80; shift += 7) {
        digit = in.readUnsignedByte();
        length |= (digit & 0x7F) << shift;
      }
      return length;
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
      listener.writable(context.channel().isWritable());
      context.fireChannelWritabilityChanged();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
      if (cause == null) {
        cause =
            failure instanceof DecoderException && failure.getCause() != null
                ? failure.getCause()
                : failure;
      }
      close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
      // Whatever is left of a packet is of no use.
      isClosing = true;
      super.channelInactive(context);
      if (!isOver) {
        isOver = true;
        listener.closed(cause);
      }
    }
  }
}
