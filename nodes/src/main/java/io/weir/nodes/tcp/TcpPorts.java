package io.weir.nodes.tcp;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The ports that nodes listen on. Shared by all tabs.
 *
 * <p>Vert.x lets several of its servers share a port and hands connections to them in turn. Nodes
 * don't want that: neither of each other's, nor with the editor or the broker.
 *
 * @threads any
 */
final class TcpPorts {
  private final Set<Integer> taken = ConcurrentHashMap.newKeySet();

  /**
   * Takes a port; 0 can be had as often as anybody likes.
   *
   * @throws IOException if somebody has it, in this program or another
   */
  void take(int port) throws IOException {
    if (port == 0) {
      return;
    }
    if (!taken.add(port)) {
      throw new BindException("Address already in use");
    }
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(port));
    } catch (IOException e) {
      taken.remove(port);
      throw e;
    }
  }

  /** Gives a port back. */
  void release(int port) {
    taken.remove(port);
  }
}
