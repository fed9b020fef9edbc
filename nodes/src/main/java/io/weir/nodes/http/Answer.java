package io.weir.nodes.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client is sent.
 *
 * @param headers checked, in order
 * @param body the content; null if a file is sent
 * @param file the path of a file that is sent; null if it is the content
 */
record Answer(
    int status,
    List<Map.Entry<String, String>> headers,
    @Nullable Buffer body,
    @Nullable String file) {
  private static final Map<Integer, String> WORDS = Map.of(418, "I'm a Teapot");

  Answer {
    headers = List.copyOf(headers);
  }

  /** A status and a few words. */
  static Answer plain(int status, String words) {
    Buffer body = Buffer.buffer(words);
    return new Answer(
        status,
        List.of(
            Map.entry("Content-Type", "text/plain; charset=utf-8"),
            Map.entry("Content-Length", "" + body.length())),
        body,
        null);
  }

  /** Puts status and headers into a response. */
  void head(HttpServerResponse response) {
    response.setStatusCode(status);
    String word = WORDS.get(status);
    if (word != null) {
      response.setStatusMessage(word);
    }
    headers.forEach(header -> response.headers().add(header.getKey(), header.getValue()));
  }
}
