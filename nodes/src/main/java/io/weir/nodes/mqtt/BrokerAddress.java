package io.weir.nodes.mqtt;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Where a broker listens.
 *
 * @param transport how it is reached
 * @param isTls whether the connection is encrypted
 * @param host name or address, IPv6 without brackets
 * @param port 1 to 65,535
 * @param path the path for a WebSocket, without query; empty otherwise
 * @param query the query for a WebSocket, without the question mark; empty for none
 */
public record BrokerAddress(
    Transport transport, boolean isTls, String host, int port, String path, String query) {
  private static final int PORT = 1883;
  private static final int TLS_PORT = 8883;

  /** How a broker is reached. */
  public enum Transport {
    /** Plain sockets. */
    TCP,
    /** MQTT inside a WebSocket. */
    WEB_SOCKET
  }

  public BrokerAddress {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port must be 1 to 65535 but is " + port);
    }
  }

  /** An address on plain sockets. */
  public static BrokerAddress of(String host, int port, boolean isTls) {
    return new BrokerAddress(Transport.TCP, isTls, unbracketed(host), port, "", "");
  }

  /**
   * Reads a URL of one of the schemes {@code mqtt}, {@code tcp}, {@code mqtts}, {@code ssl}, {@code
   * ws} and {@code wss}.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static BrokerAddress parse(String url) {
    URI uri;
    try {
      uri = new URI(url.strip());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("the broker's address is not a URL: " + url, e);
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    String host = uri.getHost();
    if (host == null) {
      throw new IllegalArgumentException("the broker's address has no host: " + url);
    }
    return switch (scheme) {
      case "mqtt", "tcp" -> of(host, port(uri, PORT), false);
      case "mqtts", "ssl", "tls" -> of(host, port(uri, TLS_PORT), true);
      case "ws" -> webSocket(uri, false);
      case "wss" -> webSocket(uri, true);
      default ->
          throw new IllegalArgumentException(
              "the broker's address must start with mqtt://, mqtts://, ws:// or wss:// but is "
                  + url);
    };
  }

  private static BrokerAddress webSocket(URI uri, boolean isTls) {
    return new BrokerAddress(
        Transport.WEB_SOCKET,
        isTls,
        unbracketed(uri.getHost()),
        port(uri, isTls ? 443 : 80),
        uri.getPath() == null ? "" : uri.getPath(),
        uri.getQuery() == null ? "" : uri.getQuery());
  }

  private static int port(URI uri, int otherwise) {
    return uri.getPort() < 0 ? otherwise : uri.getPort();
  }

  private static String unbracketed(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  /** Name and port as they stand in a URL. */
  public String hostAndPort() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }

  /** The address as a URL. */
  @Override
  public String toString() {
    String scheme = transport == Transport.TCP ? isTls ? "mqtts" : "mqtt" : isTls ? "wss" : "ws";
    return scheme + "://" + hostAndPort() + path + (query.isEmpty() ? "" : "?" + query);
  }
}
