package io.weir.nodes.http.client;

import io.vertx.core.MultiMap;
import io.weir.engine.message.Values;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a request.
 *
 * @param received the last answer, as it came
 * @param address where it came from in the end
 * @param redirects the way there: for each {@code {location, cookies?}}
 * @param warning what went wrong without failing the request; null if nothing did
 * @param timings when each stage was reached, in milliseconds since 1970
 */
record HttpReply(
    Received received,
    HttpAddress address,
    List<Map<String, @Nullable Object>> redirects,
    @Nullable String warning,
    Map<String, Long> timings) {

  HttpReply {
    redirects = List.copyOf(redirects);
    timings = Collections.unmodifiableMap(new LinkedHashMap<>(timings));
  }

  /** The headers as messages have them: names in small letters, several of a name joined. */
  Map<String, @Nullable Object> headerMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    MultiMap headers = received.headers();
    for (String name : headers.names()) {
      String small = name.toLowerCase(Locale.ROOT);
      List<String> values = headers.getAll(name);
      map.putIfAbsent(
          small, small.equals("set-cookie") ? Values.freeze(values) : String.join(", ", values));
    }
    return map;
  }

  List<String> setCookies() {
    return received.headers().getAll("Set-Cookie");
  }
}
