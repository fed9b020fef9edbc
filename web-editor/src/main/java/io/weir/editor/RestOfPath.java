package io.weir.editor;

import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** What a path has where its route ends in a star. */
final class RestOfPath {
  private RestOfPath() {}

  /**
   * The rest, decoded: the router decodes parameters that have names, not this one. Empty if there
   * is none.
   */
  static String of(RoutingContext context) {
    String rest = context.pathParam("*");
    if (rest == null) {
      return "";
    }
    try {
      // In a path a plus is a plus.
      return URLDecoder.decode(rest.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new ApiFailure(400, "invalid_request", "the path can't be decoded: " + rest);
    }
  }
}
