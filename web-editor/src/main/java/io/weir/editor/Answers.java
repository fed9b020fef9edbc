package io.weir.editor;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends answers. A client that goes away while it is being answered is its own affair. */
final class Answers {
  private static final Logger log = LoggerFactory.getLogger(Answers.class);

  // Marks a request whose answer goes without its body.
  private static final String BODYLESS = "weir.bodyless";

  private Answers() {}

  /** Answers a HEAD as the GET that it stands for, and keeps the body back. */
  static void withoutBody(RoutingContext context) {
    context.put(BODYLESS, true);
    context.reroute(HttpMethod.GET, context.request().uri());
  }

  /** Answers with a text, with the status and headers that the response has. */
  static void end(RoutingContext context, String text) {
    end(context, Buffer.buffer(text));
  }

  /** Answers with bytes, with the status and headers that the response has. */
  static void end(RoutingContext context, Buffer body) {
    HttpServerResponse response = context.response();
    Future<Void> sent =
        context.get(BODYLESS) == null
            ? response.end(body)
            : response.putHeader(HttpHeaders.CONTENT_LENGTH, "" + body.length()).end();
    sent.onFailure(why -> log.debug("an answer was not taken: {}", why.getMessage()));
  }

  /** Answers with a text of a media type. */
  static void end(RoutingContext context, String mediaType, String text) {
    context.response().putHeader(HttpHeaders.CONTENT_TYPE, mediaType);
    end(context, text);
  }

  /** Answers that it is done, with nothing to say about it. */
  static void nothing(RoutingContext context) {
    context.response().setStatusCode(204);
    end(context, "");
  }

  /** Answers with a status and its usual word. */
  static void status(RoutingContext context, int status, String word) {
    context
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8");
    end(context, word);
  }
}
