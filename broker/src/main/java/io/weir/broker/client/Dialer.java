package io.weir.broker.client;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Opens connections along a route: to each server, and each address that it has, until one answers.
 *
 * <p>Names are looked up as the system does it, so that {@code .local} and the like are known.
 *
 * @threads the loop only
 */
final class Dialer {
  private final Context context;
  private final Route route;
  private final NetClient network;

  Dialer(Context context, Route route) {
    this.context = context;
    this.route = route;
    this.network = context.owner().createNetClient(route.options());
  }

  /** A connection; fails with why the last attempt did. */
  Future<NetSocket> open() {
    if (route.socket() != null) {
      return network.connect(SocketAddress.domainSocketAddress(route.socket().toString()));
    }
    return targets().compose(targets -> attempt(targets, 0));
  }

  private Future<List<ConnectOptions>> targets() {
    if (route.proxy() != null) {
      return Future.succeededFuture(route.servers().stream().map(this::target).toList());
    }
    return context.executeBlocking(this::resolved);
  }

  private ConnectOptions target(Route.Server server) {
    return new ConnectOptions()
        .setHost(server.host())
        .setPort(server.port())
        .setSsl(route.encryption() != null);
  }

  private List<ConnectOptions> resolved() throws java.net.UnknownHostException {
    List<ConnectOptions> targets = new ArrayList<>();
    for (Route.Server server : route.servers()) {
      for (InetAddress address : InetAddress.getAllByName(server.host())) {
        targets.add(
            target(server)
                .setRemoteAddress(
                    SocketAddress.inetSocketAddress(server.port(), address.getHostAddress())));
      }
    }
    return targets;
  }

  private Future<NetSocket> attempt(List<ConnectOptions> targets, int index) {
    return network
        .connect(targets.get(index))
        .recover(
            failure ->
                index + 1 < targets.size()
                    ? attempt(targets, index + 1)
                    : Future.failedFuture(failure));
  }
}
