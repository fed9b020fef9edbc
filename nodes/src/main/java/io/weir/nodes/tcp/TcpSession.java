package io.weir.nodes.tcp;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeException;
import io.weir.nodes.support.Sockets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a node. Its socket lives on an event loop; what arrives is handed to the node's
 * tab, within a bound: the socket isn't read while the tab has enough to do.
 */
final class TcpSession {
  /** What a peer that reads slowly may let pile up here before it is given up. */
  private static final int MOST_UNSENT_BYTES = 16 << 20;

  /** Read, but not yet taken by the tab. */
  private static final int MOST_IN_HAND_BYTES = 256 << 10;

  /** How long a peer may take for what was written before the connection is closed. */
  private static final long FLUSH_MILLIS = 5_000;

  /** How long a peer may take to end its side after we ended ours. */
  private static final long LINGER_MILLIS = 30_000;

  /** What the node does with a connection; called on the node's context. */
  interface Receiver {
    /** Bytes have arrived. */
    void received(TcpSession session, Buffer chunk);

    /**
     * Nothing more will arrive: the connection has ended.
     *
     * @param failure why, if that wasn't an orderly end; else null
     */
    void ended(TcpSession session, @Nullable Throwable failure);
  }

  private final String id;
  private final NetSocket socket;
  private final Context loop;
  private final NodeContext node;
  private final Receiver receiver;
  private final AtomicInteger inHand = new AtomicInteger();
  private final AtomicLong unsent = new AtomicLong();
  private volatile boolean isPaused;
  private volatile long activeNanos = System.nanoTime();
  // The loop's own.
  private @Nullable Throwable failure;
  private Future<Void> written = Future.succeededFuture();
  private boolean isOver;
  private final List<Runnable> onClose = new ArrayList<>(1);

  /**
   * A connection that has just been made.
   *
   * @param loop the context that the socket lives on, which is the caller's
   */
  TcpSession(String id, NetSocket socket, Context loop, NodeContext node, Receiver receiver) {
    this.id = id;
    this.socket = socket;
    this.loop = loop;
    this.node = node;
    this.receiver = receiver;
    socket.handler(this::arrived);
    socket.exceptionHandler(why -> failure = why);
    socket.closeHandler(
        closed -> {
          isOver = true;
          onClose.forEach(Runnable::run);
        });
    // The end comes behind what was read before it, other than the news that the socket is closed.
    socket.endHandler(
        end -> {
          Throwable why = failure;
          node.execute(() -> receiver.ended(this, why));
        });
  }

  /** The name by which answers find the connection. */
  String id() {
    return id;
  }

  /** The peer's address. */
  String ip() {
    return socket.remoteAddress().hostAddress();
  }

  /** The peer's port. */
  int port() {
    return socket.remoteAddress().port();
  }

  /** The session as messages and statuses carry it. */
  Map<String, Object> reference() {
    return reference(id);
  }

  static Map<String, Object> reference(String id) {
    return Map.of("type", "tcp", "id", id);
  }

  /** Calls when the socket is closed, for whatever reason. On the loop, both. */
  void whenClosed(Runnable action) {
    onClose.add(action);
  }

  /**
   * Calls on the node's context, again and again, when nothing has passed for a time. To be asked
   * for on the loop.
   */
  void whenIdle(Duration limit, Runnable action) {
    checkIdle(limit.toMillis(), limit.toMillis(), action);
  }

  private void checkIdle(long limit, long wait, Runnable action) {
    node.vertx()
        .setTimer(
            Math.max(1, wait),
            timer -> {
              if (isOver) {
                return;
              }
              long idle = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - activeNanos);
              if (idle >= limit) {
                node.execute(action);
                checkIdle(limit, limit, action);
              } else {
                checkIdle(limit, limit - idle, action);
              }
            });
  }

  // ---- reading ----

  private void arrived(Buffer chunk) {
    activeNanos = System.nanoTime();
    int bytes = inHand.addAndGet(chunk.length());
    if (!isPaused && (bytes > MOST_IN_HAND_BYTES || node.isCongested())) {
      isPaused = true;
      socket.pause();
    }
    node.execute(() -> take(chunk));
  }

  private void take(Buffer chunk) {
    try {
      receiver.received(this, chunk);
    } finally {
      if (inHand.addAndGet(-chunk.length()) == 0 && isPaused) {
        node.whenRelieved(() -> loop.runOnContext(relieved -> goOn()));
      }
    }
  }

  private void goOn() {
    if (isPaused) {
      isPaused = false;
      socket.resume();
    }
  }

  // ---- writing ----

  /**
   * Sends bytes, behind those that are still to be sent.
   *
   * @return completes when the system has taken them
   * @threads any
   */
  Future<Void> write(Buffer data) {
    long waiting = unsent.addAndGet(data.length());
    if (waiting > MOST_UNSENT_BYTES && waiting != data.length()) {
      unsent.addAndGet(-data.length());
      destroy();
      return Future.failedFuture(
          new NodeException(
              "more than %d bytes wait for %s:%d to read them; the connection is closed"
                  .formatted(MOST_UNSENT_BYTES, ip(), port())));
    }
    Promise<Void> done = Promise.promise();
    loop.runOnContext(
        now -> {
          activeNanos = System.nanoTime();
          written =
              socket
                  .write(data)
                  .onComplete(
                      result -> {
                        unsent.addAndGet(-data.length());
                        done.handle(result);
                      });
        });
    return done.future();
  }

  /**
   * Sends what is still to be sent, and then nothing more. What the peer sends is read until it
   * ends its side too.
   *
   * @threads any
   */
  void end() {
    loop.runOnContext(now -> written.onComplete(sent -> shutDownOutput()));
  }

  private void shutDownOutput() {
    if (!Sockets.shutDownOutput(
        socket, () -> loop.runOnContext(now -> destroyAfter(LINGER_MILLIS)))) {
      close();
    }
  }

  private void destroyAfter(long millis) {
    if (!isOver) {
      long timer = node.vertx().setTimer(millis, late -> destroy());
      whenClosed(() -> node.vertx().cancelTimer(timer));
    }
  }

  /**
   * Closes the connection, behind what was written; without that if the peer doesn't take it.
   *
   * @threads any
   */
  void close() {
    loop.runOnContext(
        now -> {
          // Whoever waits for the socket to be read sees the end.
          goOn();
          socket.close();
          destroyAfter(FLUSH_MILLIS);
        });
  }

  /**
   * Closes the connection at once. What is still to be sent is lost.
   *
   * @threads any
   */
  void destroy() {
    loop.runOnContext(
        now -> {
          goOn();
          Sockets.destroy(socket);
        });
  }
}
