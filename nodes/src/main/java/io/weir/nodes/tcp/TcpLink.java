package io.weir.nodes.tcp;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.weir.engine.message.MessageIds;
import io.weir.engine.node.NodeContext;
import io.weir.nodes.support.SocketErrors;
import org.jspecify.annotations.Nullable;

/**
 * A node's one connection to a server, made anew whenever it is lost.
 *
 * @threads the node's context
 */
final class TcpLink {
  /** How soon a connection that has done its work is followed by the next. */
  private static final long NEXT_MILLIS = 20;

  /** What the node does; called on its context. */
  interface Events {
    /** An attempt to connect begins. */
    void connecting();

    /** There is a connection. */
    void connected(TcpSession session);

    /** Bytes have arrived. */
    void received(TcpSession session, Buffer chunk);

    /**
     * The connection is lost, or there was none.
     *
     * @param id the name that it had or would have had
     * @param byPeer whether the peer has ended it in order
     * @return whether it has done its work, so that the next may follow at once
     */
    boolean lost(String id, boolean byPeer);
  }

  private final NodeContext node;
  private final TcpSettings settings;
  private final TcpTarget target;
  private final @Nullable TcpConnections pool;
  private final Events events;
  private final TcpClient client;
  private @Nullable TcpSession session;
  private boolean isDone;
  private boolean isStopped;

  /**
   * A link that isn't there yet.
   *
   * @param pool where the connection is to be found for answers; null for nowhere
   */
  TcpLink(
      NodeContext node,
      TcpSettings settings,
      TcpTarget target,
      @Nullable TcpConnections pool,
      Events events) {
    this.node = node;
    this.settings = settings;
    this.target = target;
    this.pool = pool;
    this.events = events;
    client = new TcpClient(node);
  }

  /** Connects, and goes on doing so. */
  void start() {
    if (isStopped) {
      return;
    }
    node.log("connecting to " + target);
    events.connecting();
    String id = MessageIds.next();
    client.connect(
        target,
        null,
        (socket, loop) -> open(id, socket, loop),
        why -> {
          node.log(SocketErrors.text(why));
          ended(id, false);
        });
  }

  /** On the connection's loop. */
  private void open(String id, NetSocket socket, Context loop) {
    TcpSession made = new TcpSession(id, socket, loop, node, new Receiving());
    if (pool != null) {
      pool.add(made);
    }
    node.execute(
        () -> {
          session = made;
          node.log("connected to " + target);
          events.connected(made);
        });
  }

  private final class Receiving implements TcpSession.Receiver {
    @Override
    public void received(TcpSession from, Buffer chunk) {
      if (!isStopped) {
        events.received(from, chunk);
      }
    }

    @Override
    public void ended(TcpSession ended, @Nullable Throwable failure) {
      session = null;
      if (failure != null) {
        node.log(SocketErrors.text(failure));
      }
      TcpLink.this.ended(ended.id(), failure == null && !isDone);
    }
  }

  private void ended(String id, boolean byPeer) {
    if (isStopped) {
      return;
    }
    boolean next = events.lost(id, byPeer) || isDone;
    isDone = false;
    if (!next) {
      node.log("connection lost to " + target);
    }
    node.after(next ? NEXT_MILLIS : settings.reconnect().toMillis(), this::start);
  }

  /** The connection; null if there is none. */
  @Nullable TcpSession session() {
    return session;
  }

  /** Closes the connection behind what was written; the next one follows. */
  void renew() {
    TcpSession open = session;
    if (open != null) {
      isDone = true;
      session = null;
      open.close();
    }
  }

  /** Closes the connection, for good. */
  Future<Void> stop() {
    isStopped = true;
    if (session != null) {
      session.close();
    }
    return client.stop();
  }
}
