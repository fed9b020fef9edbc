package io.weir.broker.listener;

import io.netty.channel.ChannelPipeline;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;

/**
 * The way from a socket that Vert.x has opened to what carries its bytes. It is here because this
 * package is the one that knows internals of Vert.x.
 */
public final class SocketPipeline {
  /** What Vert.x puts behind everything else. */
  public static final String LAST_HANDLER = "handler";

  private SocketPipeline() {}

  /**
   * The pipeline of a connected socket, with {@link #LAST_HANDLER} as its last handler.
   *
   * @threads the event loop of the socket
   */
  public static ChannelPipeline of(NetSocket socket) {
    return ((NetSocketInternal) socket).channelHandlerContext().pipeline();
  }
}
