package io.weir.nodes.http.client;

import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import io.weir.nodes.http.Escapes;
import java.net.URI;
import java.util.Objects;

/** Proxies as the web client takes them. */
final class ProxyLogin {
  private ProxyLogin() {}

  /** A proxy with the user and the password that stand in its address, if any. */
  static ProxyOptions of(URI proxy) {
    String login = Objects.requireNonNullElse(proxy.getRawUserInfo(), "");
    int colon = login.indexOf(':');
    return of(
        proxy,
        decoded(colon < 0 ? login : login.substring(0, colon)),
        colon < 0 ? "" : decoded(login.substring(colon + 1)));
  }

  /**
   * A proxy with a user.
   *
   * @param proxy with a port
   * @param user empty for none
   */
  static ProxyOptions of(URI proxy, String user, String password) {
    ProxyOptions options =
        new ProxyOptions()
            .setHost(proxy.getHost())
            .setPort(proxy.getPort())
            .setType(
                switch (Objects.requireNonNullElse(proxy.getScheme(), "http")) {
                  case "socks", "socks5", "socks5h" -> ProxyType.SOCKS5;
                  case "socks4", "socks4a" -> ProxyType.SOCKS4;
                  default -> ProxyType.HTTP;
                });
    return user.isEmpty() ? options : options.setUsername(user).setPassword(password);
  }

  private static String decoded(String text) {
    return Objects.requireNonNullElse(Escapes.decode(text, false), text);
  }
}
