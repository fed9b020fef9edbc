package io.weir.editor;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.weir.editor.http.AdminTerms;
import io.weir.editor.http.Answers;
import io.weir.editor.http.Cors;
import io.weir.editor.http.Endpoint;
import io.weir.editor.http.Endpoint.Kind;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts calls on a router: first who asks from where, then whether they may, then what they send.
 * What no call is for goes on to whatever is mounted behind.
 */
final class EndpointRoutes {
  private final Router router;
  private final AdminTerms terms;
  private final AccessControl access;
  private final Audit audit;
  private final BodyHandler bodies;

  /**
   * Routes on a router.
   *
   * @param maxBodyBytes the largest body that is taken
   */
  EndpointRoutes(Router router, AdminTerms terms, AccessControl access, long maxBodyBytes) {
    this.router = router;
    this.terms = terms;
    this.access = access;
    this.audit = new Audit(terms.proxies(), Clock.systemUTC());
    this.bodies = BodyHandler.create(false).setBodyLimit(maxBodyBytes);
  }

  /** Mounts those that are wanted, and tells which they are. */
  List<Endpoint> mount(List<Endpoint> endpoints) {
    List<Endpoint> mounted = new ArrayList<>();
    Set<String> open = new LinkedHashSet<>();
    for (Endpoint endpoint : endpoints) {
      if (terms.hasEditor() || endpoint.kind() != Kind.EDITOR) {
        mount(endpoint);
        mounted.add(endpoint);
        if (endpoint.kind() == Kind.API) {
          open.add(endpoint.path().pattern());
        }
      }
    }
    Cors cors = terms.cors();
    if (cors != null) {
      open.forEach(path -> router.routeWithRegex(HttpMethod.OPTIONS, path).handler(cors));
    }
    return mounted;
  }

  private void mount(Endpoint endpoint) {
    Route route = router.routeWithRegex(endpoint.method(), endpoint.path().pattern());
    if (endpoint.method().equals(HttpMethod.GET)) {
      route.method(HttpMethod.HEAD);
    }
    Cors cors = endpoint.kind() == Kind.API ? terms.cors() : null;
    String needed = endpoint.permission();
    boolean takesBody = endpoint.takesBody();
    String event = endpoint.audit();
    route.handler(
        context -> {
          if (event != null) {
            audit.begin(context, event);
          }
          if (admits(context, cors)) {
            context.next();
          }
        });
    if (cors != null) {
      route.handler(cors);
    }
    route.handler(context -> access.beforeBody(context, needed, takesBody));
    if (takesBody) {
      route
          // Wrapped, since the library wants bodies to be read before anything is decided.
          .handler(context -> bodies.handle(context))
          .handler(context -> access.afterBody(context, needed));
    }
    route.handler(endpoint.handler());
  }

  /** Answers those who are not to come in by this way; whether there is more to do. */
  boolean admits(RoutingContext context, @Nullable Cors cors) {
    if (!terms.requiresTls() || isSecure(context)) {
      return terms.guard().admitsToEditor(context, cors);
    }
    HostAndPort host = terms.proxies().clientOf(context.request()).host();
    String address = "https://" + (host == null ? "" : host) + context.request().path();
    Answers.redirect(context, 302, address);
    return false;
  }

  /**
   * A proxy that speaks TLS to the browser says so; whoever lies about it harms only themselves.
   */
  private boolean isSecure(RoutingContext context) {
    return terms.proxies().clientOf(context.request()).isSecure()
        || "https".equals(context.request().getHeader("X-Forwarded-Proto"));
  }
}
