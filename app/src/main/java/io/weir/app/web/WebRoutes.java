package io.weir.app.web;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.weir.app.web.WebConfig.Folder;
import io.weir.editor.http.Answers;
import io.weir.editor.http.Endpoint;
import io.weir.editor.http.TrustedProxies.Client;
import io.weir.nodes.Web;
import io.weir.nodes.http.Peer;
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

  /** Mounts what flows serve, behind those who may ask for it. */
  public void mountNodes(Router router, Web flows) {
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
    below.route().handler(context -> serve(flows, context));
    mount(router, nodes.root(), below);
  }

  private void serve(Web flows, RoutingContext context) {
    HttpServerRequest request = context.request();
    flows
        .sockets()
        .handle(request, () -> flows.routes().handle(request, peer(context), context::next));
  }

  private Peer peer(RoutingContext context) {
    Client client = config.proxies().clientOf(context.request());
    HostAndPort host = client.host();
    return new Peer(
        client.address(), client.addresses(), client.isSecure(), host == null ? "" : host.host());
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
