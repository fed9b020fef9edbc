package io.weir.nodes.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;

/**
 * Collects a request's body, up to a limit.
 *
 * @threads the web server's context
 */
final class BodyCollector {
  private final HttpServerRequest request;
  private final Exchange exchange;
  private final OpenExchanges open;
  private final long maxBytes;
  private final Buffer body = Buffer.buffer();

  BodyCollector(HttpServerRequest request, Exchange exchange, OpenExchanges open, long maxBytes) {
    this.request = request;
    this.exchange = exchange;
    this.open = open;
    this.maxBytes = maxBytes;
  }

  /** Hands over the whole body, unless it is too large or breaks off. */
  void collect(Consumer<Buffer> whole) {
    if (announced() > maxBytes) {
      refuse();
      return;
    }
    if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
      request.response().writeContinue();
    }
    request.exceptionHandler(broken -> exchange.gone());
    request.handler(this::add);
    request.endHandler(
        ended -> {
          if (exchange.isOpen()) {
            whole.accept(body);
          }
        });
  }

  private long announced() {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? 0 : Long.parseLong(length.strip());
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private void add(Buffer chunk) {
    if (!exchange.isOpen()) {
      // The rest of what was refused goes nowhere.
      return;
    }
    if (body.length() + chunk.length() > maxBytes) {
      refuse();
    } else if (open.grow(exchange, chunk.length())) {
      body.appendBuffer(chunk);
    } else {
      exchange.answer(HttpRoutes.BUSY);
    }
  }

  private void refuse() {
    exchange.answer(Answer.plain(413, "Payload Too Large"));
  }
}
