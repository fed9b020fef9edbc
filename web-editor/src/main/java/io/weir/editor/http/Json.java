package io.weir.editor.http;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.weir.engine.message.MessageJson;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** JSON in requests and answers. */
public final class Json {
  private static final String TYPE = "application/json; charset=utf-8";
  private static final String FORM = "application/x-www-form-urlencoded";

  private Json() {}

  /**
   * The body of a request, an object or an array; null if it has none. A form counts as an object.
   *
   * @throws io.weir.engine.message.JsonException if it isn't JSON
   * @throws BodyException if it is neither of the two
   */
  public static @Nullable Object body(RoutingContext context) {
    MultiMap form = context.request().formAttributes();
    if (!form.isEmpty() || isForm(context)) {
      return FormFields.of(form);
    }
    Buffer body = context.body().buffer();
    if (body == null || body.length() == 0) {
      return null;
    }
    Object value = MessageJson.parse(body.toString(StandardCharsets.UTF_8));
    if (value instanceof Map<?, ?> || value instanceof List<?>) {
      return value;
    }
    throw new BodyException("the body of a request is a JSON object or array");
  }

  private static boolean isForm(RoutingContext context) {
    String type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
    return type != null && type.regionMatches(true, 0, FORM, 0, FORM.length());
  }

  /**
   * Reads the body of a request that may be a whole flow file, off the event loop: all connections
   * would wait for the milliseconds that this takes.
   *
   * @param read what is made of {@link #body}
   * @return the result, on the request's context; fails with what {@link #body} or the function
   *     throws
   */
  public static <T> Future<T> bodyApart(
      RoutingContext context, Function<@Nullable Object, T> read) {
    return context.vertx().executeBlocking(() -> read.apply(body(context)));
  }

  /** Answers a GET, or with 304 if the client has it already. */
  public static void send(RoutingContext context, @Nullable Object value) {
    send(context, Tagged.of(value));
  }

  /**
   * As {@link #send}, for what may be a whole flow file: made off the event loop.
   *
   * @param value makes it, on another thread
   */
  public static void sendApart(RoutingContext context, Supplier<@Nullable Object> value) {
    context
        .vertx()
        .executeBlocking(() -> Tagged.of(value.get()))
        .onSuccess(tagged -> send(context, tagged))
        .onFailure(context::fail);
  }

  /** A text and its entity tag. */
  private record Tagged(String text, String tag) {
    static Tagged of(@Nullable Object value) {
      String text = MessageJson.text(value);
      CRC32C checksum = new CRC32C();
      checksum.update(text.getBytes(StandardCharsets.UTF_8));
      return new Tagged(
          text,
          "W/\""
              + Integer.toHexString(text.length())
              + "-"
              + Long.toHexString(checksum.getValue())
              + "\"");
    }
  }

  private static void send(RoutingContext context, Tagged answer) {
    HttpServerResponse response =
        context
            .response()
            .putHeader(HttpHeaders.ETAG, answer.tag())
            .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
    if (answer.tag().equals(context.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
      response.setStatusCode(304);
      end(context, "");
      return;
    }
    end(context, answer.text());
  }

  /** Answers with JSON, with the status and headers that the response has. */
  public static void end(RoutingContext context, String json) {
    if (!json.isEmpty()) {
      context.response().putHeader(HttpHeaders.CONTENT_TYPE, TYPE);
    }
    Answers.end(context, json);
  }

  /** Answers with an error, as the Admin API tells them. */
  public static void error(RoutingContext context, int status, String code, String message) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("code", code);
    body.put("message", message);
    context.response().setStatusCode(status);
    end(context, MessageJson.text(body));
  }
}
