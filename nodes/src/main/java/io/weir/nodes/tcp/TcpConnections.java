package io.weir.nodes.tcp;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The connections that messages come from, by the names that the messages carry: nodes that answer
 * find them here. And the ports that are listened on. Shared by all tabs.
 *
 * @threads any
 */
public final class TcpConnections {
  private final Map<String, TcpSession> sessions = new ConcurrentHashMap<>();
  private final TcpPorts ports = new TcpPorts();

  /** The ports that nodes listen on. */
  TcpPorts ports() {
    return ports;
  }

  /** Keeps a connection until it is closed. To be called on the connection's loop. */
  void add(TcpSession session) {
    sessions.put(session.id(), session);
    session.whenClosed(() -> sessions.remove(session.id()));
  }

  @Nullable TcpSession get(String id) {
    return sessions.get(id);
  }

  Collection<TcpSession> all() {
    return sessions.values();
  }
}
