package io.weir.nodes.http.client;

import static io.weir.engine.node.Property.list;
import static io.weir.engine.node.Property.secret;
import static io.weir.engine.node.Property.text;

import io.weir.engine.message.Values;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeConfig;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.Property;
import io.weir.engine.node.Rule;
import io.weir.nodes.support.Helps;
import io.weir.nodes.support.OutboundProxies;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A proxy that requests go through, shared by the nodes that make them. */
public final class HttpProxyNode implements Node {
  private static final Property<String> URL =
      text("url")
          .label("Address")
          .placeholder("http://hostname:port")
          .defaultsTo("")
          .required()
          .rule(Rule.matches("http.*://.*", "must begin with http and hold ://"));
  private static final Property<String> USER = text("username").label("User").asCredential();
  private static final Property<String> PASSWORD = secret("password").label("Password");
  private static final Property<List<NodeConfig>> EXCLUDED =
      list("noproxy", text("host").label("Host").defaultsTo(""))
          .label("Not for these hosts")
          .with("storedAs", "texts");

  /** The type. */
  public static final NodeType TYPE =
      NodeType.named("http proxy")
          .config()
          .purpose("A proxy for requests")
          .summary("{url}")
          .help(Helps.of(HttpProxyNode.class, "http proxy"))
          .properties(URL, USER, PASSWORD, EXCLUDED)
          .create(HttpProxyNode::new);

  private final OutboundProxies proxies;
  private final String user;
  private final String password;

  private HttpProxyNode(NodeConfig config, NodeContext context) {
    String url = config.get(URL);
    String excluded =
        config.raw("noproxy") instanceof List<?> hosts
            ? String.join(",", hosts.stream().map(Values::toText).toList())
            : "";
    proxies =
        OutboundProxies.of(Map.of("http_proxy", url, "https_proxy", url, "no_proxy", excluded));
    user = config.get(USER);
    password = config.get(PASSWORD);
  }

  /** The proxy for an address; empty to go there directly. */
  Optional<URI> proxyFor(String url) {
    return proxies.proxyFor(url);
  }

  /** Who we are to the proxy; empty if that stands in its address, or nowhere. */
  String user() {
    return user;
  }

  /** The user's password. */
  String password() {
    return password;
  }
}
