package io.weir.nodes.http.client;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.SocketAddress;
import io.weir.engine.message.Values;
import io.weir.engine.node.NodeException;
import io.weir.nodes.http.client.HttpCall.Header;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request under way: the redirects that it is sent on, and a login that is asked for.
 *
 * @threads one event loop, but for {@link #cancel} and {@link #reply}
 */
final class HttpRun {
  private static final Set<Integer> REDIRECTS = Set.of(300, 301, 302, 303, 304, 307, 308);
  private static final Set<String> FOR_ONE_HOST = Set.of("host", "cookie", "authorization");
  private static final Set<String> ABOUT_THE_BODY =
      Set.of("content-length", "content-type", "content-encoding", "transfer-encoding");

  private final HttpCall call;
  private final Vertx vertx;
  private final HttpClientAgent client;
  private final NetClient sockets;
  private final Promise<HttpReply> reply = Promise.promise();
  private final List<Map<String, @Nullable Object>> redirects = new ArrayList<>();
  private final Map<String, Long> timings = new LinkedHashMap<>();
  private HttpAddress address;
  private String method;
  private List<Header> headers;
  private @Nullable Buffer body;
  private boolean hasLoggedIn;
  private @Nullable String warning;
  private @Nullable HttpClientRequest request;
  private @Nullable HttpClientConnection tunnel;
  private @Nullable NetSocket socket;
  private volatile boolean isCancelled;

  HttpRun(HttpCall call, Vertx vertx, HttpClientAgent client, NetClient sockets) {
    this.call = call;
    this.vertx = vertx;
    this.client = client;
    this.sockets = sockets;
    address = call.address();
    method = call.method();
    headers = call.headers();
    body = call.body();
  }

  /** The answer; fails with a {@link NodeException}. Completes on any thread. */
  Future<HttpReply> reply() {
    return reply.future();
  }

  /** Nobody waits for the answer any more. */
  void cancel() {
    isCancelled = true;
    fail(HttpFailures.of("ECONNABORTED", "the node has stopped"));
  }

  void start() {
    note("start");
    long timer =
        vertx.setTimer(
            call.limits().timeoutMillis(),
            late -> fail(HttpFailures.timeout(call.limits().timeoutMillis())));
    reply
        .future()
        .onComplete(
            over -> {
              vertx.cancelTimer(timer);
              letGo(over.failed());
            });
    next();
  }

  /** Notes when a stage was reached; of several requests that of the last. */
  private void note(String stage) {
    timings.put(stage, System.currentTimeMillis());
  }

  private void fail(NodeException why) {
    reply.tryFail(why);
  }

  /** Lets go of the connection; one in the middle of something can't be used any more. */
  private void letGo(boolean isBroken) {
    HttpClientRequest last = request;
    if (isBroken && last != null) {
      last.reset().onFailure(gone -> {});
    }
    NetSocket open = socket;
    socket = null;
    if (open != null) {
      open.close().onFailure(gone -> {});
    }
    HttpClientConnection own = tunnel;
    tunnel = null;
    if (own != null) {
      own.close().onFailure(gone -> {});
    }
  }

  private void next() {
    if (isCancelled || reply.future().isComplete()) {
      return;
    }
    HttpAddress asked = address;
    Future<Received> answer;
    try {
      answer =
          call.route().isLenient()
              ? askLeniently(asked)
              : open(asked).compose(this::send).compose(this::collect);
    } catch (RuntimeException e) {
      answer = Future.failedFuture(e);
    }
    answer.onSuccess(this::received).onFailure(why -> fail(HttpFailures.of(why, asked)));
  }

  private Future<HttpClientRequest> open(HttpAddress to) {
    RequestOptions options = new RequestOptions();
    direct(options, to);
    options.setMethod(HttpMethod.valueOf(method)).setURI(to.target());
    ProxyOptions proxy = call.route().proxies().apply(to);
    if (proxy == null) {
      return client.request(options);
    }
    HttpConnectOptions through = new HttpConnectOptions().setProxyOptions(proxy);
    direct(through, to);
    return client
        .connect(through)
        .compose(
            connection -> {
              tunnel = connection;
              return connection.request(options);
            });
  }

  private void direct(HttpConnectOptions options, HttpAddress to) {
    String name = call.route().serverName();
    boolean hasName = to.isSecure() && !name.isEmpty();
    options
        .setHost(hasName ? name : to.connectHost())
        .setPort(to.port())
        .setSsl(to.isSecure())
        .setSslOptions(call.route().tls());
    if (hasName) {
      options.setServer(SocketAddress.inetSocketAddress(to.port(), to.connectHost()));
    }
  }

  private Future<HttpClientResponse> send(HttpClientRequest opened) {
    note("connect");
    request = opened;
    if (reply.future().isComplete()) {
      opened.reset().onFailure(gone -> {});
      return Future.failedFuture(HttpFailures.of("ECONNABORTED", "too late"));
    }
    opened.setFollowRedirects(false);
    for (Header header : allHeaders()) {
      opened.headers().add(header.name(), header.value());
    }
    Buffer content = body;
    return content == null ? opened.send() : opened.send(content);
  }

  /** The headers for the present address, with what it needs of its own. */
  private List<Header> allHeaders() {
    List<Header> all = new ArrayList<>(headers);
    if (all.stream().noneMatch(header -> header.is("host"))) {
      all.add(0, new Header("Host", address.hostHeader()));
    }
    String cookies = call.cookies().header(address);
    if (cookies != null) {
      all.removeIf(header -> header.is("cookie"));
      all.add(new Header("Cookie", cookies));
    }
    return all;
  }

  private Future<Received> collect(HttpClientResponse response) {
    note("response");
    Promise<Received> whole = Promise.promise();
    Buffer content = Buffer.buffer();
    response.exceptionHandler(whole::tryFail);
    response.handler(
        chunk -> {
          if (!whole.future().isComplete()) {
            try {
              Received.append(content, chunk, call.limits().maxBytes());
            } catch (NodeException e) {
              whole.tryFail(e);
            }
          }
        });
    response.endHandler(
        ended ->
            whole.tryComplete(new Received(response.statusCode(), response.headers(), content)));
    return whole.future();
  }

  /** The whole of a request whose answer may break the rules. */
  private Future<Received> askLeniently(HttpAddress to) {
    String name = call.route().serverName();
    ConnectOptions options =
        new ConnectOptions().setHost(to.connectHost()).setPort(to.port()).setSsl(to.isSecure());
    if (to.isSecure()) {
      options.setSslOptions(call.route().tls());
      options.setSniServerName(name.isEmpty() ? to.connectHost() : name);
    }
    ProxyOptions proxy = call.route().proxies().apply(to);
    if (proxy != null) {
      options.setProxyOptions(proxy);
    }
    return sockets
        .connect(options)
        .compose(
            opened -> {
              note("connect");
              socket = opened;
              return LenientRequest.send(
                  opened, method, to.target(), allHeaders(), body, call.limits().maxBytes());
            });
  }

  private void received(Received received) {
    List<String> setCookies = received.headers().getAll("Set-Cookie");
    call.cookies().take(setCookies, address);
    String location = received.header("Location");
    if (login(received)) {
      again();
    } else if (location != null
        && call.limits().redirects() > 0
        && REDIRECTS.contains(received.status())) {
      redirect(received.status(), location, setCookies);
    } else {
      note("end");
      reply.tryComplete(new HttpReply(received, address, redirects, warning, timings));
    }
  }

  /** Adds a login, if that is what the server wants. */
  private boolean login(Received received) {
    DigestLogin login = call.login();
    String challenge = received.header("WWW-Authenticate");
    if (login == null || hasLoggedIn || received.status() != 401 || challenge == null) {
      return false;
    }
    hasLoggedIn = true;
    try {
      String answer = login.answer(challenge, method, address.target());
      headers = without(Set.of("authorization"));
      headers.add(new Header("Authorization", answer));
      return true;
    } catch (DigestLogin.Unanswerable e) {
      warning = "Digest authentication failed: " + e.getMessage();
      return false;
    }
  }

  private List<Header> without(Set<String> names) {
    List<Header> rest = new ArrayList<>(headers);
    rest.removeIf(header -> names.contains(header.small()));
    return rest;
  }

  private void redirect(int status, String location, List<String> setCookies) {
    Map<String, @Nullable Object> step = new LinkedHashMap<>();
    step.put("location", location);
    if (!setCookies.isEmpty()) {
      step.put("cookies", Values.freeze(CookieJar.described(setCookies)));
    }
    redirects.add(step);
    if (redirects.size() > call.limits().redirects()) {
      fail(
          HttpFailures.of(
              "ERR_TOO_MANY_REDIRECTS",
              "Redirected " + call.limits().redirects() + " times. Aborting."));
      return;
    }
    HttpAddress to;
    try {
      to = address.resolve(location);
    } catch (NodeException e) {
      fail(
          HttpFailures.of(
              Objects.requireNonNullElse(e.code(), "ERR_INVALID_URL"),
              String.valueOf(e.getMessage())));
      return;
    }
    if (!to.isSameHost(address)) {
      headers = without(FOR_ONE_HOST);
    }
    if (status == 303 && !method.equals("HEAD")) {
      method = "GET";
      body = null;
      headers = without(ABOUT_THE_BODY);
    }
    address = to.withoutUser();
    again();
  }

  private void again() {
    letGo(false);
    next();
  }
}
