package io.weir.broker.bridge;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.net.NetSocket;
import io.weir.broker.listener.SocketPipeline;
import io.weir.broker.loop.BrokerLoop;
import org.jspecify.annotations.Nullable;

/**
 * Packets from and to the other broker: Netty's MQTT codec in the pipeline of a socket of Vert.x.
 * What is written goes out once a tick.
 *
 * @threads the bridge's loop only
 */
// What becomes of a write shows in the channel's state; the futures of single writes say no more.
@SuppressWarnings("FutureReturnValueIgnored")
final class RemoteSocket {
  /** Hears of what happens to the socket. */
  interface Listener {
    /** A packet; whoever takes it has nothing to release. */
    void received(MqttMessage packet);

    /** There is room for more, or not any more. */
    void writable(boolean isWritable);

    /** The end; called once. */
    void closed(@Nullable Throwable why);
  }

  private final Channel channel;
  private final BrokerLoop loop;
  private boolean isDirty;
  private boolean isClosing;

  /**
   * Takes a socket over.
   *
   * @param maxPacketBytes larger packets end the connection
   * @param maxOutputBytes unsent bytes above which it counts as not writable
   */
  RemoteSocket(
      NetSocket socket,
      BrokerLoop loop,
      int maxPacketBytes,
      int maxOutputBytes,
      boolean isPrivate,
      Listener listener) {
    this.loop = loop;
    ChannelPipeline pipeline = SocketPipeline.of(socket);
    channel = pipeline.channel();
    channel
        .config()
        .setWriteBufferWaterMark(new WriteBufferWaterMark(maxOutputBytes / 2, maxOutputBytes));
    if (isPrivate) {
      pipeline.addBefore(SocketPipeline.LAST_HANDLER, "bridge-bit", new BridgeBit());
    }
    pipeline.addBefore(SocketPipeline.LAST_HANDLER, "mqtt-encoder", MqttEncoder.INSTANCE);
    pipeline.addBefore(
        SocketPipeline.LAST_HANDLER, "mqtt-decoder", new MqttDecoder(maxPacketBytes));
    pipeline.addBefore(SocketPipeline.LAST_HANDLER, "bridge", new Inbound(listener));
  }

  boolean isWritable() {
    return channel.isWritable();
  }

  /** Writes a packet; nothing once it is closing. */
  void write(MqttMessage packet) {
    if (isClosing) {
      ReferenceCountUtil.release(packet);
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
  void read(boolean on) {
    channel.config().setAutoRead(on);
  }

  /** Closes at once. */
  void close() {
    isClosing = true;
    channel.close();
  }

  /** Writes a last packet and closes behind it. */
  void closeWith(MqttMessage packet) {
    if (!isClosing) {
      isClosing = true;
      channel.writeAndFlush(packet).addListener(ChannelFutureListener.CLOSE);
    }
  }

  private final class Inbound extends ChannelInboundHandlerAdapter {
    private final Listener listener;
    private @Nullable Throwable cause;
    private boolean isOver;

    Inbound(Listener listener) {
      this.listener = listener;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      try {
        MqttMessage packet = (MqttMessage) message;
        if (packet.decoderResult().isFailure()) {
          cause = packet.decoderResult().cause();
          close();
        } else if (!isClosing) {
          loop.stats().packetsReceived++;
          listener.received(packet);
        }
      } finally {
        ReferenceCountUtil.release(message);
      }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
      listener.writable(context.channel().isWritable());
      context.fireChannelWritabilityChanged();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
      cause = failure;
      close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      if (!isOver) {
        isOver = true;
        listener.closed(cause);
      }
      context.fireChannelInactive();
    }
  }

  /**
   * Sets the highest bit of the protocol level in CONNECT, by which bridges of Mosquitto announce
   * themselves. Netty's encoder knows the levels of MQTT only.
   */
  private static final class BridgeBit extends ChannelOutboundHandlerAdapter {
    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      ByteBuf packet = (ByteBuf) message;
      int at = packet.readerIndex() + 1;
      while (packet.getByte(at) < 0) {
        at++;
      }
      int name = at + 1;
      int level = name + 2 + packet.getUnsignedShort(name);
      packet.setByte(level, packet.getByte(level) | 0x80);
      context.pipeline().remove(this);
      context.write(packet, promise);
    }
  }
}
