package io.weir.editor;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** {@code /library}: what users keep for later. */
final class LibraryRoutes {
  private static final int INDENT = 4;

  private final Vertx vertx;
  private final Library local;

  LibraryRoutes(Vertx vertx, EditorConfig config) {
    this.vertx = vertx;
    this.local = new Library(config.userDir().resolve("lib"), INDENT);
  }

  void mount(Router router) {
    router.get("/library/:library/:type").handler(this::read);
    router.get("/library/:library/:type/*").handler(this::read);
    router.post("/library/:library/:type/*").handler(this::write);
  }

  private Library library(RoutingContext context) {
    String name = context.pathParam("library");
    if (!name.equals("local")) {
      throw new ApiFailure(400, "unexpected_error", "Unknown library: " + name);
    }
    return local;
  }

  private void read(RoutingContext context) {
    Library library = library(context);
    String type = context.pathParam("type");
    String path = RestOfPath.of(context);
    vertx
        .executeBlocking(() -> library.read(type, path))
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
    Library library = library(context);
    String type = context.pathParam("type");
    String path = RestOfPath.of(context);
    @Nullable Object body = Json.body(context);
    vertx
        .executeBlocking(
            () -> {
              library.write(type, path, body);
              return true;
            })
        .onSuccess(written -> Answers.nothing(context))
        .onFailure(context::fail);
  }
}
