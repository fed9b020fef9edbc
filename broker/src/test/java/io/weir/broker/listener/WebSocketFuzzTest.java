package io.weir.broker.listener;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpServerCodec;
import io.weir.broker.Listener;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Whatever comes in by a WebSocket listener: only the inside of binary frames gets to MQTT, the
 * same however the bytes were cut, and no error goes another way than by the end of the connection.
 */
class WebSocketFuzzTest {
  private static final int MAX_FRAME_BYTES = 64 * 1024;

  private static final byte[] HANDSHAKE =
      """
      GET /mqtt HTTP/1.1
      Host: a
      Upgrade: websocket
      Connection: Upgrade
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
      Sec-WebSocket-Version: 13
      Sec-WebSocket-Protocol: mqtt

      """
          .replace("\n", "\r\n")
          .getBytes(StandardCharsets.US_ASCII);

  /** What stands behind the entrance where the lane would. */
  private static final class Inside extends ChannelInboundHandlerAdapter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf part = (ByteBuf) message;
      bytes.writeBytes(ByteBufUtil.getBytes(part));
      part.release();
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored")
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      if (!(cause instanceof DecoderException)) {
        throw new AssertionError("not a protocol error", cause);
      }
      context.close();
    }
  }

  /**
   * One connection.
   *
   * @param input first whether the handshake has been made (even) or not, then how long slices are,
   *     then the bytes
   */
  @FuzzTest(maxDuration = "", maxExecutions = 10_000)
  void only_the_inside_of_binary_frames_gets_to_mqtt(byte[] input) {
    if (input.length < 2) {
      return;
    }
    boolean isOpen = (input[0] & 1) == 0;
    byte[] whole = inside(input, isOpen, input.length);
    byte[] sliced = inside(input, isOpen, 1 + (input[1] & 0x1F));
    // A client has to wait for the answer to its handshake; what becomes of more depends on the
    // cut.
    if (isOpen) {
      assertThat(sliced).isEqualTo(whole);
    }
  }

  private static byte[] inside(byte[] input, boolean isOpen, int sliceLength) {
    Inside inside = new Inside();
    Listener.WebSocket settings = Listener.WebSocket.DEFAULT;
    EmbeddedChannel channel = new EmbeddedChannel();
    channel
        .pipeline()
        .addLast("http", new HttpServerCodec(settings.maxHeaderBytes(), 4_096, 8_192))
        .addLast(new WebSocketEntrance(settings, MAX_FRAME_BYTES, null))
        .addLast(inside);
    if (isOpen) {
      channel.writeInbound(Unpooled.copiedBuffer(HANDSHAKE));
    }
    for (int from = 2; from < input.length && channel.isOpen(); from += sliceLength) {
      int length = Math.min(sliceLength, input.length - from);
      channel.writeInbound(Unpooled.copiedBuffer(input, from, length));
      channel.runPendingTasks();
    }
    channel.finishAndReleaseAll();
    return inside.bytes.toByteArray();
  }
}
