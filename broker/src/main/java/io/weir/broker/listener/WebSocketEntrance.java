package io.weir.broker.listener;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.util.ReferenceCountUtil;
import io.weir.broker.Listener;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets a client in by a WebSocket, and then takes the frames off and puts them on: to the lane
 * behind it the connection is a stream of bytes like any other. Packets and frames need not end
 * together, and a message may come in many frames. [MQTT-6.0.0-2]
 *
 * <p>Any path is accepted, as Mosquitto has it; the sub-protocols are {@code mqtt} and {@code
 * mqttv3.1}.
 *
 * @threads the connection's loop
 * @mqtt 5.0 §6
 */
@SuppressWarnings("FutureReturnValueIgnored")
final class WebSocketEntrance extends ChannelDuplexHandler {
  private static final Set<String> PROTOCOLS = Set.of("mqtt", "mqttv3.1");

  private final Listener.WebSocket settings;
  private final int maxFrameBytes;
  private final @Nullable StaticFiles files;
  private boolean isOpen;
  private boolean isClosing;

  /**
   * An entrance.
   *
   * @param files what those get who want no WebSocket; null for nothing
   */
  WebSocketEntrance(Listener.WebSocket settings, int maxFrameBytes, @Nullable StaticFiles files) {
    this.settings = settings;
    this.maxFrameBytes = maxFrameBytes;
    this.files = files;
  }

  /** Behind a handshake that somebody else has made. */
  static WebSocketEntrance opened(int maxFrameBytes) {
    WebSocketEntrance entrance =
        new WebSocketEntrance(Listener.WebSocket.DEFAULT, maxFrameBytes, null);
    entrance.isOpen = true;
    return entrance;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof WebSocketFrame frame) {
      takeFrame(ctx, frame);
      return;
    }
    try {
      if (!isOpen && !isClosing && message instanceof HttpRequest request) {
        takeRequest(ctx, request);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void takeRequest(ChannelHandlerContext ctx, HttpRequest request) {
    String origin = request.headers().get(HttpHeaderNames.ORIGIN);
    boolean isUpgrade =
        request.headers().containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
    if (request.decoderResult().isFailure()) {
      refuse(ctx, HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE);
    } else if (files != null && !isUpgrade) {
      serve(ctx, request, files);
    } else if (!request.method().equals(HttpMethod.GET) || !isUpgrade) {
      refuse(ctx, HttpResponseStatus.BAD_REQUEST);
    } else if (origin != null
        && !settings.origins().isEmpty()
        && !settings.origins().contains(origin)) {
      refuse(ctx, HttpResponseStatus.FORBIDDEN);
    } else if (!offersMqtt(request)) {
      refuse(ctx, HttpResponseStatus.BAD_REQUEST);
    } else {
      open(ctx, request);
    }
  }

  /** A client that names no sub-protocol at all is taken at its word that it speaks MQTT. */
  private static boolean offersMqtt(HttpRequest request) {
    List<String> offers = request.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL);
    if (offers.isEmpty()) {
      return true;
    }
    for (String offer : String.join(",", offers).split(",", -1)) {
      if (PROTOCOLS.contains(offer.strip().toLowerCase(Locale.ROOT))) {
        return true;
      }
    }
    return false;
  }

  private void open(ChannelHandlerContext ctx, HttpRequest request) {
    WebSocketDecoderConfig frames =
        WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(maxFrameBytes)
            .allowExtensions(false)
            .build();
    WebSocketServerHandshaker handshaker =
        new WebSocketServerHandshakerFactory("", String.join(",", PROTOCOLS), frames)
            .newHandshaker(request);
    if (handshaker == null) {
      refuse(ctx, HttpResponseStatus.UPGRADE_REQUIRED);
      return;
    }
    FullHttpRequest whole =
        new DefaultFullHttpRequest(
            request.protocolVersion(), request.method(), request.uri(), Unpooled.EMPTY_BUFFER);
    whole.headers().set(request.headers());
    try {
      handshaker.handshake(ctx.channel(), whole);
      isOpen = true;
    } catch (RuntimeException malformed) {
      refuse(ctx, HttpResponseStatus.BAD_REQUEST);
    }
  }

  private void serve(ChannelHandlerContext ctx, HttpRequest request, StaticFiles from) {
    boolean isGet = request.method().equals(HttpMethod.GET);
    if (!isGet && !request.method().equals(HttpMethod.HEAD)) {
      refuse(ctx, HttpResponseStatus.METHOD_NOT_ALLOWED);
      return;
    }
    isClosing = true;
    from.answer(request.uri(), isGet)
        .onSuccess(
            answer ->
                ctx.executor()
                    .execute(
                        () -> ctx.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE)));
  }

  private void refuse(ChannelHandlerContext ctx, HttpResponseStatus status) {
    isClosing = true;
    ctx.writeAndFlush(StaticFiles.status(status)).addListener(ChannelFutureListener.CLOSE);
  }

  private void takeFrame(ChannelHandlerContext ctx, WebSocketFrame frame) {
    if (isClosing) {
      // It came in one read with what the connection is closed for.
      frame.release();
    } else if (frame instanceof BinaryWebSocketFrame
        || frame instanceof ContinuationWebSocketFrame) {
      ctx.fireChannelRead(frame.content());
    } else if (frame instanceof PingWebSocketFrame) {
      ctx.writeAndFlush(new PongWebSocketFrame(frame.content()));
    } else if (frame instanceof CloseWebSocketFrame) {
      frame.release();
      sayGoodbye(ctx, WebSocketCloseStatus.NORMAL_CLOSURE);
      ctx.close();
    } else if (frame instanceof PongWebSocketFrame) {
      frame.release();
    } else {
      // Text. [MQTT-6.0.0-1]
      frame.release();
      sayGoodbye(ctx, WebSocketCloseStatus.INVALID_MESSAGE_TYPE);
      ctx.close();
    }
  }

  private void sayGoodbye(ChannelHandlerContext ctx, WebSocketCloseStatus status) {
    if (isOpen && !isClosing) {
      isClosing = true;
      ctx.writeAndFlush(new CloseWebSocketFrame(status));
    }
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (!(message instanceof ByteBuf bytes)) {
      ctx.write(message, promise);
    } else if (!bytes.isReadable() || !isOpen || isClosing) {
      // Nothing that could be put into a frame.
      bytes.release();
      promise.trySuccess();
    } else {
      ctx.write(new BinaryWebSocketFrame(bytes), promise);
    }
  }

  /** With a Close frame, so that browsers don't take it for a failure. */
  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    sayGoodbye(ctx, WebSocketCloseStatus.NORMAL_CLOSURE);
    ctx.close(promise);
  }
}
