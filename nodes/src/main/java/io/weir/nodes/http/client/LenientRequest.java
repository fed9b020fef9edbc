package io.weir.nodes.http.client;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.weir.engine.node.NodeException;
import io.weir.nodes.http.client.HttpCall.Header;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request whose answer may break the rules: line feeds alone at the ends of lines, odd characters
 * in headers. The web client that is used otherwise refuses those, since they can hide things.
 *
 * @threads one event loop
 */
final class LenientRequest {
  private final NetSocket socket;
  private final long maxBytes;
  private final Promise<Received> answer = Promise.promise();
  private final EmbeddedChannel decoder;
  private final Buffer body = Buffer.buffer();
  private @Nullable HttpResponse head;

  private LenientRequest(NetSocket socket, boolean isHead, long maxBytes) {
    this.socket = socket;
    this.maxBytes = maxBytes;
    decoder = new EmbeddedChannel(new Decoder(isHead));
  }

  private static final class Decoder extends HttpResponseDecoder {
    private final boolean isHead;

    Decoder(boolean isHead) {
      super(
          new HttpDecoderConfig()
              .setStrictLineParsing(false)
              .setValidateHeaders(false)
              .setAllowDuplicateContentLengths(true)
              .setMaxHeaderSize(OutboundHttp.MOST_HEADER_BYTES));
      this.isHead = isHead;
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
      return isHead || super.isContentAlwaysEmpty(message);
    }
  }

  /** Asks over a connection that is good for this one request. */
  static Future<Received> send(
      NetSocket socket,
      String method,
      String target,
      List<Header> headers,
      @Nullable Buffer content,
      long maxBytes) {
    StringBuilder lines = new StringBuilder();
    lines.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
    for (Header header : headers) {
      requireOneLine(header.name());
      requireOneLine(header.value());
      lines.append(header.name()).append(": ").append(header.value()).append("\r\n");
    }
    lines.append("Connection: close\r\n\r\n");
    LenientRequest request = new LenientRequest(socket, method.equals("HEAD"), maxBytes);
    socket.exceptionHandler(request.answer::tryFail);
    socket.handler(request::received);
    socket.closeHandler(closed -> request.closed());
    Buffer whole = Buffer.buffer(lines.toString(), "ISO-8859-1");
    if (content != null) {
      whole.appendBuffer(content);
    }
    socket.write(whole).onFailure(request.answer::tryFail);
    return request.answer.future().onComplete(over -> request.end());
  }

  private static void requireOneLine(String text) {
    if (text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0) {
      throw new NodeException("ERR_INVALID_CHAR", "Invalid character in header content");
    }
  }

  private void received(Buffer bytes) {
    if (!answer.future().isComplete()) {
      decode(() -> decoder.writeInbound(Unpooled.wrappedBuffer(bytes.getBytes())));
    }
  }

  private void closed() {
    if (!answer.future().isComplete()) {
      // What has no length ends with the connection.
      decode(decoder::finish);
      answer.tryFail(HttpFailures.of("ECONNRESET", "socket hang up"));
    }
  }

  private void decode(Runnable step) {
    try {
      step.run();
      for (HttpObject part = decoder.readInbound(); part != null; part = decoder.readInbound()) {
        take(part);
      }
    } catch (RuntimeException e) {
      answer.tryFail(e);
    }
  }

  private void take(HttpObject part) {
    if (part.decoderResult().isFailure()) {
      throw HttpFailures.of(
          "HPE_INVALID_HEADER_TOKEN", "Parse Error: " + part.decoderResult().cause().getMessage());
    }
    if (part instanceof HttpResponse response) {
      head = response;
    }
    if (part instanceof HttpContent content) {
      byte[] bytes = new byte[content.content().readableBytes()];
      content.content().readBytes(bytes);
      content.release();
      Received.append(body, Buffer.buffer(bytes), maxBytes);
    }
    HttpResponse begun = head;
    if (part instanceof LastHttpContent && begun != null && begun.status().code() >= 200) {
      MultiMap headers = MultiMap.caseInsensitiveMultiMap();
      begun.headers().forEach(header -> headers.add(header.getKey(), header.getValue()));
      answer.tryComplete(new Received(begun.status().code(), headers, body));
    }
  }

  private void end() {
    decoder.finishAndReleaseAll();
    socket.close().onFailure(gone -> {});
  }
}
