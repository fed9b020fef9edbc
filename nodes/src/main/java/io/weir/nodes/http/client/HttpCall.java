package io.weir.nodes.http.client;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ProxyOptions;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request to be made.
 *
 * @param headers in order, in the letters that they are sent in
 * @param body null for none
 * @param cookies those to send along
 * @param login answers a server that asks for a login; null if there is none
 * @param route how to get there
 * @param limits how long and how much
 */
record HttpCall(
    HttpAddress address,
    String method,
    List<Header> headers,
    @Nullable Buffer body,
    CookieJar cookies,
    @Nullable DigestLogin login,
    Route route,
    Limits limits) {

  HttpCall {
    headers = List.copyOf(headers);
  }

  /** A header. */
  record Header(String name, String value) {
    boolean is(String other) {
      return name.equalsIgnoreCase(other);
    }

    String small() {
      return name.toLowerCase(Locale.ROOT);
    }
  }

  /**
   * How to get to a server.
   *
   * @param tls for https; the same object as long as nothing changes, so that connections can be
   *     used again
   * @param serverName the name to ask for in the TLS handshake; empty for the host
   * @param keepsAlive whether connections are kept for further requests
   * @param isLenient whether answers may break the rules of HTTP
   * @param proxies the proxy for an address; null for none
   */
  record Route(
      ClientSSLOptions tls,
      String serverName,
      boolean keepsAlive,
      boolean isLenient,
      Function<HttpAddress, @Nullable ProxyOptions> proxies) {}

  /**
   * How long and how much.
   *
   * @param timeoutMillis for everything, redirects included
   * @param redirects how many are followed
   * @param maxBytes the largest answer that is taken
   */
  record Limits(long timeoutMillis, int redirects, long maxBytes) {}
}
