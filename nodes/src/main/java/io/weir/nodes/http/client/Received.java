package io.weir.nodes.http.client;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.weir.engine.node.NodeException;
import org.jspecify.annotations.Nullable;

/** What came back for a request, as it came. */
record Received(int status, MultiMap headers, Buffer body) {

  @Nullable String header(String name) {
    return headers.get(name);
  }

  /**
   * Adds to a body, as long as it isn't larger than it may be.
   *
   * @throws NodeException if it would be
   */
  static void append(Buffer body, Buffer more, long maxBytes) {
    if (body.length() + more.length() > maxBytes) {
      throw HttpFailures.of(
          "ERR_RESPONSE_TOO_LARGE", "the answer is larger than " + maxBytes + " bytes");
    }
    body.appendBuffer(more);
  }
}
