package io.weir.broker.lane;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.weir.broker.Listener;
import io.weir.broker.delivery.Target;
import io.weir.broker.loop.TimerWheel;
import io.weir.broker.packet.Ack;
import io.weir.broker.packet.Connect;
import io.weir.broker.packet.Disconnect;
import io.weir.broker.packet.Packet;
import io.weir.broker.packet.ReasonCode;
import io.weir.broker.packet.Routable;
import io.weir.broker.protocol.Connection;
import io.weir.broker.protocol.PacketDispatcher;
import io.weir.broker.session.OutboundDelivery;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The way out to one client: packets become bytes in one buffer, which is flushed once a tick.
 *
 * <p>Bounded: above the configured mark the channel counts as not writable, and a connection that
 * stays there is given up.
 *
 * @threads the connection's loop
 */
// What becomes of a write shows in the channel's state, which this class watches; the futures of
// single writes say nothing more.
@SuppressWarnings("FutureReturnValueIgnored")
public final class LaneConnection implements Connection {
  /** What is collected before it is passed on within a tick, so that the network isn't idle. */
  private static final int EARLY_FLUSH_BYTES = 64 * 1024;

  /** How long a peer may take to read our goodbye before its socket is torn down. */
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);

  /**
   * Who is at the other end, as the listener knows.
   *
   * @param hasOwnGoodbye whether what carries the connection, TLS or a WebSocket, says itself that
   *     it closes
   */
  public record Remote(
      Listener listener,
      String address,
      List<X509Certificate> certificates,
      boolean hasOwnGoodbye) {
    public Remote {
      certificates = List.copyOf(certificates);
    }
  }

  private final LoopLanes shared;
  private final ChannelHandlerContext context;
  private final Lane lane;
  private final Remote remote;
  private final PacketDispatcher dispatcher;
  private final @Nullable MountPoint mount;
  private final int cut;

  private @Nullable OutgoingAliases aliases;
  private @Nullable ByteBuf out;

  /** Null until the connection has been behind for the first time, which few ever are. */
  private TimerWheel.@Nullable Timer stuck;

  private boolean isDirty;
  private boolean isAccepted;
  private boolean isEnding;
  private boolean isMqtt5;
  private long maxPacketBytes = Long.MAX_VALUE;

  LaneConnection(LoopLanes shared, ChannelHandlerContext context, Lane lane, Remote remote) {
    this.shared = shared;
    this.context = context;
    this.lane = lane;
    this.remote = remote;
    this.mount = lane.mount();
    this.cut = mount == null ? 0 : mount.bytes().length;
    context.channel().config().setWriteBufferWaterMark(shared.outputMark());
    this.dispatcher = shared.newDispatcher(this);
  }

  PacketDispatcher dispatcher() {
    return dispatcher;
  }

  @Override
  public String remoteAddress() {
    return remote.address();
  }

  @Override
  public Listener listener() {
    return remote.listener();
  }

  @Override
  public List<X509Certificate> certificates() {
    return remote.certificates();
  }

  @Override
  public void accept(Connect connect) {
    isAccepted = true;
    isMqtt5 = connect.version().isMqtt5();
    maxPacketBytes = connect.wishes().maxPacketBytes();
    int maxAliases =
        Math.min(
            connect.wishes().topicAliasMaximum(),
            remote.listener().terms().topicAliasesToClients());
    aliases = maxAliases > 0 ? new OutgoingAliases(maxAliases) : null;
    lane.accepted(isMqtt5);
  }

  @Override
  public void send(Packet packet) {
    if (!isEnding) {
      PacketEncoder.write(packet, dispatcher.version(), output());
      shared.loop().stats().packetsSent++;
    }
  }

  @Override
  public void acknowledge(Ack.Kind kind, int packetId, ReasonCode reason) {
    if (!isEnding) {
      PacketEncoder.writeAck(kind, packetId, reason, isMqtt5, output());
      shared.loop().stats().packetsSent++;
    }
  }

  @Override
  public void release(OutboundDelivery delivery) {
    acknowledge(Ack.Kind.PUBREL, delivery.packetId(), ReasonCode.SUCCESS);
  }

  @Override
  public Sent sendQos0(Routable publication, boolean retain, Target target) {
    if (!isReady()) {
      return Sent.TOO_SLOW;
    }
    if (mount != null && !mount.holds(publication.topic())) {
      return Sent.OUTSIDE;
    }
    PublishFrames.Frame frame =
        shared.frames().frame(publication, isMqtt5, false, target.subscriptionIds(), cut);
    return append(frame, publication.topic(), 0x30 | (retain ? 1 : 0), 0);
  }

  @Override
  public Sent send(Routable source, OutboundDelivery delivery) {
    if (mount != null && !mount.holds(source.topic())) {
      return Sent.OUTSIDE;
    }
    PublishFrames.Frame frame =
        shared.frames().frame(source, isMqtt5, true, delivery.target().subscriptionIds(), cut);
    int firstByte =
        0x30
            | (delivery.dup() ? 8 : 0)
            | (delivery.qos().level() << 1)
            | (delivery.retain() ? 1 : 0);
    return append(frame, source.topic(), firstByte, delivery.packetId());
  }

  private Sent append(PublishFrames.Frame frame, String topic, int firstByte, int packetId) {
    if (frame.packetLength() > maxPacketBytes) {
      return Sent.TOO_LARGE;
    }
    ByteBuf buffer = output();
    if (aliases == null || !appendAliased(aliases, frame, topic, firstByte, packetId)) {
      frame.appendTo(buffer, firstByte, packetId);
    }
    shared.loop().stats().packetsSent++;
    ByteBuf payload = frame.payload();
    if (payload != null) {
      passOn();
      shared.loop().stats().bytesSent += payload.readableBytes();
      context.write(payload.retainedSlice(), context.voidPromise());
    } else if (buffer.readableBytes() >= EARLY_FLUSH_BYTES) {
      passOn();
      context.flush();
    }
    return Sent.SENT;
  }

  private boolean appendAliased(
      OutgoingAliases known, PublishFrames.Frame frame, String topic, int firstByte, int packetId) {
    int alias = known.known(topic);
    boolean isNew = alias == 0;
    if (frame.packetLength() + frame.growthByAlias(isNew) > maxPacketBytes) {
      return false;
    }
    if (isNew) {
      alias = known.assign(topic);
      if (alias == 0) {
        return false;
      }
    }
    frame.appendAliased(output(), firstByte, packetId, alias, isNew);
    return true;
  }

  @Override
  public boolean isReady() {
    return !isEnding && context.channel().isWritable();
  }

  @Override
  public boolean isWaiting() {
    return dispatcher.isWaiting();
  }

  private ByteBuf output() {
    if (!isDirty) {
      isDirty = true;
      shared.flushQueue().add(this);
    }
    ByteBuf buffer = out;
    if (buffer == null) {
      buffer = context.alloc().ioBuffer(256);
      out = buffer;
    }
    return buffer;
  }

  /** Sends what was collected; called once at the end of the tick. */
  void flush() {
    isDirty = false;
    if (context.isRemoved()) {
      dropOutput();
      return;
    }
    passOn();
    context.flush();
  }

  private void passOn() {
    ByteBuf buffer = out;
    if (buffer != null) {
      out = null;
      shared.loop().stats().bytesSent += buffer.readableBytes();
      context.write(buffer, context.voidPromise());
    }
  }

  private void dropOutput() {
    if (out != null) {
      out.release();
      out = null;
    }
  }

  void writabilityChanged() {
    if (context.channel().isWritable()) {
      stopStuck();
      dispatcher.connectionReady();
      return;
    }
    if (stuck == null) {
      stuck = shared.loop().timers().timer(this::giveUpStuck);
    }
    stuck.start(shared.limits().connection().stuckAfter().toNanos());
  }

  private void stopStuck() {
    if (stuck != null) {
      stuck.stop();
    }
  }

  private void giveUpStuck() {
    dispatcher.giveUp(ReasonCode.QUOTA_EXCEEDED, "it does not read what is sent to it");
  }

  @Override
  public void expectAuth() {
    lane.authExpected();
  }

  @Override
  public void pauseReading() {
    lane.pause();
  }

  @Override
  public void resumeReading() {
    lane.resume();
  }

  @Override
  public void close(ReasonCode reason, String why) {
    dispatcher.evicted(reason, why);
    if (isAccepted && isMqtt5) {
      send(new Disconnect(reason));
    }
    end();
  }

  @Override
  public void end() {
    if (isEnding) {
      return;
    }
    isEnding = true;
    stopStuck();
    lane.discard();
    Channel channel = context.channel();
    // One that doesn't read can't delay this for ever.
    shared.loop().timers().timer(channel::close).start(LINGER_NANOS);
    ByteBuf rest = out == null ? context.alloc().ioBuffer(0) : out;
    out = null;
    shared.loop().stats().bytesSent += rest.readableBytes();
    if (!remote.hasOwnGoodbye() && channel instanceof DuplexChannel duplex) {
      // Closing while something unread lies in the socket would reset the connection, and the
      // goodbye could be lost on the way. So our half is closed first, and what still comes is
      // thrown away until the peer closes too.
      context
          .writeAndFlush(rest)
          .addListener((ChannelFutureListener) written -> duplex.shutdownOutput());
      channel.config().setAutoRead(true);
    } else {
      context.writeAndFlush(rest).addListener(ChannelFutureListener.CLOSE);
    }
  }

  /** The channel is gone. */
  void closed() {
    isEnding = true;
    stopStuck();
    dropOutput();
    dispatcher.connectionClosed();
  }
}
