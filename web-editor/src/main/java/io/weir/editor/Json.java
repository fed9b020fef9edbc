package io.weir.editor;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.weir.engine.message.MessageJson;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** JSON in requests and answers. */
final class Json {
  private static final String TYPE = "application/json; charset=utf-8";

  private Json() {}

  /**
   * The body of a request; null if it has none.
   *
   * @throws io.weir.engine.message.JsonException if it isn't JSON
   */
  static @Nullable Object body(RoutingContext context) {
    Buffer body = context.body().buffer();
    return body == null || body.length() == 0
        ? null
        : MessageJson.parse(body.toString(StandardCharsets.UTF_8));
  }

  /** Answers a GET, or with 304 if the client has it already. */
  static void send(RoutingContext context, @Nullable Object value) {
    String text = MessageJson.text(value);
    CRC32C checksum = new CRC32C();
    checksum.update(text.getBytes(StandardCharsets.UTF_8));
    String tag =
        "W/\""
            + Integer.toHexString(text.length())
            + "-"
            + Long.toHexString(checksum.getValue())
            + "\"";
    HttpServerResponse response =
        context
            .response()
            .putHeader(HttpHeaders.ETAG, tag)
            .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
    if (tag.equals(context.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
      response.setStatusCode(304);
      end(context, "");
      return;
    }
    end(context, text);
  }

  static void end(RoutingContext context, String json) {
    if (!json.isEmpty()) {
      context.response().putHeader(HttpHeaders.CONTENT_TYPE, TYPE);
    }
    Answers.end(context, json);
  }
}
