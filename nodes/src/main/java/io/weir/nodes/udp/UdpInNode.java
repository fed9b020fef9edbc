package io.weir.nodes.udp;

import static io.weir.engine.node.Property.choice;
import static io.weir.engine.node.Property.number;
import static io.weir.engine.node.Property.text;

import io.vertx.core.Future;
import io.vertx.core.datagram.DatagramPacket;
import io.weir.engine.message.Message;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeConfig;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.NodeType.Category;
import io.weir.engine.node.NodeType.Kind;
import io.weir.engine.node.Property;
import io.weir.engine.node.Property.Option;
import io.weir.engine.node.Rule;
import io.weir.engine.node.Status;
import io.weir.nodes.support.Helps;
import io.weir.nodes.support.NodeFuture;
import io.weir.nodes.support.PortNumber;
import io.weir.nodes.support.SocketErrors;
import io.weir.nodes.udp.UdpBinding.Reach;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Receives datagrams on a port. */
public final class UdpInNode implements Node {
  private static final int FIRST_FREE_PORT = 1_024;

  private static final Property<String> MULTICAST =
      choice(
              "multicast",
              Option.of("false", "udp messages"),
              Option.of("true", "multicast messages"))
          .label("Listen for")
          .defaultsTo("false");
  private static final Property<String> GROUP =
      text("group")
          .label("Group")
          .hint("An address such as 225.0.18.83.")
          .defaultsTo("")
          .required()
          .shownWhen("multicast", "true");
  private static final Property<String> INTERFACE =
      UdpForm.INTERFACE.shownWhen("multicast", "true");
  private static final Property<Double> PORT =
      number("port")
          .label("Port")
          .defaultsTo("")
          .storedAsText()
          .required()
          .rule(Rule.atLeast(0))
          .rule(Rule.atMost(65_535));
  private static final Property<String> DATA_TYPE =
      choice(
              "datatype",
              Option.of("buffer", "a Buffer"),
              Option.of("utf8", "text"),
              Option.of("base64", "text, base64"))
          .label("Payload as")
          .defaultsTo("buffer");

  /**
   * The type.
   *
   * @param sockets those that nodes share
   */
  public static NodeType type(UdpSockets sockets) {
    return NodeType.named("udp in")
        .category(Category.NETWORK)
        .kind(Kind.NETWORK)
        .color("Silver")
        .icon("bridge-dash.svg")
        .purpose("Receive by UDP")
        .summary("[{group}:]{port}")
        .synonyms("socket", "listen", "datagram", "multicast", "broadcast")
        .outputs(1)
        .help(Helps.of(UdpInNode.class, "udp in"))
        .properties(MULTICAST, GROUP, INTERFACE, PORT, UdpForm.FAMILY, DATA_TYPE)
        .create((config, context) -> new UdpInNode(config, context, sockets));
  }

  private final NodeContext context;
  private final UdpSockets sockets;
  private final String port;
  private final String group;
  private final String ifaceName;
  private final boolean isMulticast;
  private final String dataType;
  private final UdpBinding binding;
  private final UdpIntake intake;
  private @Nullable UdpSocket socket;

  private UdpInNode(NodeConfig config, NodeContext context, UdpSockets sockets) {
    this.context = context;
    this.sockets = sockets;
    port = config.get(PORT).isNaN() ? "" : String.valueOf(config.raw("port"));
    group = config.get(GROUP).strip();
    ifaceName = config.get(INTERFACE).strip();
    isMulticast = "true".equals(config.raw("multicast"));
    dataType = config.get(DATA_TYPE);
    boolean isIpV6 = config.get(UdpForm.FAMILY).equals("udp6");
    binding =
        new UdpBinding(
            PortNumber.of(config.raw("port")),
            isIpV6,
            isMulticast ? Reach.MULTICAST : Reach.ONE,
            isMulticast ? UdpForm.iface(ifaceName, isIpV6, context) : null);
    intake = new UdpIntake(context, this::take);
  }

  @Override
  public Future<Void> start() {
    if (binding.port() < 0) {
      context.error("error: ERR_SOCKET_BAD_PORT", null);
      return Node.done();
    }
    UdpSockets.Lease lease = sockets.use(context.vertx(), binding);
    UdpSocket used = lease.socket();
    socket = used;
    used.addReceiver(intake);
    used.port().onFailure(why -> context.execute(() -> failed(used, reason(why))));
    if (lease.isNew()) {
      used.port().onSuccess(listening -> context.execute(() -> listening(used)));
    } else {
      context.log("udp: port " + port + " already in use");
      showInterface();
    }
    return Node.done();
  }

  private String reason(Throwable why) {
    String code = SocketErrors.code(why);
    return code.equals("EACCES") && binding.port() < FIRST_FREE_PORT
        ? "UDP access error, you may need root access for ports below 1024"
        : "error: " + code;
  }

  private void failed(UdpSocket failed, Object why) {
    // First, so that whoever reads the error finds the port free for another try.
    socket = null;
    Future<Void> closing = sockets.discard(failed);
    context.error(why, null);
    closing.onFailure(e -> context.execute(() -> context.debug(e.getMessage())));
  }

  private void listening(UdpSocket used) {
    if (!isMulticast) {
      return;
    }
    if (ifaceName.contains(".") && binding.iface() == null) {
      failed(used, "Must be ip address of the required interface");
      return;
    }
    used.join(group)
        .onSuccess(
            joined ->
                context.execute(
                    () -> {
                      showInterface();
                      context.log("udp multicast group " + group);
                    }))
        .onFailure(why -> context.execute(() -> failed(used, why)));
  }

  private void showInterface() {
    MulticastInterface iface = binding.iface();
    if (iface != null) {
      context.status(Status.text(ifaceName + " : " + iface.address()));
    }
  }

  private void take(DatagramPacket packet) {
    UdpSocket from = socket;
    if (from == null) {
      return;
    }
    String ip = from.ip(packet);
    int senderPort = packet.sender().port();
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    properties.put(
        "payload",
        switch (dataType) {
          case "utf8" -> packet.data().toString();
          case "base64" -> Base64.getEncoder().encodeToString(packet.data().getBytes());
          default -> packet.data();
        });
    properties.put("fromip", ip + ":" + senderPort);
    properties.put("ip", ip);
    properties.put("port", senderPort);
    context.send(Message.of(properties));
  }

  @Override
  public Future<Void> stop(boolean removed) {
    UdpSocket used = socket;
    if (used == null) {
      return Node.done();
    }
    socket = null;
    used.removeReceiver(intake);
    return NodeFuture.of(context, sockets.release(used));
  }
}
