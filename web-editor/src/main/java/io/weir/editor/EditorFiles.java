package io.weir.editor;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.weir.editor.http.Answers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The editor's files, out of the jar and compressed beforehand.
 *
 * <p>Each is read once and kept: all together they are smaller than a megabyte.
 */
final class EditorFiles {
  private static final String ROOT = "web/";
  private static final String FILES = "/(?<file>[A-Za-z0-9_./-]*)";
  private static final String A_YEAR = "public, max-age=31536000, immutable";

  private final Map<String, Buffer> files = new ConcurrentHashMap<>();

  /**
   * Serves them.
   *
   * @param entrance whether a request may have them; answers it if not
   */
  void mount(Router router, Predicate<RoutingContext> entrance) {
    router
        .routeWithRegex(HttpMethod.GET, FILES)
        .method(HttpMethod.HEAD)
        .handler(
            context -> {
              String path = context.pathParam("file");
              String name = path == null || path.isEmpty() ? "index.html" : path;
              Buffer content = file(name);
              if (content == null) {
                context.next();
              } else if (entrance.test(context)) {
                send(context, name, content);
              }
            });
  }

  private void send(RoutingContext context, String name, Buffer plain) {
    HttpServerResponse response =
        context
            .response()
            .putHeader(HttpHeaders.CONTENT_TYPE, mediaType(name))
            .putHeader(
                HttpHeaders.CACHE_CONTROL,
                // Names under assets/ carry a hash of the content, the others don't.
                name.startsWith("assets/") ? A_YEAR : "no-cache")
            .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    String accepted = context.request().getHeader(HttpHeaders.ACCEPT_ENCODING);
    Buffer body = plain;
    for (String[] encoding : new String[][] {{"br", ".br"}, {"gzip", ".gz"}}) {
      Buffer compressed =
          accepted != null && accepted.contains(encoding[0]) ? file(name + encoding[1]) : null;
      if (compressed != null) {
        response.putHeader(HttpHeaders.CONTENT_ENCODING, encoding[0]);
        body = compressed;
        break;
      }
    }
    Answers.end(context, body);
  }

  private static String mediaType(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "html" -> "text/html; charset=utf-8";
      case "js", "mjs" -> "text/javascript; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "json", "map" -> "application/json; charset=utf-8";
      case "webmanifest" -> "application/manifest+json";
      case "svg" -> "image/svg+xml";
      case "png" -> "image/png";
      case "ico" -> "image/x-icon";
      default -> "application/octet-stream";
    };
  }

  private @Nullable Buffer file(String name) {
    Buffer known = files.get(name);
    if (known == null) {
      known = read(name);
      // What isn't there is not remembered: anybody can ask for any number of names.
      if (known != null) {
        files.put(name, known);
      }
    }
    return known;
  }

  private static @Nullable Buffer read(String name) {
    boolean isFile = name.lastIndexOf('.') > name.lastIndexOf('/');
    try (InputStream in = isFile ? EditorFiles.class.getResourceAsStream(ROOT + name) : null) {
      return in == null ? null : Buffer.buffer(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
