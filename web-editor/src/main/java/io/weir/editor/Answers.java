package io.weir.editor;

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

  // Marks the answer to a HEAD on its way to the end; never sent.
  private static final String BODYLESS = "x-weir-bodyless";

  private Answers() {}

  /** Answers a HEAD as the GET that it stands for, and keeps the body back. */
  static void withoutBody(RoutingContext context) {
    context.response().putHeader(BODYLESS, "");
    context.reroute(HttpMethod.GET, context.request().uri());
  }

  /** Answers with a text. */
  static void end(HttpServerResponse response, String text) {
    end(response, Buffer.buffer(text));
  }

  /** Answers with bytes. */
  static void end(HttpServerResponse response, Buffer body) {
    response.end(body).onFailure(why -> log.debug("an answer was not taken: {}", why.getMessage()));
  }

  /** Answers with a text of a media type. */
  static void end(RoutingContext context, String mediaType, String text) {
    end(context.response().putHeader(HttpHeaders.CONTENT_TYPE, mediaType), text);
  }

  /** Answers with a status and its usual word. */
  static void status(RoutingContext context, int status, String word) {
    end(
        context
            .response()
            .setStatusCode(status)
            .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8"),
        word);
  }
}
