package io.weir.editor.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends answers. A client that goes away while it is being answered is its own affair. */
public final class Answers {
  private static final Logger log = LoggerFactory.getLogger(Answers.class);

  private Answers() {}

  /** Answers with a text, with the status and headers that the response has. */
  public static void end(RoutingContext context, String text) {
    end(context, Buffer.buffer(text));
  }

  /**
   * Answers with bytes, with the status and headers that the response has; a HEAD as the GET that
   * it stands for, without them.
   */
  public static void end(RoutingContext context, Buffer body) {
    HttpServerResponse response = context.response();
    boolean isHead = context.request().method().equals(HttpMethod.HEAD);
    Future<Void> sent =
        isHead
            ? response.putHeader(HttpHeaders.CONTENT_LENGTH, "" + body.length()).end()
            : response.end(body);
    sent.onFailure(why -> log.debug("an answer was not taken: {}", why.getMessage()));
  }

  /** Answers with a text of a media type. */
  public static void end(RoutingContext context, String mediaType, String text) {
    end(context, mediaType, Buffer.buffer(text));
  }

  /** Answers with bytes of a media type. */
  public static void end(RoutingContext context, String mediaType, Buffer body) {
    context.response().putHeader(HttpHeaders.CONTENT_TYPE, mediaType);
    end(context, body);
  }

  /** Answers that it is done, with nothing to say about it. */
  public static void nothing(RoutingContext context) {
    context.response().setStatusCode(204);
    end(context, "");
  }

  /** Answers with a status and its usual word. */
  public static void status(RoutingContext context, int status, String word) {
    context
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8");
    end(context, word);
  }

  /** Answers that what was asked for is elsewhere, with what the question had behind its path. */
  public static void redirect(RoutingContext context, int status, String address) {
    String query = context.request().query();
    context
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.LOCATION, query == null ? address : address + "?" + query);
    end(context, "");
  }
}
