package io.weir.nodes.http.client;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.JsonException;
import io.weir.engine.message.Message;
import io.weir.engine.message.MessageJson;
import io.weir.engine.message.Values;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeConfig;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.NodeType.Category;
import io.weir.engine.node.NodeType.Kind;
import io.weir.engine.node.Outputs;
import io.weir.engine.node.Status;
import io.weir.nodes.function.MustacheText;
import io.weir.nodes.http.RequestNodeHeaders;
import io.weir.nodes.support.Helps;
import io.weir.nodes.support.NodeMetrics;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks web servers, and sends on what they answer. */
public final class HttpRequestNode implements Node {
  private static final Status REQUESTING = Status.of("blue", "dot", "httpin.status.requesting");
  private static final String OVERRIDE =
      "Warning: msg properties can no longer override set node properties."
          + " See bit.ly/nr-override-msg-props";

  private final NodeContext context;
  private final NodeMetrics metrics;
  private final OutboundHttp http;
  private final RequestRoute route;
  private final CallBuilder calls;
  private final String url;
  private final MustacheText template = new MustacheText(null, false);
  private final String method;
  private final String result;
  private final boolean onlyCatch;
  private final int mostWaiting;
  private final Set<HttpRun> running = new HashSet<>();
  private boolean isFailed;

  private HttpRequestNode(
      NodeConfig config, NodeContext context, OutboundHttp http, int mostWaiting) {
    this.context = context;
    metrics = new NodeMetrics(context);
    this.http = http;
    this.mostWaiting = mostWaiting;
    route = new RequestRoute(config, context, http.proxies());
    calls = new CallBuilder(config, context, route, http);
    url = config.get(HttpRequestForm.URL).strip();
    method = config.get(HttpRequestForm.METHOD);
    result = config.get(HttpRequestForm.RESULT);
    onlyCatch = config.get(HttpRequestForm.ONLY_CATCH);
  }

  /**
   * The type.
   *
   * @param http makes the requests
   * @param mostWaiting how many requests of a node may be under way; more fail
   */
  public static NodeType type(OutboundHttp http, int mostWaiting) {
    return NodeType.named("http request")
        .category(Category.NETWORK)
        .kind(Kind.NETWORK)
        .color("#e7e7ae")
        .icon("white-globe.svg")
        .purpose("Ask a web server")
        .summary("{method} {url}")
        .synonyms("web", "rest", "api", "fetch", "get", "post", "download", "call", "client")
        .inputs(1)
        .outputs(1)
        .help(Helps.of(HttpRequestNode.class, "http request"))
        .properties(
            HttpRequestForm.METHOD,
            HttpRequestForm.URL,
            HttpRequestForm.PAYLOAD,
            HttpRequestForm.TLS,
            HttpRequestForm.AUTH,
            HttpRequestForm.USER,
            HttpRequestForm.PASSWORD,
            HttpRequestForm.PERSIST,
            HttpRequestForm.PROXY,
            HttpRequestForm.ONLY_CATCH,
            HttpRequestForm.LENIENT,
            HttpRequestForm.RESULT,
            HttpRequestForm.HEADERS)
        .create((config, context) -> new HttpRequestNode(config, context, http, mostWaiting));
  }

  @Override
  public Future<Void> receive(Message message, Outputs out) {
    if (running.size() >= mostWaiting) {
      throw new NodeException("more than " + mostWaiting + " requests are waiting for an answer");
    }
    context.status(REQUESTING);
    isFailed = false;
    HttpCall call;
    try {
      String target = target(message);
      if (target == null) {
        return Node.done();
      }
      call = calls.build(HttpAddress.parse(target), method(message), message);
    } catch (RuntimeException e) {
      settle();
      throw e;
    }
    long began = System.nanoTime();
    HttpRun run = http.start(call);
    running.add(run);
    Promise<Void> done = Promise.promise();
    run.reply()
        .onComplete(
            reply ->
                context.execute(
                    () -> {
                      running.remove(run);
                      if (reply.succeeded()) {
                        measure(reply.result(), began, message.id());
                      }
                      finish(reply, call, message, out);
                      done.tryComplete();
                    }));
    return done.future();
  }

  /** The address to ask; null if that is of another kind, which is said already. */
  private @Nullable String target(Message message) {
    Object asked = message.get("url");
    String own = url;
    if (!own.isEmpty() && asked != null && !own.equals(asked)) {
      context.warn(OVERRIDE);
    }
    String target = own.isEmpty() ? asked == null ? "" : Values.toText(asked) : own;
    if (own.contains("{{")) {
      target = template.fill(own, message);
    }
    if (target.isEmpty()) {
      throw new NodeException("No url specified");
    }
    if (target.contains("://") && !target.startsWith("http")) {
      context.warn("non-http transport requested");
      fail("httpin.errors.invalid-transport");
      return null;
    }
    return target.startsWith("http://") || target.startsWith("https://")
        ? target
        : (route.hasTls() ? "https://" : "http://") + target;
  }

  private String method(Message message) {
    Object asked = message.get("method");
    if (!method.equals("use")) {
      if (asked != null) {
        context.warn(OVERRIDE);
      }
      return method.toUpperCase(Locale.ROOT);
    }
    return asked == null || "".equals(asked)
        ? "GET"
        : Values.toText(asked).toUpperCase(Locale.ROOT);
  }

  // ---- what comes of it ----

  private void finish(AsyncResult<HttpReply> reply, HttpCall call, Message message, Outputs out) {
    if (reply.succeeded()) {
      out.send(answered(reply.result(), message));
      settle();
      return;
    }
    NodeException why =
        reply.cause() instanceof NodeException known
            ? known
            : HttpFailures.of(reply.cause(), call.address());
    String code = why.code() == null ? "" : why.code();
    boolean isTimeout = code.equals("ETIMEDOUT");
    fail(isTimeout ? "common.notification.errors.no-response" : code);
    // As it came, so that whoever catches it can try again.
    context.error(isTimeout ? new NodeException(code, "no response from server") : why, message);
    if (!onlyCatch) {
      out.send(
          message
              .with("payload", why.getMessage() + " : " + call.address())
              .with("statusCode", code));
    }
  }

  /** Notes how long the request took and how large the answer is. */
  private void measure(HttpReply reply, long began, String messageId) {
    if (!NodeMetrics.areWanted()) {
      return;
    }
    metrics.write("duration.millis", messageId, NodeMetrics.millisSince(began));
    metrics.write("size.bytes", messageId, reply.received().body().length());
    if (http.settings().logsTimings()) {
      reply.timings().forEach((stage, at) -> metrics.write("timings." + stage, messageId, at));
    }
  }

  private Message answered(HttpReply reply, Message message) {
    if (reply.warning() != null) {
      context.warn(reply.warning());
    }
    Message answer =
        message
            .with("payload", payload(reply))
            .with("statusCode", (long) reply.received().status())
            .with("headers", RequestNodeHeaders.marked(reply.headerMap()))
            .with("responseUrl", reply.address().toString())
            .with("redirectList", reply.redirects())
            .with("retry", 0L);
    List<String> cookies = reply.setCookies();
    return cookies.isEmpty()
        ? answer.without("responseCookies")
        : answer.with("responseCookies", CookieJar.described(cookies));
  }

  private @Nullable Object payload(HttpReply reply) {
    Buffer body = reply.received().body();
    if (result.equals("bin")) {
      return body;
    }
    if (!result.equals("obj")) {
      return body.toString();
    }
    if (reply.received().status() == 204) {
      return Map.of();
    }
    try {
      return MessageJson.parse(body.toString());
    } catch (JsonException e) {
      context.warn("JSON parse error");
      return body.toString();
    }
  }

  private void fail(String text) {
    isFailed = true;
    context.status(Status.of("red", "ring", text));
  }

  /** Nothing is shown once nothing is under way, unless that is a failure. */
  private void settle() {
    if (running.isEmpty() && !isFailed) {
      context.status(Status.NONE);
    }
  }

  @Override
  public Future<Void> stop(boolean removed) {
    running.forEach(HttpRun::cancel);
    running.clear();
    context.status(Status.NONE);
    return Node.done();
  }
}
