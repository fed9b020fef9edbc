package io.weir.nodes.tcp;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.Message;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.Outputs;
import io.weir.engine.node.Status;

/** Sends to a server. What comes while there is no connection is dropped. */
final class TcpSend implements Node, TcpLink.Events {
  private final NodeContext context;
  private final TcpLink link;
  private final boolean isBase64;
  private final boolean ends;

  TcpSend(
      NodeContext context, TcpSettings settings, TcpTarget target, boolean isBase64, boolean ends) {
    this.context = context;
    this.isBase64 = isBase64;
    this.ends = ends;
    link = new TcpLink(context, settings, target, null, this);
  }

  @Override
  public Future<Void> start() {
    link.start();
    return Node.done();
  }

  @Override
  public Future<Void> receive(Message message, Outputs out) {
    TcpSession session = link.session();
    Buffer data = Outgoing.bytes(message.payload(), isBase64);
    if (session != null && data != null) {
      session.write(data).onFailure(why -> context.execute(() -> context.log(why.getMessage())));
      if (ends) {
        context.status(Status.NONE);
        link.renew();
      }
    }
    return Node.done();
  }

  @Override
  public void connecting() {
    context.status(TcpStatuses.CONNECTING);
  }

  @Override
  public void connected(TcpSession session) {
    context.status(TcpStatuses.CONNECTED);
  }

  @Override
  public void received(TcpSession session, Buffer chunk) {
    // Nobody is interested; it is read so that the peer can go on.
  }

  @Override
  public boolean lost(String id, boolean byPeer) {
    if (byPeer) {
      context.status(Status.NONE);
    }
    context.status(TcpStatuses.DISCONNECTED);
    return false;
  }

  @Override
  public Future<Void> stop(boolean removed) {
    return link.stop();
  }
}
