package io.weir.app.client.options;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttClientTransportConfig;
import com.hivemq.client.mqtt.MqttClientTransportConfigBuilder;
import com.hivemq.client.mqtt.MqttProxyConfig;
import com.hivemq.client.mqtt.MqttProxyConfigBuilder;
import com.hivemq.client.mqtt.MqttProxyProtocol;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
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
      description = "Not supported: a broker on a Unix domain socket.")
  private @Nullable String unixPath;

  @Option(names = "-S", description = "Not supported: looks the broker up in DNS (SRV).")
  private boolean looksUpService;

  @Mixin private TlsOptions tls = new TlsOptions();

  /** The topic of the URL, if there is one. */
  public Optional<String> topic() {
    return url().map(BrokerUrl::topic);
  }

  Optional<BrokerUrl> url() {
    return Optional.ofNullable(url).map(BrokerUrl::parse);
  }

  /**
   * How to connect.
   *
   * @throws IllegalArgumentException naming the option that is wrong
   */
  public MqttClientTransportConfig transport() {
    requireSupported();
    Optional<BrokerUrl> from = url();
    boolean wantsTls = from.map(BrokerUrl::isTls).orElse(false);
    int named = port != null ? checkedPort(port) : from.map(BrokerUrl::port).orElse(0);
    Optional<MqttClientSslConfig> encryption = tls.config(wantsTls || named == TLS_PORT);
    int usual = encryption.isPresent() ? TLS_PORT : PLAIN_PORT;
    String server = host != null ? host : from.map(BrokerUrl::host).orElse("localhost");
    MqttClientTransportConfigBuilder builder =
        MqttClientTransportConfig.builder()
            .serverAddress(InetSocketAddress.createUnresolved(server, named == 0 ? usual : named));
    if (encryption.isPresent()) {
      builder = builder.sslConfig(encryption.get());
    }
    if (bindAddress != null) {
      builder = builder.localAddress(bindAddress);
    }
    if (proxy != null) {
      builder = builder.proxyConfig(proxyConfig(proxy));
    }
    return builder.build();
  }

  private void requireSupported() {
    if (unixPath != null) {
      throw new IllegalArgumentException(
          "--unix is not supported: Unix domain sockets can't be connected to; use -h and -p");
    }
    if (looksUpService) {
      throw new IllegalArgumentException(
          "-S is not supported: the broker is not looked up in DNS; use -h and -p");
    }
  }

  static int checkedPort(int port) {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("a port must be from 1 to 65535 but is " + port);
    }
    return port;
  }

  private static MqttProxyConfig proxyConfig(String url) {
    String scheme = "socks5h://";
    if (!url.startsWith(scheme)) {
      throw new IllegalArgumentException(
          "--proxy must be socks5h://[user[:password]@]host[:port] but is " + url);
    }
    String authority = url.substring(scheme.length());
    int sign = authority.lastIndexOf('@');
    String address = authority.substring(sign + 1);
    int colon = address.lastIndexOf(':');
    MqttProxyConfigBuilder builder =
        MqttProxyConfig.builder()
            .protocol(MqttProxyProtocol.SOCKS_5)
            .host(colon < 0 ? address : address.substring(0, colon))
            .port(
                colon < 0
                    ? PROXY_PORT
                    : checkedPort(Numbers.whole("--proxy", address.substring(colon + 1))));
    if (sign < 0) {
      return builder.build();
    }
    String[] login = authority.substring(0, sign).split(":", 2);
    builder = builder.username(decoded(login[0]));
    return (login.length == 2 ? builder.password(decoded(login[1])) : builder).build();
  }

  /** Percent signs stand for what would otherwise separate; a plus is a plus. */
  private static String decoded(String text) {
    return java.net.URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
