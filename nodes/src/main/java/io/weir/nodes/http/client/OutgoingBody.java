package io.weir.nodes.http.client;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.MessageIds;
import io.weir.engine.message.MessageJson;
import io.weir.engine.message.Undefined;
import io.weir.engine.message.Values;
import io.weir.nodes.http.Escapes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A payload as the body of a request.
 *
 * @param contentType what to say of it; null for nothing more than is said already
 */
record OutgoingBody(Buffer bytes, @Nullable String contentType) {

  /**
   * The body.
   *
   * @param contentType what is said of it; empty if nothing is
   */
  static OutgoingBody of(@Nullable Object payload, String contentType) {
    if (contentType.equals("multipart/form-data") && payload instanceof Map<?, ?> fields) {
      return multipart(fields);
    }
    if (payload instanceof Buffer bytes) {
      return new OutgoingBody(bytes, null);
    }
    if (payload instanceof String || payload instanceof Number) {
      return new OutgoingBody(Buffer.buffer(Values.toText(payload)), null);
    }
    if (contentType.equals("application/x-www-form-urlencoded")) {
      return new OutgoingBody(
          Buffer.buffer(payload instanceof Map<?, ?> fields ? query(fields) : ""), null);
    }
    return new OutgoingBody(
        Buffer.buffer(MessageJson.text(payload)),
        contentType.isEmpty() ? "application/json" : null);
  }

  /** An object as a query: arrays repeat their name, what nests deeper is empty. */
  static String query(Map<?, ?> fields) {
    List<String> pairs = new ArrayList<>();
    fields.forEach(
        (name, value) -> {
          String key = Escapes.encode(String.valueOf(name)) + "=";
          if (value instanceof List<?> list) {
            list.forEach(item -> pairs.add(key + scalar(item)));
          } else {
            pairs.add(key + scalar(value));
          }
        });
    return String.join("&", pairs);
  }

  private static String scalar(@Nullable Object value) {
    return value instanceof String || value instanceof Number || value instanceof Boolean
        ? Escapes.encode(Values.toText(value))
        : "";
  }

  private static OutgoingBody multipart(Map<?, ?> fields) {
    String boundary = "--------------------------" + MessageIds.next();
    Buffer body = Buffer.buffer();
    fields.forEach(
        (name, value) -> {
          if (value != null && value != Undefined.VALUE) {
            part(body, boundary, String.valueOf(name), value);
          }
        });
    body.appendString("--" + boundary + "--\r\n");
    return new OutgoingBody(body, "multipart/form-data; boundary=" + boundary);
  }

  private static void part(Buffer body, String boundary, String name, Object value) {
    Object content = value;
    String file = "";
    String type = "";
    if (value instanceof Map<?, ?> map && map.containsKey("value")) {
      content = map.get("value");
      Map<?, ?> options = map.get("options") instanceof Map<?, ?> given ? given : Map.of();
      file = options.get("filename") == null ? "" : Values.toText(options.get("filename"));
      type = options.get("contentType") == null ? "" : Values.toText(options.get("contentType"));
    }
    boolean isBinary = content instanceof Buffer;
    body.appendString("--" + boundary + "\r\n");
    body.appendString("Content-Disposition: form-data; name=\"" + quotable(name) + "\"");
    body.appendString(file.isEmpty() ? "\r\n" : "; filename=\"" + quotable(file) + "\"\r\n");
    if (!type.isEmpty() || isBinary || !file.isEmpty()) {
      String told = type.isEmpty() ? "application/octet-stream" : type.replaceAll("[\r\n]", " ");
      body.appendString("Content-Type: " + told + "\r\n");
    }
    body.appendString("\r\n");
    if (content instanceof Buffer bytes) {
      body.appendBuffer(bytes);
    } else {
      body.appendString(content instanceof String text ? text : MessageJson.text(content));
    }
    body.appendString("\r\n");
  }

  private static String quotable(String text) {
    return text.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
  }
}
