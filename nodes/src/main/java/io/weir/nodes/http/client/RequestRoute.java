package io.weir.nodes.http.client;

import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ProxyOptions;
import io.weir.engine.message.Message;
import io.weir.engine.message.Values;
import io.weir.engine.node.NodeConfig;
import io.weir.engine.node.NodeContext;
import io.weir.nodes.support.OutboundProxies;
import io.weir.nodes.tls.TlsConfigNode;
import io.weir.nodes.tls.TlsSettings;
import io.weir.nodes.tls.VertxTls;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a node's requests get to servers: encryption and proxies. */
final class RequestRoute {
  private final NodeContext context;
  private final OutboundProxies environment;
  private final @Nullable TlsSettings settings;
  private final @Nullable HttpProxyNode proxy;
  private final boolean keepsAlive;
  private final boolean isLenient;
  // Made once each: connections are used again for the same object only.
  private @Nullable ClientSSLOptions own;
  private @Nullable ClientSSLOptions verifying;
  private @Nullable ClientSSLOptions trusting;

  RequestRoute(NodeConfig config, NodeContext context, OutboundProxies environment) {
    this.context = context;
    this.environment = environment;
    settings =
        context
            .configNode(config.get(HttpRequestForm.TLS), TlsConfigNode.class)
            .map(TlsConfigNode::settings)
            .orElse(null);
    proxy = context.configNode(config.get(HttpRequestForm.PROXY), HttpProxyNode.class).orElse(null);
    keepsAlive = config.get(HttpRequestForm.PERSIST);
    isLenient = config.get(HttpRequestForm.LENIENT);
  }

  boolean hasTls() {
    return settings != null;
  }

  HttpCall.Route of(Message message) {
    return new HttpCall.Route(
        tls(message),
        settings == null ? "" : settings.serverName(),
        keepsAlive,
        isLenient,
        this::proxyFor);
  }

  private ClientSSLOptions tls(Message message) {
    if (settings != null) {
      ClientSSLOptions made = own == null ? VertxTls.client(settings) : own;
      own = made;
      return made;
    }
    if (verifies(message)) {
      ClientSSLOptions made =
          verifying == null ? VertxTls.client(TlsSettings.defaults(true)) : verifying;
      verifying = made;
      return made;
    }
    ClientSSLOptions made =
        trusting == null ? VertxTls.client(TlsSettings.defaults(false)) : trusting;
    trusting = made;
    return made;
  }

  private boolean verifies(Message message) {
    Object asked = message.get("rejectUnauthorized");
    if (asked == null) {
      return true;
    }
    String word = Values.toText(asked).toLowerCase(Locale.ROOT);
    boolean isKnown = asked instanceof Boolean || asked instanceof String;
    if (isKnown && word.equals("true")) {
      return true;
    }
    if (isKnown && word.equals("false")) {
      return false;
    }
    context.warn("msg.rejectUnauthorized should be a boolean");
    return true;
  }

  private @Nullable ProxyOptions proxyFor(HttpAddress address) {
    HttpProxyNode configured = proxy;
    Optional<URI> found =
        configured == null
            ? environment.proxyFor(address.toString())
            : configured.proxyFor(address.toString());
    if (found.isEmpty()) {
      return null;
    }
    URI uri = found.get();
    if (uri.getPort() < 0) {
      // On an event loop here.
      context.execute(() -> context.warn("Bad proxy url: " + uri));
      return null;
    }
    return configured == null || configured.user().isEmpty()
        ? ProxyLogin.of(uri)
        : ProxyLogin.of(uri, configured.user(), configured.password());
  }
}
