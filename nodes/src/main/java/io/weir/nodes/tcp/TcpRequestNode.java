package io.weir.nodes.tcp;

import static io.weir.engine.node.Property.choice;
import static io.weir.engine.node.Property.flag;
import static io.weir.engine.node.Property.text;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.Message;
import io.weir.engine.message.Values;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeConfig;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.NodeType.Category;
import io.weir.engine.node.NodeType.Kind;
import io.weir.engine.node.Outputs;
import io.weir.engine.node.Property;
import io.weir.engine.node.Property.Option;
import io.weir.engine.node.Rule;
import io.weir.engine.node.Status;
import io.weir.nodes.support.Helps;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends to a server by TCP and takes what it answers. */
public final class TcpRequestNode implements Node, TcpExchange.Owner {
  /** Servers at a time, if messages name them. */
  private static final int MOST_EXCHANGES = 1_000;

  private static final Property<String> SERVER =
      text("server").label("Server").hint("Empty: msg.host").defaultsTo("");
  private static final Property<String> PORT =
      text("port")
          .label("Port")
          .hint("Empty: msg.port")
          .defaultsTo("")
          .rule(Rule.matches("[0-9]*", "must be digits"));
  private static final Property<String> RETURN =
      choice("ret", Option.of("buffer", "a Buffer"), Option.of("string", "text"))
          .label("Return")
          .defaultsTo("buffer");
  private static final Property<String> END =
      choice(
              "out",
              Option.of("time", "after a fixed time"),
              Option.of("char", "when a character arrives"),
              Option.of("count", "after a number of bytes"),
              Option.of("sit", "never, keep it open"),
              Option.of("immed", "at once, don't wait for a reply"))
          .label("Close the connection")
          .defaultsTo("time");
  private static final Property<String> AMOUNT =
      text("splitc")
          .label("Milliseconds, character or bytes")
          .hint("A character as itself, as \\n, \\r, \\t, \\e, \\f, \\0, or as 0x1b.")
          .defaultsTo("0")
          .shownWhen("out", "time", "char", "count");
  private static final Property<String> DELIMITER =
      text("newline")
          .label("Cut at")
          .hint("\\n, \\r and \\t stand for line feed, carriage return and tab. Empty: not cut.")
          .defaultsTo("")
          .shownWhen("out", "sit")
          .shownWhen("ret", "string");
  private static final Property<Boolean> KEEPS_DELIMITER =
      flag("trim")
          .label("Leave the delimiter at the end")
          .defaultsTo(false)
          .shownWhen("out", "sit")
          .shownWhen("ret", "string");

  /** The type. */
  public static NodeType type(TcpSettings settings) {
    return NodeType.named("tcp request")
        .category(Category.NETWORK)
        .kind(Kind.NETWORK)
        .color("Silver")
        .icon("bridge-dash.svg")
        .purpose("Send by TCP, take the answer")
        .summary("[{server}:][{port}]")
        .synonyms("socket", "client", "connection", "query")
        .inputs(1)
        .outputs(1)
        .help(Helps.of(TcpRequestNode.class, "tcp request"))
        .properties(SERVER, PORT, TcpTarget.TLS, RETURN, END, AMOUNT, DELIMITER, KEEPS_DELIMITER)
        .create((config, context) -> new TcpRequestNode(config, context, settings));
  }

  private final NodeContext context;
  private final TcpSettings settings;
  private final TcpTarget configured;
  private final ReplyEnd end;
  private final DataType type;
  private final String delimiter;
  private final boolean keepsDelimiter;
  private final TcpClient client;
  private final Map<String, TcpExchange> exchanges = new LinkedHashMap<>();
  private String lastName = "";

  private TcpRequestNode(NodeConfig config, NodeContext context, TcpSettings settings) {
    this.context = context;
    this.settings = settings;
    configured = TcpTarget.of(config.get(SERVER), config, context);
    end = ReplyEnd.of(config.get(END), config.raw("splitc"));
    type = DataType.of(config.get(RETURN));
    delimiter = Delimiters.firstOfEach(config.get(DELIMITER));
    keepsDelimiter = config.get(KEEPS_DELIMITER);
    client = new TcpClient(context);
  }

  @Override
  public Future<Void> receive(Message message, Outputs out) {
    if (end.kind() == ReplyEnd.Kind.NEVER && message.has("reset")) {
      reset(message.get("reset"));
      if (!message.has("payload")) {
        return Node.done();
      }
    }
    Object payload = message.payload();
    if (message.has("payload") && payload == null) {
      throw new NodeException("msg.payload is null");
    }
    TcpTarget target = target(message);
    if (target == null) {
      context.warn("Host and/or port not set");
      return Node.done();
    }
    if (!target.toString().equals(lastName)) {
      context.status(Status.NONE);
      lastName = target.toString();
    }
    Buffer data = Outgoing.bytes(payload, false);
    return exchange(target).send(message, out, data);
  }

  /** What the node says counts more than what the message says. */
  private @Nullable TcpTarget target(Message message) {
    Object host = configured.host().isEmpty() ? message.get("host") : configured.host();
    Object port = configured.port() > 0 ? configured.written() : message.get("port");
    return Values.isTruthy(host) && host != null && Values.isTruthy(port) && port != null
        ? configured.at(Values.toText(host), port)
        : null;
  }

  private TcpExchange exchange(TcpTarget target) {
    TcpExchange present = exchanges.get(target.toString());
    if (present != null) {
      return present;
    }
    if (exchanges.size() >= MOST_EXCHANGES) {
      throw new NodeException("more than " + MOST_EXCHANGES + " connections");
    }
    TcpExchange made =
        new TcpExchange(
            context,
            settings,
            target,
            end,
            type,
            type == DataType.UTF8 && !delimiter.isEmpty()
                ? Framing.delimited(delimiter, keepsDelimiter)
                : Framing.chunks(type),
            client,
            this);
    exchanges.put(made.name(), made);
    return made;
  }

  private void reset(@Nullable Object which) {
    if (Boolean.TRUE.equals(which)) {
      List.copyOf(exchanges.values()).forEach(TcpExchange::destroy);
    } else if (which instanceof String name && exchanges.containsKey(name)) {
      exchanges.get(name).destroy();
    }
    context.status(
        Status.of(
            "green",
            exchanges.isEmpty() ? "ring" : "dot",
            TcpStatuses.connections(exchanges.size())));
  }

  @Override
  public int count() {
    return exchanges.size();
  }

  @Override
  public void over(TcpExchange exchange) {
    exchanges.remove(exchange.name(), exchange);
  }

  @Override
  public Future<Void> stop(boolean removed) {
    List.copyOf(exchanges.values()).forEach(TcpExchange::destroy);
    return client.stop();
  }
}
