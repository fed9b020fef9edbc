package io.weir.broker.client;

import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.ProxyOptions;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way to a server.
 *
 * @param servers tried one after the other; empty only with a socket
 * @param socket a Unix domain socket instead, or null
 * @param bindAddress from which to connect, or null for any
 * @param proxy by way of which, or null for directly. It finds out the server's address, too
 * @param encryption null for none
 */
public record Route(
    List<Server> servers,
    @Nullable Path socket,
    @Nullable String bindAddress,
    @Nullable ProxyOptions proxy,
    @Nullable Encryption encryption) {
  private static final int CONNECT_MILLIS = 20_000;

  public Route {
    servers = List.copyOf(servers);
    if (servers.isEmpty() == (socket == null)) {
      throw new IllegalArgumentException("a route leads to servers or to a socket");
    }
  }

  /** A host by its name or address, and a port. */
  public record Server(String host, int port) {
    @Override
    public String toString() {
      return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
    }
  }

  /** The same to other servers. */
  public Route to(List<Server> others) {
    return new Route(others, socket, bindAddress, proxy, encryption);
  }

  NetClientOptions options() {
    NetClientOptions options = new NetClientOptions().setConnectTimeout(CONNECT_MILLIS);
    if (bindAddress != null) {
      options.setLocalAddress(bindAddress);
    }
    if (proxy != null) {
      options.setProxyOptions(proxy);
    }
    if (encryption != null) {
      encryption.addTo(options);
    }
    return options;
  }
}
