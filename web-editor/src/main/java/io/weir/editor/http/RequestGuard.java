package io.weir.editor.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import io.weir.editor.http.TrustedProxies.Client;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Keeps other web sites out.
 *
 * <p>A page of another site, open in the same browser, can send requests to this server. Without a
 * login nothing but their {@code Origin} tells them from the editor's, and a site that points its
 * own name at 127.0.0.1 can hide even that; hence the check of {@code Host} while only this machine
 * may connect. Programs like curl send no {@code Origin} and are not affected.
 *
 * @param isLoopbackOnly whether only this machine can connect
 * @param proxies whose word on names is believed; what they ask for need not be called localhost
 */
public record RequestGuard(boolean isLoopbackOnly, TrustedProxies proxies) {
  private static final String POLICY =
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
          + " connect-src 'self' ws: wss:; frame-ancestors 'self'; base-uri 'none';"
          + " object-src 'none'; form-action 'self'";

  /**
   * Answers a request that must not be let through to the editor and its API, and otherwise sets
   * the headers that all of their answers carry.
   *
   * @param cors what other pages may ask for; null for nothing
   * @return whether it may
   */
  public boolean admitsToEditor(RoutingContext context, @Nullable Cors cors) {
    if (!admits(context, cors)) {
      return false;
    }
    context
        .response()
        .putHeader("Content-Security-Policy", POLICY)
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "same-origin");
    return true;
  }

  /**
   * Answers a request that must not be let through.
   *
   * @param cors what other pages may ask for; null for nothing
   * @return whether it may
   */
  public boolean admits(RoutingContext context, @Nullable Cors cors) {
    Client client = proxies.clientOf(context.request());
    HostAndPort host = client.host();
    if (isLoopbackOnly && !client.isForwarded() && host != null && !isLoopback(host.host())) {
      Json.error(
          context,
          403,
          "forbidden_host",
          "this server answers to localhost only, but was asked for as " + host.host());
      return false;
    }
    String origin = context.request().getHeader(HttpHeaders.ORIGIN);
    if (origin != null && !isSame(origin, host) && (cors == null || !cors.allows(origin))) {
      Json.error(context, 403, "forbidden_origin", "requests from " + origin + " are not allowed");
      return false;
    }
    return true;
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
