package io.weir.nodes.tcp;

import static io.weir.engine.node.Property.config;
import static io.weir.engine.node.Property.number;

import io.weir.engine.message.Values;
import io.weir.engine.node.NodeConfig;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.Property;
import io.weir.engine.node.Rule;
import io.weir.nodes.support.PortNumber;
import io.weir.nodes.tls.TlsConfigNode;
import io.weir.nodes.tls.TlsSettings;
import org.jspecify.annotations.Nullable;

/**
 * Where a node listens or connects to, as its configuration has it.
 *
 * @param host empty if none is set
 * @param port {@link PortNumber#NONE} if it is none
 * @param written the port as it is written
 * @param tls how to encrypt; null not to
 */
record TcpTarget(String host, int port, String written, @Nullable TlsSettings tls) {
  /** Seconds of silence after which the system asks whether the peer is still there. */
  static final int PROBE = 120;

  static final Property<String> TLS = config("tls", "tls-config").label("TLS settings");

  /** The property for a port. */
  static Property<Double> portProperty() {
    return number("port")
        .label("Port")
        .defaultsTo("")
        .storedAsText()
        .rule(Rule.atLeast(0))
        .rule(Rule.atMost(65_535));
  }

  static TcpTarget of(String host, NodeConfig config, NodeContext context) {
    Object port = config.raw("port");
    return new TcpTarget(
        host.strip(),
        PortNumber.of(port),
        port == null ? "" : Values.toText(port),
        context
            .configNode(config.get(TLS), TlsConfigNode.class)
            .map(TlsConfigNode::settings)
            .orElse(null));
  }

  /** The same with another address. */
  TcpTarget at(String otherHost, Object otherPort) {
    return new TcpTarget(otherHost, PortNumber.of(otherPort), Values.toText(otherPort), tls);
  }

  @Override
  public String toString() {
    return host + ":" + written;
  }
}
