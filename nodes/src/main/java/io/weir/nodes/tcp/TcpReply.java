package io.weir.nodes.tcp;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.Message;
import io.weir.engine.message.Values;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.Outputs;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers by the connection that a message came by, or by all if it came by none. */
final class TcpReply implements Node {
  private final NodeContext context;
  private final TcpConnections pool;
  private final boolean isBase64;

  TcpReply(NodeContext context, TcpConnections pool, boolean isBase64) {
    this.context = context;
    this.pool = pool;
    this.isBase64 = isBase64;
  }

  @Override
  public Future<Void> receive(Message message, Outputs out) {
    Collection<TcpSession> sessions = sessions(message.get("_session"));
    if (Boolean.TRUE.equals(message.get("reset"))) {
      sessions.forEach(TcpSession::destroy);
      return Node.done();
    }
    Buffer data = Outgoing.bytes(message.payload(), isBase64);
    if (data != null) {
      sessions.forEach(
          session ->
              session
                  .write(data)
                  .onFailure(why -> context.execute(() -> context.log(why.getMessage()))));
    }
    return Node.done();
  }

  private Collection<TcpSession> sessions(@Nullable Object reference) {
    if (reference instanceof Map<?, ?> map && "tcp".equals(map.get("type"))) {
      TcpSession session = pool.get(Values.toText(map.get("id")));
      return session == null ? List.of() : List.of(session);
    }
    return pool.all();
  }
}
