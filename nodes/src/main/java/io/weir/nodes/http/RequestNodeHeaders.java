package io.weir.nodes.http;

import io.weir.engine.message.MessageJson;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The headers of an answer which a http request node got, as they stand in {@code msg.headers}. As
 * long as nobody has changed them, they are not meant for the next request or answer, and the mark
 * among them says so.
 */
public final class RequestNodeHeaders {
  /** The key of the mark. */
  public static final String MARK = "x-node-red-request-node";

  private RequestNodeHeaders() {}

  /** The headers with the mark. */
  public static Map<String, @Nullable Object> marked(
      Map<String, ? extends @Nullable Object> headers) {
    Map<String, @Nullable Object> marked = new LinkedHashMap<>(headers);
    marked.put(MARK, hash(headers));
    return marked;
  }

  /** Headers that are meant to be sent: without the mark, and none if they are as they came. */
  public static Map<?, ?> toSend(Map<?, ?> headers) {
    Object mark = headers.get(MARK);
    if (mark == null) {
      return headers;
    }
    Map<Object, @Nullable Object> rest = new LinkedHashMap<>(headers);
    rest.remove(MARK);
    return mark.equals(hash(rest)) ? Map.of() : rest;
  }

  private static String hash(Map<?, ?> headers) {
    return Integer.toHexString(MessageJson.text(headers).hashCode());
  }
}
