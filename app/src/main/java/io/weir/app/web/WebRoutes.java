package io.weir.app.web;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.weir.app.web.WebConfig.Folder;
import io.weir.editor.http.Answers;
import io.weir.editor.http.Endpoint;
import java.util.List;

/**
 * What the web server has beside the editor: headers of all answers, the flows' own pages, folders.
 *
 * @threads the web server's context
 */
public final class WebRoutes {
  private final Vertx vertx;
  private final WebConfig config;

  /** Routes of a server. */
  public WebRoutes(Vertx vertx, WebConfig config) {
    this.vertx = vertx;
    this.config = config;
  }

  /**
   * Mounts a router below a path. The path without its last slash leads to it.
   *
   * @param root with a slash at both ends
   */
  public static void mount(Router router, String root, Router below) {
    if (root.equals("/")) {
      router.route().subRouter(below);
      return;
    }
    String bare = root.substring(0, root.length() - 1);
    router
        .route(bare)
        .handler(
            context -> {
              // The library takes a path with the slash for the same.
              if (context.normalizedPath().equals(bare)) {
                Answers.redirect(context, 301, root);
              } else {
                context.next();
              }
            });
    router.route(root + "*").subRouter(below);
  }

  /** Sets the headers that answers are to have, whatever else sets them. */
  public void mountHeaders(Router router) {
    if (config.headers().isEmpty()) {
      return;
    }
    router
        .route()
        .handler(
            context -> {
              context.addHeadersEndHandler(
                  ending -> config.headers().forEach(context.response()::putHeader));
              context.next();
            });
  }

  /** Mounts the server's own calls. */
  public void mountOwn(Router router, List<Endpoint> endpoints) {
    for (Endpoint endpoint : endpoints) {
      router
          .routeWithRegex(endpoint.method(), endpoint.path().pattern())
          .method(HttpMethod.HEAD)
          .handler(endpoint.handler());
    }
  }

  /** Mounts who may ask for what flows serve. */
  public void mountNodes(Router router) {
    WebConfig.Nodes nodes = config.nodes();
    if (nodes == null) {
      return;
    }
    Router below = Router.router(vertx);
    if (nodes.login() != null) {
      below.route().handler(new BasicAuth(nodes.login()));
    }
    if (nodes.cors() != null) {
      below.route().handler(nodes.cors());
    }
    mount(router, nodes.root(), below);
  }

  /** Mounts the folders. */
  public void mountFolders(Router router) {
    for (Folder folder : config.folders()) {
      Route route = router.route(folder.root() + "*");
      if (folder.login() != null) {
        route.handler(new BasicAuth(folder.login()));
      }
      if (folder.cors() != null) {
        route.handler(folder.cors());
      }
      route.handler(new FolderHandler(folder));
    }
  }
}
