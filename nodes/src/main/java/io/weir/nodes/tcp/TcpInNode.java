package io.weir.nodes.tcp;

import static io.weir.engine.node.Property.choice;
import static io.weir.engine.node.Property.flag;
import static io.weir.engine.node.Property.text;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.Message;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeConfig;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.NodeType.Category;
import io.weir.engine.node.NodeType.Kind;
import io.weir.engine.node.Property;
import io.weir.engine.node.Property.Option;
import io.weir.engine.node.Status;
import io.weir.nodes.support.Helps;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Receives what comes in by TCP, at a port of its own or from a server that it connects to. */
public final class TcpInNode implements Node {
  private static final Property<String> SERVER =
      choice("server", Option.of("server", "listen on"), Option.of("client", "connect to"))
          .label("Connection")
          .defaultsTo("server")
          .readAs(true, "server")
          .readAs("true", "server")
          .readAs(false, "client")
          .readAs("false", "client");
  private static final Property<String> HOST =
      text("host").label("Host").defaultsTo("").required().shownWhen("server", "client");
  private static final Property<Double> PORT = TcpTarget.portProperty().required();
  private static final Property<String> DATA_MODE =
      choice("datamode", Option.of("stream", "stream of"), Option.of("single", "single"))
          .label("Output a")
          .defaultsTo("stream");
  private static final Property<String> DATA_TYPE =
      choice(
              "datatype",
              Option.of("buffer", "Buffer"),
              Option.of("utf8", "text"),
              Option.of("base64", "text, base64"))
          .label("Payload as")
          .defaultsTo("buffer");
  private static final Property<String> DELIMITER =
      text("newline")
          .label("Cut at")
          .hint("\\n, \\r and \\t stand for line feed, carriage return and tab. Empty: not cut.")
          .defaultsTo("")
          .shownWhen("datamode", "stream")
          .shownWhen("datatype", "utf8");
  private static final Property<Boolean> KEEPS_DELIMITER =
      flag("trim")
          .label("Leave the delimiter at the end")
          .defaultsTo(false)
          .shownWhen("datamode", "stream")
          .shownWhen("datatype", "utf8");
  private static final Property<String> TOPIC = text("topic").label("Topic").defaultsTo("");

  /**
   * The type.
   *
   * @param pool where connections are to be found for answers
   */
  public static NodeType type(TcpConnections pool, TcpSettings settings) {
    return NodeType.named("tcp in")
        .category(Category.NETWORK)
        .kind(Kind.NETWORK)
        .color("Silver")
        .icon("bridge-dash.svg")
        .purpose("Receive by TCP")
        .summary("{server} [{host}:]{port}")
        .synonyms("socket", "listen", "server", "connection", "stream")
        .outputs(1)
        .help(Helps.of(TcpInNode.class, "tcp in"))
        .properties(
            SERVER,
            HOST,
            PORT,
            TcpTarget.TLS,
            DATA_MODE,
            DATA_TYPE,
            DELIMITER,
            KEEPS_DELIMITER,
            TOPIC)
        .create((config, context) -> new TcpInNode(config, context, pool, settings));
  }

  private final NodeContext context;
  private final boolean isSingle;
  private final DataType type;
  private final String delimiter;
  private final boolean keepsDelimiter;
  private final String topic;
  // One of them is null.
  private final @Nullable TcpServer server;
  private final @Nullable TcpLink link;
  private final Map<String, Framing> framings = new HashMap<>();

  private TcpInNode(
      NodeConfig config, NodeContext context, TcpConnections pool, TcpSettings settings) {
    this.context = context;
    isSingle = "single".equals(config.get(DATA_MODE));
    type = DataType.of(config.get(DATA_TYPE));
    delimiter = Delimiters.all(config.get(DELIMITER));
    keepsDelimiter = config.get(KEEPS_DELIMITER);
    topic = config.get(TOPIC);
    TcpTarget target = TcpTarget.of(config.get(HOST), config, context);
    boolean isServer = config.get(SERVER).equals("server");
    server =
        isServer
            ? new TcpServer(context, settings, target, pool.ports(), pool, new Serving())
            : null;
    link = isServer ? null : new TcpLink(context, settings, target, pool, new Linked());
  }

  @Override
  public Future<Void> start() {
    if (server != null) {
      server.start();
    } else if (link != null) {
      link.start();
    }
    return Node.done();
  }

  private void begin(TcpSession session) {
    framings.put(
        session.id(),
        isSingle
            ? Framing.whole(type)
            : type == DataType.UTF8 && !delimiter.isEmpty()
                ? Framing.delimited(delimiter, keepsDelimiter)
                : Framing.chunks(type));
  }

  private void take(TcpSession session, Buffer chunk) {
    Framing framing = framings.get(session.id());
    if (framing == null) {
      return;
    }
    try {
      for (Object payload : framing.take(chunk)) {
        send(payload, session);
      }
    } catch (NodeException e) {
      framings.remove(session.id());
      context.error(e, null);
      session.close();
    }
  }

  /** Returns whether something was left to be sent. */
  private boolean finish(String id, @Nullable TcpSession session) {
    Framing framing = framings.remove(id);
    Object rest = framing == null ? null : framing.end();
    if (rest == null || session == null) {
      return false;
    }
    send(rest, session);
    return true;
  }

  private void send(Object payload, TcpSession session) {
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    properties.put("topic", topic);
    properties.put("payload", payload);
    if (server != null) {
      properties.put("ip", session.ip());
      properties.put("port", session.port());
    }
    properties.put("_session", session.reference());
    context.send(Message.of(properties));
  }

  @Override
  public Future<Void> stop(boolean removed) {
    framings.clear();
    return server != null ? server.stop() : link != null ? link.stop() : Node.done();
  }

  /** What is done at a port of our own. */
  private final class Serving implements TcpServer.Events {
    @Override
    public void opened(TcpSession session) {
      begin(session);
      show("connect", session);
    }

    @Override
    public void received(TcpSession session, Buffer chunk) {
      take(session, chunk);
    }

    @Override
    public void ended(TcpSession session, @Nullable Throwable failure) {
      if (failure != null) {
        context.log(failure.getMessage());
      }
      finish(session.id(), session);
      show("disconnect", session);
    }

    private void show(String event, TcpSession session) {
      int count = server == null ? 0 : server.sessions().size();
      context.status(
          TcpStatuses.with(
              Status.text(TcpStatuses.connections(count)),
              Map.of(
                  "event",
                  event,
                  "ip",
                  session.ip(),
                  "port",
                  (long) session.port(),
                  "_session",
                  session.reference())));
    }
  }

  /** What is done with the connection to a server. */
  private final class Linked implements TcpLink.Events {
    private @Nullable TcpSession current;

    @Override
    public void connecting() {
      context.status(TcpStatuses.CONNECTING);
    }

    @Override
    public void connected(TcpSession session) {
      current = session;
      begin(session);
      show(TcpStatuses.CONNECTED, session.id());
    }

    @Override
    public void received(TcpSession session, Buffer chunk) {
      take(session, chunk);
    }

    @Override
    public boolean lost(String id, boolean byPeer) {
      boolean hasSent = finish(id, current);
      current = null;
      show(TcpStatuses.DISCONNECTED, id);
      return hasSent;
    }

    private void show(Status status, String id) {
      context.status(TcpStatuses.with(status, Map.of("_session", TcpSession.reference(id))));
    }
  }
}
