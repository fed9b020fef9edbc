package io.weir.app.client.options;

import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import io.weir.broker.client.Encryption;
import io.weir.broker.client.Route;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the broker is, and how it is reached. */
public final class BrokerOptions {
  private static final int PLAIN_PORT = 1883;
  private static final int TLS_PORT = 8883;
  private static final int PROXY_PORT = 1080;

  @Option(
      names = {"-h", "--host"},
      paramLabel = "HOST",
      description = "The broker's host (localhost).")
  private @Nullable String host;

  @Option(
      names = {"-p", "--port"},
      paramLabel = "PORT",
      description = "The broker's port (1883, with TLS 8883).")
  private @Nullable Integer port;

  @Option(
      names = {"-L", "--url"},
      paramLabel = "URL",
      description = "All at once: mqtt(s)://[user[:password]@]host[:port]/topic.")
  private @Nullable String url;

  @Option(
      names = "-A",
      paramLabel = "ADDRESS",
      description = "The address of this machine to connect from.")
  private @Nullable String bindAddress;

  @Option(
      names = "--proxy",
      paramLabel = "URL",
      description = "A SOCKS 5 proxy: socks5h://[user[:password]@]host[:port].")
  private @Nullable String proxy;

  @Option(
      names = "--nodelay",
      description = "Sends small packets at once. That is always so; taken for mosquitto's sake.")
  @SuppressWarnings("UnusedVariable") // nothing hangs on it
  private boolean noDelay;

  @Option(
      names = "--unix",
      paramLabel = "PATH",
      description = "The broker's Unix domain socket, instead of host and port.")
  private @Nullable Path unixPath;

  @Option(names = "-S", description = "Looks up in DNS which brokers the host's domain has (SRV).")
  private boolean looksUpService;

  @Mixin private TlsOptions tls = new TlsOptions();

  /** The topic of the URL, if there is one. */
  public Optional<String> topic() {
    return url().map(BrokerUrl::topic);
  }

  Optional<BrokerUrl> url() {
    return Optional.ofNullable(url).map(BrokerUrl::parse);
  }

  /** Whether DNS knows where the broker is. */
  boolean looksUpService() {
    return looksUpService;
  }

  /**
   * The way to the broker.
   *
   * @throws IllegalArgumentException naming the option that is wrong
   */
  Route route() {
    Optional<BrokerUrl> from = url();
    boolean wantsTls = from.map(BrokerUrl::isTls).orElse(false);
    int named = port != null ? checkedPort(port) : from.map(BrokerUrl::port).orElse(0);
    Optional<Encryption> encryption =
        tls.config(unixPath == null && (wantsTls || named == TLS_PORT));
    if (unixPath != null) {
      requireLocal(encryption.isPresent());
      return new Route(List.of(), unixPath, null, null, null);
    }
    int usual = encryption.isPresent() ? TLS_PORT : PLAIN_PORT;
    String server = host != null ? host : from.map(BrokerUrl::host).orElse("localhost");
    return new Route(
        List.of(new Route.Server(server, named == 0 ? usual : named)),
        null,
        bindAddress,
        proxy == null ? null : proxyOptions(proxy),
        encryption.orElse(null));
  }

  private void requireLocal(boolean isEncrypted) {
    if (isEncrypted || proxy != null || bindAddress != null || looksUpService) {
      throw new IllegalArgumentException(
          "--unix leads to a broker on this machine; TLS, --proxy, -A and -S don't go with it");
    }
  }

  static int checkedPort(int port) {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("a port must be from 1 to 65535 but is " + port);
    }
    return port;
  }

  private static ProxyOptions proxyOptions(String url) {
    String scheme = "socks5h://";
    if (!url.startsWith(scheme)) {
      throw new IllegalArgumentException(
          "--proxy must be socks5h://[user[:password]@]host[:port] but is " + url);
    }
    String authority = url.substring(scheme.length());
    int sign = authority.lastIndexOf('@');
    String address = authority.substring(sign + 1);
    int colon = address.lastIndexOf(':');
    ProxyOptions options =
        new ProxyOptions()
            .setType(ProxyType.SOCKS5)
            .setHost(colon < 0 ? address : address.substring(0, colon))
            .setPort(
                colon < 0
                    ? PROXY_PORT
                    : checkedPort(Numbers.whole("--proxy", address.substring(colon + 1))));
    if (sign >= 0) {
      String[] login = authority.substring(0, sign).split(":", 2);
      options.setUsername(decoded(login[0]));
      options.setPassword(login.length == 2 ? decoded(login[1]) : "");
    }
    return options;
  }

  /** Percent signs stand for what would otherwise separate; a plus is a plus. */
  private static String decoded(String text) {
    return java.net.URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
