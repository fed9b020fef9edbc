package io.weir.broker.lane;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.weir.broker.delivery.Route;
import io.weir.broker.packet.Connect;
import io.weir.broker.packet.Packet;
import io.weir.broker.packet.ReasonCode;
import io.weir.broker.protocol.PacketDispatcher;
import io.weir.broker.protocol.ProtocolViolation;
import org.jspecify.annotations.Nullable;

/**
 * The way in from one client: cuts the bytes into packets and takes them up, in the pipeline of the
 * connection.
 *
 * <p>Bounded by the packet: nothing is read across its end, and one that is too large is refused
 * when its length is known. While the client's CONNECT is being decided on, or others can't keep up
 * with it, nothing is taken up and the socket is not read; in an exchange of enhanced
 * authentication one packet at a time.
 *
 * @threads the connection's loop
 */
public final class Lane extends ChannelInboundHandlerAdapter {
  /** A rest smaller than this moves out of a large read buffer, which others can use meanwhile. */
  private static final int SMALL_REST_BYTES = 1_024;

  /**
   * What a connection may have lying here of a packet without being asked whether there is room.
   */
  private static final int FREE_REST_BYTES = 16 * 1024;

  /**
   * What may come behind a CONNECT that is still being decided on, before the socket is not read.
   */
  private static final int HELD_BYTES = 64 * 1024;

  private final LoopLanes shared;
  private final LaneConnection.Remote remote;
  private final @Nullable MountPoint mount;

  private @Nullable ChannelHandlerContext context;
  private @Nullable LaneConnection connection;
  private @Nullable ByteBuf bytes;
  private @Nullable TopicAliases aliases;
  private int awaitedBytes;
  private int unfinishedBytes;
  private int maxPacketBytes;
  private boolean hasSeenConnect;
  private boolean isAuthExpected;
  private boolean isAccepted;
  private boolean isMqtt5;
  private boolean isPaused;
  private boolean isDiscarding;
  private boolean isDecoding;
  private boolean isReadingOff;
  private boolean isOutputFull;
  private boolean isInputOver;

  Lane(LoopLanes shared, LaneConnection.Remote remote) {
    this.shared = shared;
    this.remote = remote;
    this.mount = MountPoint.of(remote.listener().terms().mountPoint());
  }

  @Nullable MountPoint mount() {
    return mount;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    LaneConnection opened = new LaneConnection(shared, ctx, this, remote);
    opened.dispatcher().expectConnect(remote.listener().connectTimeout().toNanos());
    connection = opened;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf read = (ByteBuf) message;
    shared.loop().stats().bytesReceived += read.readableBytes();
    if (isDiscarding) {
      read.release();
      return;
    }
    bytes = bytes == null ? read : joined(bytes, read, ctx);
    decode();
  }

  private ByteBuf joined(ByteBuf rest, ByteBuf read, ChannelHandlerContext ctx) {
    int needed = rest.readableBytes() + read.readableBytes();
    // Receivers may still hold views of the buffer, so it grows only if it is ours alone.
    boolean hasRoom = rest.refCnt() == 1 && rest.writableBytes() >= read.readableBytes();
    ByteBuf joined = rest;
    if (!hasRoom) {
      // By steps: who announces a large packet and sends a few bytes of it does not get it all.
      joined = ctx.alloc().ioBuffer(Math.max(needed, Math.min(awaitedBytes, 4 * needed)));
      joined.writeBytes(rest);
      rest.release();
    }
    joined.writeBytes(read);
    read.release();
    return joined;
  }

  private void decode() {
    LaneConnection to = connection;
    // An acceptance given while CONNECT is being taken up comes back here; the loop goes on anyway.
    if (isDecoding || to == null) {
      return;
    }
    isDecoding = true;
    boolean tookAny = false;
    try {
      while (bytes != null && mayTakeUp() && decodeOne(bytes, to.dispatcher())) {
        tookAny = true;
      }
    } catch (ProtocolViolation violation) {
      to.dispatcher().violated(violation, null);
    } catch (RuntimeException failure) {
      to.dispatcher().failed(failure);
    } finally {
      isDecoding = false;
    }
    if (tookAny) {
      to.dispatcher().packetsSeen();
    }
    tidy();
    boundUnfinished(to.dispatcher());
    setReading();
    if (isInputOver && (isDiscarding || mayTakeUp())) {
      release();
    }
  }

  private boolean mayTakeUp() {
    return !isPaused && !isOutputFull && !isDiscarding && !isUndecided();
  }

  /** Takes up one packet, if all of it is there. */
  private boolean decodeOne(ByteBuf in, PacketDispatcher dispatcher) {
    int start = in.readerIndex();
    int available = in.readableBytes();
    if (available == 0) {
      return false;
    }
    int firstByte = in.getUnsignedByte(start);
    if (isAccepted) {
      PacketDecoder.checkFirstByte(firstByte, isMqtt5);
    } else if (isAuthExpected) {
      PacketDecoder.checkFirstByteInExchange(firstByte);
    } else if (firstByte != PacketDecoder.CONNECT << 4) {
      throw ProtocolViolation.error("MQTT-3.1.0-1", "the first packet is not CONNECT");
    }
    int headerLength = headerLength(in, start, available);
    if (headerLength == 0) {
      return false;
    }
    int packetLength = headerLength + remainingLength(in, start);
    checkLength(packetLength);
    if (available < packetLength) {
      awaitedBytes = packetLength;
      return false;
    }
    in.readerIndex(start + packetLength);
    shared.reader().over(in, start + headerLength, start + packetLength);
    shared.loop().stats().packetsReceived++;
    takeUp(firstByte, in, dispatcher);
    return true;
  }

  /** The length of the fixed header, or 0 if not all of it is there. [MQTT-1.5.5-1] */
  private static int headerLength(ByteBuf in, int start, int available) {
    for (int i = 1; i < available; i++) {
      int digit = in.getUnsignedByte(start + i);
      if (digit < 0x80) {
        if (digit == 0 && i > 1) {
          throw ProtocolViolation.malformed(
              "MQTT-1.5.5-1", "the remaining length is longer than it needs to be");
        }
        return i + 1;
      }
      if (i == 4) {
        throw ProtocolViolation.malformed("", "a remaining length of more than four bytes");
      }
    }
    return 0;
  }

  private static int remainingLength(ByteBuf in, int start) {
    int length = 0;
    int shift = 0;
    int digit;
    int i = start;
    do {
      digit = in.getUnsignedByte(++i);
      length |= (digit & 0x7F) << shift;
      shift += 7;
    } while (digit >= 0x80);
    return length;
  }

  private void checkLength(int packetLength) {
    int maximum = isAccepted ? maxPacketBytes : shared.limits().packet().maxConnectBytes();
    if (packetLength > maximum) {
      throw new ProtocolViolation(
          ReasonCode.PACKET_TOO_LARGE,
          "MQTT-3.2.2-15",
          "a packet of " + packetLength + " bytes, more than " + maximum);
    }
  }

  private void takeUp(int firstByte, ByteBuf in, PacketDispatcher dispatcher) {
    int type = firstByte >>> 4;
    if (type == PacketDecoder.PUBLISH) {
      IncomingPublish publish = shared.publish();
      Route route = publish.read(firstByte, in, aliases, isMqtt5, mount, dispatcher.clientId());
      dispatcher.publish(publish, route, publish.packetId());
    } else if (!hasSeenConnect) {
      hasSeenConnect = true;
      takeUpConnect(dispatcher);
    } else {
      isAuthExpected = false;
      Packet packet = shared.decoder().decode(firstByte, dispatcher.version());
      dispatcher.take(mount == null ? packet : mount.enter(packet));
    }
  }

  private void takeUpConnect(PacketDispatcher dispatcher) {
    ConnectDecoder decoder = shared.connectDecoder();
    Connect connect;
    try {
      connect = decoder.decode();
    } catch (ProtocolViolation violation) {
      dispatcher.violated(violation, decoder.announced());
      return;
    }
    dispatcher.connect(mount == null ? connect : mount.enter(connect));
  }

  /** Gives back a read buffer that is used up, or of which little is left. */
  private void tidy() {
    ByteBuf rest = bytes;
    if (rest == null) {
      return;
    }
    int length = rest.readableBytes();
    if (length == 0 || isDiscarding) {
      rest.release();
      bytes = null;
      awaitedBytes = 0;
    } else if (length < SMALL_REST_BYTES && rest.capacity() > 4 * SMALL_REST_BYTES) {
      ChannelHandlerContext ctx = context;
      if (ctx != null) {
        ByteBuf small = ctx.alloc().ioBuffer(Math.max(length, Math.min(awaitedBytes, 16_384)));
        small.writeBytes(rest);
        rest.release();
        bytes = small;
      }
    }
  }

  /** Gives the connection up if it and others have too much lying here that is no packet yet. */
  private void boundUnfinished(PacketDispatcher dispatcher) {
    ByteBuf rest = bytes;
    int more = rest == null || !mayTakeUp() ? 0 : Math.max(0, rest.capacity() - FREE_REST_BYTES);
    if (more == unfinishedBytes) {
      return;
    }
    boolean hasRoom = shared.countUnfinished(more - unfinishedBytes);
    boolean grows = more > unfinishedBytes;
    unfinishedBytes = more;
    if (grows && !hasRoom) {
      dispatcher.giveUp(
          ReasonCode.QUOTA_EXCEEDED, "too many packets are not finished, and it has a large one");
      tidy();
    }
  }

  private void setReading() {
    boolean off = !isDiscarding && (isPaused || isOutputFull || holdsTooMuch());
    if (off != isReadingOff && context != null) {
      isReadingOff = off;
      context.channel().config().setAutoRead(!off);
    }
  }

  private boolean isUndecided() {
    return hasSeenConnect && !isAccepted && !isAuthExpected;
  }

  private boolean holdsTooMuch() {
    return isUndecided() && bytes != null && bytes.readableBytes() > HELD_BYTES;
  }

  /** The client is in. */
  void accepted(boolean nowMqtt5) {
    isAccepted = true;
    isMqtt5 = nowMqtt5;
    // What it has been told counts as long as it is connected.
    maxPacketBytes = shared.limits().packet().maxBytes();
    int maximum =
        Math.min(
            shared.limits().connection().topicAliasMaximum(),
            remote.listener().terms().topicAliasMaximum());
    aliases = isMqtt5 && maximum > 0 ? new TopicAliases(maximum, shared.held()) : null;
    decodeSoon();
  }

  /** The client, which is not in yet, is to send another packet. */
  void authExpected() {
    isAuthExpected = true;
    decodeSoon();
  }

  void pause() {
    isPaused = true;
    setReading();
  }

  void resume() {
    isPaused = false;
    decodeSoon();
  }

  /** Goes on once the present call is over, so that nothing is taken up in the middle of it. */
  private void decodeSoon() {
    if (!isDecoding && context != null) {
      context.executor().execute(this::decode);
    }
  }

  /** Nothing that comes from here on counts. */
  void discard() {
    isDiscarding = true;
    if (isInputOver) {
      decodeSoon();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    // A client that sends without reading what we answer is not read either.
    isOutputFull = !ctx.channel().isWritable();
    if (connection != null) {
      connection.writabilityChanged();
    }
    setReading();
    decodeSoon();
    ctx.fireChannelWritabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    // What a client sent before it went still counts, once it may be taken up: publications, and
    // the goodbye that keeps its will from being published.
    isInputOver = bytes != null && !isDiscarding && (isPaused || isUndecided());
    if (!isInputOver) {
      release();
    }
    ctx.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    if (!isInputOver) {
      release();
    }
  }

  private void release() {
    isDiscarding = true;
    if (connection != null) {
      connection.closed();
    }
    if (aliases != null) {
      aliases.clear();
    }
    shared.countUnfinished(-unfinishedBytes);
    unfinishedBytes = 0;
    if (bytes != null && !isDecoding) {
      bytes.release();
      bytes = null;
    }
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored")
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    // A reset, or a broken TLS record: the connection is of no more use, and that it closes is
    // reported there.
    ctx.close();
  }
}
