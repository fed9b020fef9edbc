package io.weir.nodes.udp;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The sockets that listen on ports of their own choice. There is one for each port: nodes on the
 * same port share it, and it is closed when the last of them lets go. Shared by all tabs.
 *
 * @threads any
 */
public final class UdpSockets {
  private static final class Shared {
    final UdpSocket socket;
    int users = 1;

    Shared(UdpSocket socket) {
      this.socket = socket;
    }
  }

  /**
   * The use of a socket.
   *
   * @param isNew whether the user is the first, whose options apply
   */
  record Lease(UdpSocket socket, boolean isNew) {}

  // Guarded by this.
  private final Map<Integer, Shared> byPort = new TreeMap<>();

  /** The socket of a port, opened if there is none yet. A port of 0 is never shared. */
  synchronized Lease use(Vertx vertx, UdpBinding binding) {
    Shared present = byPort.get(binding.port());
    if (present != null) {
      present.users++;
      return new Lease(present.socket, false);
    }
    UdpSocket made = new UdpSocket(vertx, binding);
    if (binding.port() != 0) {
      byPort.put(binding.port(), new Shared(made));
    }
    return new Lease(made, true);
  }

  /** The socket of a port; null if there is none. */
  synchronized @Nullable UdpSocket find(int port) {
    Shared present = byPort.get(port);
    return present == null ? null : present.socket;
  }

  /** A user lets go of a socket; the last one closes it. */
  Future<Void> release(UdpSocket socket) {
    synchronized (this) {
      Shared present = byPort.get(socket.binding().port());
      if (present != null && present.socket == socket && --present.users > 0) {
        return Future.succeededFuture();
      }
      if (present != null && present.socket == socket) {
        byPort.remove(socket.binding().port());
      }
    }
    return socket.close();
  }

  /** A socket is of no use: whoever comes next opens another. */
  Future<Void> discard(UdpSocket socket) {
    synchronized (this) {
      byPort.values().removeIf(shared -> shared.socket == socket);
    }
    return socket.close();
  }

  /** The ports in use. */
  public synchronized List<Integer> ports() {
    return List.copyOf(byPort.keySet());
  }
}
