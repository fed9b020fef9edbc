package io.weir.nodes.http;

import static io.weir.engine.node.Property.choice;
import static io.weir.engine.node.Property.flag;
import static io.weir.engine.node.Property.text;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.weir.engine.message.Message;
import io.weir.engine.message.MessageIds;
import io.weir.engine.message.Values;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeConfig;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.NodeType.Category;
import io.weir.engine.node.NodeType.Kind;
import io.weir.engine.node.Property;
import io.weir.engine.node.Property.Option;
import io.weir.nodes.http.HttpRoutes.Arrival;
import io.weir.nodes.http.HttpRoutes.Route;
import io.weir.nodes.support.Helps;
import io.weir.nodes.support.NodeMetrics;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Makes a message of each request to an address. */
public final class HttpInNode implements Node, HttpRoutes.Server {
  private static final String[] NAMES = {Message.ID, "req", "res", "payload"};
  private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "patch");

  private static final Property<String> METHOD =
      choice(
              "method",
              Option.of("get", "GET"),
              Option.of("post", "POST"),
              Option.of("put", "PUT"),
              Option.of("delete", "DELETE"),
              Option.of("patch", "PATCH"))
          .label("Method")
          .defaultsTo("get");
  private static final Property<String> URL =
      text("url")
          .label("Address")
          .hint("/lamps/:id has the part after the slash in msg.req.params.id.")
          .placeholder("/url")
          .defaultsTo("")
          .required();
  private static final Property<Boolean> UPLOAD =
      flag("upload").label("Accept file uploads").defaultsTo(false).shownWhen("method", "post");
  private static final Property<Boolean> RAW =
      flag("skipBodyParsing")
          .label("Leave the body as it comes")
          .hint("msg.payload is a Buffer then, whatever the content type.")
          .defaultsTo(false)
          .shownWhen("method", "post", "put", "patch", "delete")
          .more();

  private final NodeContext context;
  private final NodeMetrics metrics;
  private final HttpRoutes routes;
  private final String url;
  private final String method;
  private final boolean uploads;
  private final boolean isRaw;
  // What has come in and this node has not begun with.
  private final Set<Arrival> arrived = ConcurrentHashMap.newKeySet();
  private @Nullable Route route;
  private volatile boolean hasStopped;

  private HttpInNode(NodeConfig config, NodeContext context, HttpRoutes routes) {
    this.context = context;
    metrics = new NodeMetrics(context);
    this.routes = routes;
    url = config.get(URL);
    method = config.get(METHOD);
    uploads = config.get(UPLOAD) && method.equals("post");
    isRaw = config.get(RAW);
  }

  /** The type, for the routes of a web server. */
  public static NodeType type(HttpRoutes routes) {
    return NodeType.named("http in")
        .category(Category.NETWORK)
        .kind(Kind.NETWORK)
        .color("#e7e7ae")
        .icon("white-globe.svg")
        .purpose("Answer web requests")
        .summary("{method} {url}")
        .synonyms("web", "rest", "api", "endpoint", "server", "listen", "page")
        .outputs(1)
        .help(Helps.of(HttpInNode.class, "http in"))
        .properties(METHOD, UPLOAD, RAW, URL.below(routes.base()))
        .create((config, context) -> new HttpInNode(config, context, routes));
  }

  @Override
  public Future<Void> start() {
    if (!routes.isOpen()) {
      context.warn("Cannot create http-in node when httpNodeRoot set to false");
    } else if (url.isEmpty()) {
      context.warn("missing path");
    } else if (METHODS.contains(method)) {
      Route made =
          new Route(
              context.id(),
              HttpMethod.valueOf(method.toUpperCase(Locale.ROOT)),
              url.startsWith("/") ? url : "/" + url,
              this);
      routes.add(made);
      route = made;
    }
    return Node.done();
  }

  @Override
  public boolean isBusy() {
    return context.isCongested();
  }

  @Override
  public void take(Arrival arrival) {
    arrived.add(arrival);
    if (hasStopped) {
      leave(arrival);
      return;
    }
    context.execute(
        () -> {
          if (arrived.remove(arrival)) {
            begin(arrival);
          }
        });
  }

  private void begin(Arrival arrival) {
    Exchange exchange = arrival.exchange();
    LiveRequest request = arrival.live();
    Object payload;
    try {
      payload = method.equals("get") ? request.query() : body(arrival);
    } catch (BadBody e) {
      context.warn(e.getMessage());
      exchange.answer(Answer.plain(e.status(), words(e.status())));
      return;
    }
    WrappedResponse response =
        new WrappedResponse(
            new FlowResponse(exchange, request),
            warning -> context.execute(() -> context.warn(warning)));
    String id = MessageIds.next();
    measure(exchange, id);
    context.send(
        Message.ofArrays(
            NAMES,
            new @Nullable Object[] {
              id, request.asValue("IncomingMessage"), response.asValue("ServerResponse"), payload
            }),
        exchange::forgotten,
        () -> exchange.answer(HttpRoutes.BUSY));
  }

  /** Notes how long the answer took and how large it is. */
  private void measure(Exchange exchange, String messageId) {
    if (!NodeMetrics.areWanted()) {
      return;
    }
    exchange.whenSent(
        bytes -> {
          double millis = NodeMetrics.millisSince(exchange.beganNanos());
          metrics.write("response.time.millis", messageId, millis);
          metrics.write("response.content-length.bytes", messageId, bytes);
        });
  }

  private @Nullable Object body(Arrival arrival) throws BadBody {
    RequestBody body =
        RequestBody.read(
            arrival.live().header("Content-Type"),
            arrival.live().header(HttpHeaders.CONTENT_ENCODING.toString()),
            arrival.body(),
            new RequestBody.Wishes(uploads, isRaw, routes.maxBodyBytes()));
    arrival.live().read(body.payload(), body.files());
    return Values.freeze(body.payload());
  }

  private static String words(int status) {
    return HttpResponseStatus.valueOf(status).reasonPhrase();
  }

  @Override
  public Future<Void> stop(boolean removed) {
    Route own = route;
    if (own == null) {
      return Node.done();
    }
    if (removed) {
      routes.remove(own);
    } else {
      routes.pause(own);
    }
    // What it had not begun with is for whoever answers there next.
    hasStopped = true;
    arrived.forEach(this::leave);
    return Node.done();
  }

  private void leave(Arrival arrival) {
    if (arrived.remove(arrival)) {
      routes.again(arrival);
    }
  }
}
