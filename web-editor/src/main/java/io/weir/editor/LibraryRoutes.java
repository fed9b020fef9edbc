package io.weir.editor;

import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import io.weir.editor.http.Answers;
import io.weir.editor.http.Endpoint;
import io.weir.editor.http.Endpoint.Kind;
import io.weir.editor.http.Json;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /library}: what users keep for later. */
final class LibraryRoutes {
  private static final int INDENT = 4;
  private static final String EXAMPLES = "examples";
  private static final String LIBRARY = "Which library: local, or examples, which is read only";
  private static final String TYPE = "flows, functions, templates or the name of a node type";

  private final Vertx vertx;
  private final Library local;
  private final Examples examples;

  LibraryRoutes(Vertx vertx, EditorConfig config) {
    this.vertx = vertx;
    this.local = new Library(config.userDir().resolve("lib"), INDENT);
    this.examples = new Examples(config.examples());
  }

  List<Endpoint> endpoints() {
    return List.of(
        reading("/library/{library}/{type}", "What is kept of a type").by(this::read),
        reading("/library/{library}/{type}/{path*}", "A folder, or what is kept in a file")
            .part("path", "Where it is; a folder ends in a slash")
            .by(this::read),
        Endpoint.post("/library/{library}/{type}/{path*}", "Keeps something")
            .of(Kind.EDITOR)
            .needs("library.write")
            .part("library", LIBRARY)
            .part("type", TYPE)
            .part("path", "Where to keep it")
            .takes("LibraryEntry")
            .answers(204, "Kept")
            .refuses(400, "Something that can't be kept")
            .refuses(403, "forbidden: the path leads out of the library")
            .by(this::write));
  }

  private static Endpoint.Declaration reading(String path, String summary) {
    return Endpoint.get(path, summary)
        .of(Kind.EDITOR)
        .needs("library.read")
        .part("library", LIBRARY)
        .part("type", TYPE)
        .answers(200, "A folder's entries, or a flow", "LibraryFound")
        .refuses(400, "There is no such library or type")
        .refuses(403, "forbidden: the path leads out of the library")
        .refuses(404, "not_found");
  }

  private static String path(RoutingContext context) {
    String path = context.pathParam("path");
    return path == null ? "" : path;
  }

  private Library.Found found(String library, String type, String path) throws IOException {
    return switch (library) {
      case "local" -> local.read(type, path);
      case EXAMPLES -> examples.read(type, path);
      default -> throw unknown(library);
    };
  }

  private static ApiFailure unknown(String library) {
    return new ApiFailure(400, "unexpected_error", "Unknown library: " + library);
  }

  private void read(RoutingContext context) {
    String library = context.pathParam("library");
    String type = context.pathParam("type");
    String path = path(context);
    vertx
        .executeBlocking(() -> found(library, type, path))
        .onSuccess(
            found -> {
              if (found.entries() != null) {
                Json.send(context, found.entries());
              } else {
                Answers.end(
                    context,
                    type.equals("flows")
                        ? "application/json; charset=utf-8"
                        : "text/plain; charset=utf-8",
                    found.text());
              }
            })
        .onFailure(context::fail);
  }

  private void write(RoutingContext context) {
    String library = context.pathParam("library");
    if (library.equals(EXAMPLES)) {
      throw new ApiFailure(400, "unexpected_error", "Library examples is read-only");
    }
    if (!library.equals("local")) {
      throw unknown(library);
    }
    String type = context.pathParam("type");
    String path = path(context);
    @Nullable Object body = Json.body(context);
    vertx
        .executeBlocking(
            () -> {
              local.write(type, path, body);
              return true;
            })
        .onSuccess(written -> Answers.nothing(context))
        .onFailure(context::fail);
  }
}
