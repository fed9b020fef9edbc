package io.weir.nodes.http;

import static io.weir.engine.node.Property.list;
import static io.weir.engine.node.Property.text;

import io.vertx.core.Future;
import io.weir.engine.message.Message;
import io.weir.engine.message.Opaque;
import io.weir.engine.message.Undefined;
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
import io.weir.engine.node.Rule;
import io.weir.nodes.support.Helps;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Answers the request that a message came from. */
public final class HttpResponseNode implements Node {
  private static final Pattern LEADING_DIGITS = Pattern.compile("\\s*([+-]?\\d{1,9})");

  private static final String CONTENT_TYPE = "content-type";

  private static final Property<String> STATUS =
      text("statusCode")
          .label("Status")
          .hint("Empty for msg.statusCode, or 200.")
          .placeholder("msg.statusCode")
          .defaultsTo("")
          .rule(Rule.matches("\\s*\\d*\\s*", "must be a number"));
  private static final Property<String> NAME =
      text("name")
          .label("Name")
          .placeholder(CONTENT_TYPE)
          .suggestions(CONTENT_TYPE, "location")
          .defaultsTo("");
  private static final Property<String> VALUE =
      text("value").label("Value").defaultsTo("").hiddenWhen("name", CONTENT_TYPE);
  private static final Property<String> MEDIA_TYPE =
      text("value")
          .label("Value")
          .defaultsTo("")
          .suggestions(
              "application/json",
              "application/xml",
              "text/css",
              "text/html",
              "text/plain",
              "image/gif",
              "image/png")
          .shownWhen("name", CONTENT_TYPE);
  private static final Property<List<NodeConfig>> HEADERS =
      list("headers", NAME, VALUE, MEDIA_TYPE).label("Headers").with("storedAs", "object");

  /** The type. */
  public static final NodeType TYPE =
      NodeType.named("http response")
          .category(Category.NETWORK)
          .kind(Kind.NETWORK)
          .color("#e7e7ae")
          .icon("white-globe.svg")
          .purpose("Send the answer to a web request")
          .summary("{statusCode}")
          .synonyms("web", "rest", "api", "reply", "answer", "status", "page")
          .inputs(1)
          .help(Helps.of(HttpResponseNode.class, "http response"))
          .properties(STATUS, HEADERS)
          .create(HttpResponseNode::new);

  private final NodeContext context;
  private final int status;
  private final Map<String, @Nullable Object> headers = new LinkedHashMap<>();

  private HttpResponseNode(NodeConfig config, NodeContext context) {
    this.context = context;
    status = status(config.raw("statusCode"));
    if (config.raw("headers") instanceof Map<?, ?> map) {
      map.forEach((name, value) -> headers.put(String.valueOf(name), value));
    }
    config.get(HEADERS).forEach(row -> headers.put(row.get(NAME), row.get(VALUE)));
    headers.remove("");
  }

  /** The whole number that a value begins with; 0 if there is none. */
  private static int status(@Nullable Object value) {
    Matcher digits = LEADING_DIGITS.matcher(value == null ? "" : Values.toText(value));
    return digits.lookingAt() ? Integer.parseInt(digits.group(1)) : 0;
  }

  @Override
  public Future<Void> receive(Message message, Outputs out) {
    if (!(message.get("res") instanceof Opaque opaque
        && opaque.host() instanceof WrappedResponse wrapped)) {
      context.warn("No response object");
      return Node.done();
    }
    FlowResponse response = wrapped.response();
    if (response.isSent()) {
      throw new NodeException(
          "ERR_HTTP_HEADERS_SENT", "Cannot set headers after they are sent to the client");
    }
    headersOf(message).forEach(response::set);
    if (message.get("cookies") instanceof Map<?, ?> cookies) {
      cookies.forEach((name, value) -> response.cookie(String.valueOf(name), value));
    }
    int asked = status(message.get("statusCode"));
    response.status(status != 0 ? status : asked != 0 ? asked : 200);
    response.send(message.has("payload") ? message.payload() : Undefined.VALUE);
    if (message.get("headers") instanceof Map<?, ?> map
        && map.containsKey(RequestNodeHeaders.MARK)) {
      Map<Object, @Nullable Object> unmarked = new LinkedHashMap<>(map);
      unmarked.remove(RequestNodeHeaders.MARK);
      out.leaveAs(message.with("headers", unmarked));
    }
    return Node.done();
  }

  private Map<String, @Nullable Object> headersOf(Message message) {
    if (!(message.get("headers") instanceof Map<?, ?> fromMessage)) {
      return headers;
    }
    Map<String, @Nullable Object> all = new LinkedHashMap<>(headers);
    RequestNodeHeaders.toSend(fromMessage)
        .forEach((name, value) -> all.putIfAbsent(String.valueOf(name), value));
    return all;
  }
}
