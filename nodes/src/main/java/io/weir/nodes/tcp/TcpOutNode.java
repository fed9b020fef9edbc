package io.weir.nodes.tcp;

import static io.weir.engine.node.Property.choice;
import static io.weir.engine.node.Property.flag;
import static io.weir.engine.node.Property.text;

import io.weir.engine.node.Node;
import io.weir.engine.node.NodeConfig;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.NodeType.Category;
import io.weir.engine.node.NodeType.Kind;
import io.weir.engine.node.Property;
import io.weir.engine.node.Property.Option;
import io.weir.nodes.support.Helps;

/** Sends by TCP: to a server, to all who connect, or to where a message came from. */
public final class TcpOutNode {
  private static final Property<String> MODE =
      choice(
              "beserver",
              Option.of("client", "connect to"),
              Option.of("server", "listen on"),
              new Option("reply", "answer", "The connection that the message came by."))
          .label("Connection")
          .defaultsTo("client");
  private static final Property<String> HOST =
      text("host").label("Host").defaultsTo("").required().shownWhen("beserver", "client");
  private static final Property<Double> PORT =
      TcpTarget.portProperty().required().hiddenWhen("beserver", "reply");
  private static final Property<String> TLS = TcpTarget.TLS.hiddenWhen("beserver", "reply");
  private static final Property<Boolean> ENDS =
      flag("end")
          .label("Close the connection after each message")
          .defaultsTo(false)
          .hiddenWhen("beserver", "reply");
  private static final Property<Boolean> BASE64 =
      flag("base64").label("Texts are base64").defaultsTo(false);

  private TcpOutNode() {}

  /**
   * The type.
   *
   * @param pool where the connections are to which answers go
   */
  public static NodeType type(TcpConnections pool, TcpSettings settings) {
    return NodeType.named("tcp out")
        .category(Category.NETWORK)
        .kind(Kind.NETWORK)
        .color("Silver")
        .icon("bridge-dash.svg")
        .purpose("Send by TCP")
        .summary("{beserver} [{host}:][{port}]")
        .synonyms("socket", "client", "server", "reply", "connection")
        .inputs(1)
        .help(Helps.of(TcpOutNode.class, "tcp out"))
        .properties(MODE, HOST, PORT, TLS, ENDS, BASE64)
        .create((config, context) -> create(config, context, pool, settings));
  }

  private static Node create(
      NodeConfig config, NodeContext context, TcpConnections pool, TcpSettings settings) {
    boolean isBase64 = config.get(BASE64);
    if (config.get(MODE).equals("reply")) {
      return new TcpReply(context, pool, isBase64);
    }
    TcpTarget target = TcpTarget.of(config.get(HOST), config, context);
    return config.get(MODE).equals("server")
        ? new TcpBroadcast(context, settings, target, pool.ports(), isBase64, config.get(ENDS))
        : new TcpSend(context, settings, target, isBase64, config.get(ENDS));
  }
}
