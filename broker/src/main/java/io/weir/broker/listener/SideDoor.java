package io.weir.broker.listener;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import io.weir.broker.Listener;
import io.weir.broker.lane.LaneConnection.Remote;
import io.weir.broker.lane.LoopLanes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The way in for clients that another server of this process has accepted and spoken HTTP with:
 * from the first WebSocket frame on they are as those of a {@link Door}.
 *
 * @threads the loop of that server
 */
public final class SideDoor {
  private final Listener listener;
  private final LoopLanes lanes;
  private final Admission admission;

  /**
   * A way in.
   *
   * @param listener what stands for the other server
   * @param lanes of the loop that its connections run on
   * @param addresses how many connections each address has
   */
  public SideDoor(Listener listener, LoopLanes lanes, AddressCount addresses) {
    this.listener = listener;
    this.lanes = lanes;
    this.admission = new Admission(lanes, new AtomicInteger(), addresses);
  }

  /**
   * Takes in a connection whose client has just been told that it is a WebSocket now.
   *
   * @param socket what Vert.x made of the connection; it is ours alone from here on
   * @param remoteAddress of the client, with its port
   */
  public void enter(NetSocket socket, String remoteAddress) {
    ChannelPipeline pipeline = ((NetSocketInternal) socket).channelHandlerContext().pipeline();
    if (!admission.takes(pipeline.channel(), listener, remoteAddress)) {
      return;
    }
    for (Map.Entry<String, ChannelHandler> entry : pipeline.toMap().entrySet()) {
      boolean isOfHttp =
          !(entry.getValue() instanceof SslHandler)
              && !entry.getKey().equals(SocketPipeline.LAST_HANDLER);
      if (isOfHttp) {
        pipeline.remove(entry.getValue());
      }
    }
    WebSocketDecoderConfig frames =
        WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(lanes.maxFrameBytes())
            .allowExtensions(false)
            .build();
    add(pipeline, "wsencoder", new WebSocket13FrameEncoder(false));
    add(pipeline, "wsdecoder", new WebSocket13FrameDecoder(frames));
    add(pipeline, "websocket", WebSocketEntrance.opened(lanes.maxFrameBytes()));
    Remote remote = new Remote(listener, remoteAddress, List.of(), true);
    add(pipeline, "lane", lanes.newLane(remote));
    pipeline.remove(SocketPipeline.LAST_HANDLER);
  }

  private static void add(ChannelPipeline pipeline, String name, ChannelHandler handler) {
    pipeline.addBefore(SocketPipeline.LAST_HANDLER, name, handler);
  }
}
