package io.weir.nodes.support;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;

/** What nodes want of sockets and Vert.x offers from inside alone. The one place that knows it. */
public final class Sockets {
  private Sockets() {}

  /**
   * A context that runs on an event loop, whatever thread asks for it.
   *
   * <p>What is opened on a tab's own context is served by the tab's thread: it would stand still
   * with the tab, and datagrams would pile up before it without a bound. The public way to another
   * context is to deploy something, which takes its time.
   */
  public static Context eventLoop(Vertx vertx) {
    return ((VertxInternal) vertx).createEventLoopContext();
  }

  /**
   * Ends our side of a connection, which the peer sees as the end, and leaves the other side open.
   *
   * @param done called when that has happened, on the socket's thread
   * @return whether the connection can do that; TLS says good-bye for both sides at once
   */
  public static boolean shutDownOutput(NetSocket socket, Runnable done) {
    Channel channel = handler(socket).channel();
    if (socket.isSsl() || !(channel instanceof DuplexChannel duplex)) {
      return false;
    }
    duplex.shutdownOutput().addListener(shut -> done.run());
    return true;
  }

  /** Closes a connection at once, where Vert.x would wait for the peer to take what was written. */
  public static void destroy(NetSocket socket) {
    // By the context, past Vert.x's own handler, which does the waiting.
    handler(socket).close().addListener(closed -> {});
  }

  private static ChannelHandlerContext handler(NetSocket socket) {
    return ((NetSocketInternal) socket).channelHandlerContext();
  }
}
