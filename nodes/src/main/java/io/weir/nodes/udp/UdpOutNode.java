package io.weir.nodes.udp;

import static io.weir.engine.node.Property.choice;
import static io.weir.engine.node.Property.flag;
import static io.weir.engine.node.Property.number;
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
import io.weir.nodes.support.Base64Text;
import io.weir.nodes.support.Helps;
import io.weir.nodes.support.NodeFuture;
import io.weir.nodes.support.PortNumber;
import io.weir.nodes.support.SocketErrors;
import io.weir.nodes.udp.UdpBinding.Reach;
import org.jspecify.annotations.Nullable;

/** Sends datagrams. */
public final class UdpOutNode implements Node {
  private static final Property<String> REACH =
      choice(
              "multicast",
              Option.of("false", "udp message"),
              Option.of("broad", "broadcast message"),
              Option.of("multi", "multicast message"))
          .label("Send a")
          .defaultsTo("false")
          .ifAbsent("broad");
  private static final Property<String> ADDRESS =
      text("addr")
          .label("Address")
          .hint("Empty: msg.ip. Of all 255.255.255.255, of a group such as 225.0.18.83.")
          .defaultsTo("");
  private static final Property<Double> PORT =
      number("port")
          .label("Port")
          .hint("Empty: msg.port")
          .defaultsTo("")
          .storedAsText()
          .rule(Rule.atLeast(0))
          .rule(Rule.atMost(65_535));
  private static final Property<String> INTERFACE =
      UdpForm.INTERFACE.shownWhen("multicast", "multi");
  private static final Property<Double> OUT_PORT =
      number("outport")
          .label("From port")
          .hint("Empty: any.")
          .defaultsTo("")
          .storedAsText()
          .rule(Rule.atLeast(0))
          .rule(Rule.atMost(65_535));
  private static final Property<Boolean> BASE64 =
      flag("base64").label("Payload is base64").defaultsTo(false);

  /**
   * The type.
   *
   * @param sockets those that nodes share
   */
  public static NodeType type(UdpSockets sockets) {
    return NodeType.named("udp out")
        .category(Category.NETWORK)
        .kind(Kind.NETWORK)
        .color("Silver")
        .icon("bridge-dash.svg")
        .purpose("Send by UDP")
        .summary("[{addr}:][{port}]")
        .synonyms("socket", "datagram", "multicast", "broadcast")
        .inputs(1)
        .help(Helps.of(UdpOutNode.class, "udp out"))
        .properties(REACH, ADDRESS, PORT, UdpForm.FAMILY, INTERFACE, OUT_PORT, BASE64)
        .create((config, context) -> new UdpOutNode(config, context, sockets));
  }

  private final NodeContext context;
  private final UdpSockets sockets;
  private final String address;
  private final @Nullable Object port;
  private final String ifaceName;
  private final boolean isBase64;
  private final UdpBinding binding;
  private @Nullable UdpSocket socket;

  private UdpOutNode(NodeConfig config, NodeContext context, UdpSockets sockets) {
    this.context = context;
    this.sockets = sockets;
    address = config.get(ADDRESS).strip();
    port = Values.isTruthy(config.raw("port")) ? config.raw("port") : null;
    ifaceName = config.get(INTERFACE).strip();
    isBase64 = config.get(BASE64);
    Reach reach = reach(config.raw("multicast"));
    boolean isIpV6 = config.get(UdpForm.FAMILY).equals("udp6");
    binding =
        new UdpBinding(
            Math.max(0, PortNumber.of(config.raw("outport"))),
            isIpV6,
            reach,
            reach == Reach.MULTICAST ? UdpForm.iface(ifaceName, isIpV6, context) : null);
  }

  /** Whatever isn't the text {@code false} lets it reach all, as in Node-RED. */
  private static Reach reach(@Nullable Object multicast) {
    return "multi".equals(multicast)
        ? Reach.MULTICAST
        : "false".equals(multicast) ? Reach.ONE : Reach.BROADCAST;
  }

  @Override
  public Future<Void> start() {
    if (binding.port() != 0 || binding.reach() == Reach.MULTICAST) {
      own();
    }
    return Node.done();
  }

  /** The node's own socket, or the one that it shares with others of its local port. */
  private UdpSocket own() {
    UdpSocket present = socket;
    if (present != null) {
      return present;
    }
    UdpSockets.Lease lease = sockets.use(context.vertx(), binding);
    UdpSocket used = lease.socket();
    socket = used;
    used.port()
        .onFailure(why -> context.execute(() -> failed(used, "error: " + SocketErrors.code(why))));
    if (binding.reach() == Reach.MULTICAST && lease.isNew() && !address.isEmpty()) {
      join(used);
    }
    return used;
  }

  private void join(UdpSocket used) {
    Future<Void> joined =
        ifaceName.contains(".") && binding.iface() == null
            ? Future.failedFuture(new NodeException("Must be ip address of the required interface"))
            : used.join(address);
    joined.onFailure(why -> context.execute(() -> failed(used, why)));
  }

  private void failed(UdpSocket failed, Object why) {
    if (socket == failed) {
      socket = null;
    }
    // First, so that whoever reads the error finds the port free for another try.
    Future<Void> closing = sockets.discard(failed);
    context.error(why, null);
    closing.onFailure(e -> context.execute(() -> context.debug(e.getMessage())));
  }

  @Override
  public Future<Void> receive(Message message, Outputs out) {
    if (!message.has("payload")) {
      return Node.dropped();
    }
    Object host = address.isEmpty() ? message.get("ip") : address;
    Object to = port == null ? message.get("port") : port;
    if (!Values.isTruthy(host)) {
      context.warn("udp: ip address not set");
      return Node.done();
    }
    if (!Values.isTruthy(to)) {
      context.warn("udp: port not set");
      return Node.done();
    }
    int number = PortNumber.of(to);
    if (number < 1) {
      context.warn("udp: port number not valid");
      return Node.done();
    }
    return NodeFuture.of(
        context,
        sending()
            .send(bytes(message.payload()), number, Values.toText(host))
            .recover(
                why -> Future.failedFuture(new NodeException("udp : " + SocketErrors.text(why)))));
  }

  /**
   * Where nothing is said of the local port, a node that listens on the port that is sent to lends
   * its socket: what is answered arrives there.
   */
  private UdpSocket sending() {
    int destination = PortNumber.of(port);
    UdpSocket lent = binding.port() == 0 && destination > 0 ? sockets.find(destination) : null;
    return lent == null ? own() : lent;
  }

  private Buffer bytes(@Nullable Object payload) {
    if (payload instanceof Buffer buffer) {
      return buffer;
    }
    String text = Values.toText(payload);
    return isBase64 ? Buffer.buffer(Base64Text.decode(text)) : Buffer.buffer(text);
  }

  @Override
  public Future<Void> stop(boolean removed) {
    UdpSocket used = socket;
    if (used == null) {
      return Node.done();
    }
    socket = null;
    return NodeFuture.of(context, sockets.release(used));
  }
}
