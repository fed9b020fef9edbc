package io.weir.nodes.tcp;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.weir.engine.message.Message;
import io.weir.engine.message.MessageIds;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.Outputs;
import io.weir.engine.node.Status;
import io.weir.nodes.support.NodeFuture;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What passes between a request node and one server: messages there, and what it says to them.
 *
 * @threads the node's context
 */
final class TcpExchange implements TcpSession.Receiver {
  /** What the node has to know. */
  interface Owner {
    /** How many exchanges there are. */
    int count();

    /** This one is over; what comes for the server is the beginning of another. */
    void over(TcpExchange exchange);
  }

  /** A message that waits for the connection; without bytes if it has no payload. */
  private record Waiting(@Nullable Buffer data, Promise<Void> handling) {}

  private final NodeContext node;
  private final TcpSettings settings;
  private final TcpTarget target;
  private final ReplyEnd end;
  private final DataType type;
  private final Framing framing;
  private final TcpClient client;
  private final Owner owner;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private Message last = Message.empty();
  private @Nullable Outputs out;
  private @Nullable TcpSession session;
  private Buffer collected = Buffer.buffer();
  private NodeContext.@Nullable Timer timer;
  private boolean isConnecting;
  private boolean isOver;

  /**
   * An exchange without a connection.
   *
   * @param framing what becomes of the bytes if the connection stays
   */
  TcpExchange(
      NodeContext node,
      TcpSettings settings,
      TcpTarget target,
      ReplyEnd end,
      DataType type,
      Framing framing,
      TcpClient client,
      Owner owner) {
    this.node = node;
    this.settings = settings;
    this.target = target;
    this.end = end;
    this.type = type;
    this.framing = framing;
    this.client = client;
    this.owner = owner;
  }

  /** The server, as messages name it. */
  String name() {
    return target.toString();
  }

  /**
   * Sends a message there; what is said to it goes to its outputs.
   *
   * @param data null to connect only
   */
  Future<Void> send(Message message, Outputs outputs, @Nullable Buffer data) {
    last = message;
    out = outputs;
    if (session != null) {
      return data == null ? Node.done() : NodeFuture.of(node, session.write(data));
    }
    Waiting next = new Waiting(data, Promise.promise());
    waiting.add(next);
    if (waiting.size() > settings.queuedRequests()) {
      waiting.remove().handling().fail(NodeException.dropped());
    }
    if (!isConnecting) {
      connect();
    }
    return next.handling().future();
  }

  // ---- the connection ----

  private void connect() {
    isConnecting = true;
    client.connect(target, settings.idle(), this::open, this::notConnected);
  }

  /** On the connection's loop. */
  private void open(NetSocket socket, Context loop) {
    TcpSession made = new TcpSession(MessageIds.next(), socket, loop, node, this);
    node.execute(() -> connected(made));
    if (settings.idle() != null) {
      made.whenIdle(settings.idle(), () -> idle(made));
    }
  }

  private void connected(TcpSession made) {
    isConnecting = false;
    if (isOver) {
      made.close();
      return;
    }
    session = made;
    node.status(Status.of("green", "dot", TcpStatuses.connections(owner.count())));
    for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
      if (next.data() == null) {
        next.handling().complete();
      } else {
        NodeFuture.of(node, made.write(next.data())).onComplete(next.handling());
      }
    }
    if (end.kind() == ReplyEnd.Kind.AT_ONCE) {
      isOver = true;
      made.end();
      finish();
    }
  }

  private void notConnected(Throwable why) {
    isConnecting = false;
    if (isOver) {
      return;
    }
    if (why instanceof TimeoutException && settings.idle() != null) {
      node.status(TcpStatuses.TIMEOUT);
      connect();
    } else {
      fail();
    }
  }

  private void fail() {
    node.status(TcpStatuses.ERROR);
    NodeException error = new NodeException("connect failed " + target);
    if (waiting.isEmpty()) {
      node.error(error, last);
    }
    waiting.forEach(each -> each.handling().fail(error));
    waiting.clear();
    leave();
  }

  private void idle(TcpSession of) {
    if (session == of) {
      node.status(TcpStatuses.TIMEOUT);
      session = null;
      of.close();
      connect();
    }
  }

  @Override
  public void ended(TcpSession ended, @Nullable Throwable failure) {
    if (session != ended || isOver) {
      return;
    }
    session = null;
    if (failure != null) {
      fail();
      return;
    }
    node.status(TcpStatuses.ENDED);
    leave();
  }

  // ---- the reply ----

  @Override
  public void received(TcpSession from, Buffer chunk) {
    if (session != from || isOver) {
      return;
    }
    try {
      if (end.kind() == ReplyEnd.Kind.NEVER) {
        framing.take(chunk).forEach(this::sendOn);
      } else {
        collect(chunk);
      }
    } catch (NodeException e) {
      node.error(e, last);
      finish();
    }
  }

  private void collect(Buffer chunk) {
    int searched = collected.length();
    if (searched + chunk.length() > Framing.MOST_HELD) {
      throw Framing.tooMuch();
    }
    collected.appendBuffer(chunk);
    if (end.kind() == ReplyEnd.Kind.TIME) {
      if (timer == null) {
        timer = node.after(end.amount(), this::timeIsUp);
      }
      return;
    }
    int length = end.length(collected, searched);
    if (length >= 0) {
      sendOn(type.of(collected.getBuffer(0, length)));
      finish();
    }
  }

  private void timeIsUp() {
    timer = null;
    sendOn(type.of(collected));
    if (session != null) {
      finish();
    }
  }

  private void sendOn(Object payload) {
    if (out != null) {
      out.send(last.with("payload", payload));
    }
  }

  // ---- the end ----

  /** The exchange has done its work. */
  private void finish() {
    node.status(Status.NONE);
    TcpSession open = session;
    session = null;
    if (open != null && end.kind() != ReplyEnd.Kind.AT_ONCE) {
      open.close();
    }
    leave();
  }

  /** Closes the connection; what waits for it is dropped. */
  void destroy() {
    TcpSession open = session;
    session = null;
    if (open != null) {
      open.destroy();
    }
    waiting.forEach(each -> each.handling().fail(NodeException.dropped()));
    waiting.clear();
    if (timer != null) {
      timer.cancel();
    }
    isOver = true;
    leave();
  }

  private void leave() {
    isOver = isOver || timer == null;
    owner.over(this);
  }
}
