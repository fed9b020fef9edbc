package io.weir.nodes.http.client;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.Message;
import io.weir.engine.message.MessageIds;
import io.weir.engine.message.Values;
import io.weir.engine.node.NodeConfig;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a request of a message, as a node is configured. */
final class CallBuilder {
  private static final int MOST_REDIRECTS = 21;

  private final NodeContext context;
  private final RequestRoute route;
  private final Duration timeout;
  private final long maxBytes;
  private final String paysInto;
  private final String auth;
  private final String user;
  private final String password;
  private final List<NodeConfig> headers;

  CallBuilder(NodeConfig config, NodeContext context, RequestRoute route, OutboundHttp http) {
    this.context = context;
    this.route = route;
    timeout = http.settings().timeout();
    maxBytes = http.maxBytes();
    paysInto = config.get(HttpRequestForm.PAYLOAD);
    auth = config.get(HttpRequestForm.AUTH);
    user = config.get(HttpRequestForm.USER);
    password = config.get(HttpRequestForm.PASSWORD);
    headers = config.get(HttpRequestForm.HEADERS);
  }

  /**
   * The request.
   *
   * @throws NodeException if the message is of no use for it
   */
  HttpCall build(HttpAddress asked, String method, Message message) {
    OutgoingHeaders outgoing = new OutgoingHeaders();
    outgoing.take(message);
    outgoing.apply(headers, message);
    outgoing.introduce();
    CookieJar jar = new CookieJar();
    outgoing.moveCookies(message, jar, asked);
    DigestLogin login = login(asked, outgoing);
    Buffer body = body(method, message, outgoing);
    HttpAddress address = asked.withoutUser();
    if (method.equals("GET") && paysInto.equals("query")) {
      address = address.withQuery(query(message));
    }
    return new HttpCall(
        address,
        method,
        outgoing.list(),
        body,
        jar,
        login,
        route.of(message),
        new HttpCall.Limits(timeout(message), redirects(message), maxBytes));
  }

  private @Nullable DigestLogin login(HttpAddress address, OutgoingHeaders outgoing) {
    if (auth.equals("bearer")) {
      outgoing.set("Authorization", "Bearer " + password);
      return null;
    }
    String name = user.isEmpty() ? address.user() : user;
    String secret = password.isEmpty() ? address.password() : password;
    if (name.isEmpty() && secret.isEmpty()) {
      return null;
    }
    if (auth.equals("digest")) {
      return new DigestLogin(name, secret, MessageIds.next());
    }
    outgoing.set("Authorization", HttpAddress.basicLogin(name, secret));
    return null;
  }

  private @Nullable Buffer body(String method, Message message, OutgoingHeaders outgoing) {
    boolean isGet = method.equals("GET");
    if (method.equals("HEAD") || !message.has("payload") || (isGet && !paysInto.equals("body"))) {
      return null;
    }
    OutgoingBody body = OutgoingBody.of(message.payload(), outgoing.get("Content-Type"));
    if (body.contentType() != null && !isGet) {
      outgoing.set("Content-Type", body.contentType());
    }
    outgoing.set("Content-Length", String.valueOf(body.bytes().length()));
    return body.bytes();
  }

  private static String query(Message message) {
    if (!message.has("payload")) {
      return "";
    }
    Object payload = message.payload();
    if (payload instanceof String || payload instanceof Number || payload instanceof Boolean) {
      throw new NodeException("Invalid payload");
    }
    return payload instanceof Map<?, ?> fields ? OutgoingBody.query(fields) : "";
  }

  private long timeout(Message message) {
    if (!message.has("requestTimeout")) {
      return timeout.toMillis();
    }
    double asked = Values.toNumber(message.get("requestTimeout"));
    if (Double.isNaN(asked)) {
      context.warn("Timeout value is not a valid number, ignoring");
    } else if (asked < 1) {
      context.warn("Timeout value is negative, ignoring");
    } else {
      return (long) Math.min(asked, Integer.MAX_VALUE);
    }
    return timeout.toMillis();
  }

  private static int redirects(Message message) {
    return message.has("followRedirects") && !Values.isTruthy(message.get("followRedirects"))
        ? 0
        : MOST_REDIRECTS;
  }
}
