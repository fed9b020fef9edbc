package io.weir.nodes.tcp;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.Message;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.Outputs;
import io.weir.engine.node.Status;
import org.jspecify.annotations.Nullable;

/** Sends to all who have connected to a port. */
final class TcpBroadcast implements Node, TcpServer.Events {
  private final NodeContext context;
  private final TcpServer server;
  private final boolean isBase64;
  private final boolean ends;

  TcpBroadcast(
      NodeContext context,
      TcpSettings settings,
      TcpTarget target,
      TcpPorts ports,
      boolean isBase64,
      boolean ends) {
    this.context = context;
    this.isBase64 = isBase64;
    this.ends = ends;
    server = new TcpServer(context, settings, target, ports, null, this);
  }

  @Override
  public Future<Void> start() {
    server.start();
    show();
    return Node.done();
  }

  private void show() {
    context.status(Status.text(TcpStatuses.connections(server.sessions().size())));
  }

  @Override
  public Future<Void> receive(Message message, Outputs out) {
    Buffer data = Outgoing.bytes(message.payload(), isBase64);
    if (data != null) {
      for (TcpSession session : server.sessions()) {
        session.write(data).onFailure(why -> context.execute(() -> context.log(why.getMessage())));
        if (ends) {
          session.end();
        }
      }
    }
    return Node.done();
  }

  @Override
  public void opened(TcpSession session) {
    context.log("connection from " + session.ip() + ":" + session.port());
    show();
  }

  @Override
  public void received(TcpSession session, Buffer chunk) {
    // Nobody is interested; it is read so that the peer can go on.
  }

  @Override
  public void ended(TcpSession session, @Nullable Throwable failure) {
    show();
  }

  @Override
  public Future<Void> stop(boolean removed) {
    return server.stop();
  }
}
