package io.weir.editor;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Keeps other web sites out, and sets the headers that every answer carries.
 *
 * <p>A page of another site, open in the same browser, can send requests to this server. Without a
 * login nothing but their {@code Origin} tells them from the editor's, and a site that points its
 * own name at 127.0.0.1 can hide even that; hence the check of {@code Host} while only this machine
 * may connect. Programs like curl send no {@code Origin} and are not affected.
 */
final class RequestGuard implements Handler<RoutingContext> {
  private static final String POLICY =
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
          + " connect-src 'self' ws: wss:; frame-ancestors 'self'; base-uri 'none';"
          + " object-src 'none'; form-action 'self'";

  private final boolean isLoopbackOnly;

  RequestGuard(boolean isLoopbackOnly) {
    this.isLoopbackOnly = isLoopbackOnly;
  }

  @Override
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    HostAndPort host = request.authority();
    if (isLoopbackOnly && host != null && !isLoopback(host.host())) {
      ApiError.send(
          context,
          403,
          "forbidden_host",
          "this server answers to localhost only, but was asked for as " + host.host());
      return;
    }
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    if (origin != null && !isSame(origin, host)) {
      ApiError.send(
          context, 403, "forbidden_origin", "requests from " + origin + " are not allowed");
      return;
    }
    context
        .response()
        .putHeader("Content-Security-Policy", POLICY)
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "same-origin");
    context.next();
  }

  private static boolean isLoopback(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.endsWith(".localhost")
        || name.equals("[::1]")
        || name.equals("::1")
        || name.matches("127(\\.\\d{1,3}){3}");
  }

  private static boolean isSame(String origin, @Nullable HostAndPort host) {
    try {
      URI uri = new URI(origin);
      int standard = "https".equals(uri.getScheme()) ? 443 : 80;
      int originPort = uri.getPort() < 0 ? standard : uri.getPort();
      return host != null
          && host.host().equalsIgnoreCase(uri.getHost())
          && (host.port() < 0 ? standard : host.port()) == originPort;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
