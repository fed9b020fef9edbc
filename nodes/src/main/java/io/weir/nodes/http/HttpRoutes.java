package io.weir.nodes.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.weir.engine.node.NodeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What flows serve: the routes of all http in nodes. The web server hands it requests; nodes come
 * and go.
 *
 * @threads nodes add and remove routes from theirs; requests come on the web server's context
 */
public final class HttpRoutes {
  /** Of a program without a web server. */
  public static final HttpRoutes NONE = new HttpRoutes(null, 0);

  /** For requests that nobody has the time or the means to answer. */
  static final Answer BUSY = Answer.plain(503, "Service Unavailable");

  /** As many clients as may wait for flows that don't answer, and what their bodies may take. */
  private static final int MOST_OPEN = 1_000;

  private static final long MOST_OPEN_BYTES = 64L << 20;

  /** As long as a deploy may need to start a node anew, while requests for it wait. */
  private static final Duration LONGEST_GAP = Duration.ofSeconds(15);

  private static final int MOST_IN_GAP = 100;

  private final @Nullable String root;
  private final long maxBodyBytes;
  private final OpenExchanges open;
  private final Duration longestGap;
  private final List<Route> routes = new CopyOnWriteArrayList<>();

  /**
   * Without routes.
   *
   * @param root the path that flows' addresses are below, with a slash at both ends; null if flows
   *     may not serve anything
   * @param maxBodyBytes the largest body that is taken
   */
  public HttpRoutes(@Nullable String root, long maxBodyBytes) {
    this(root, maxBodyBytes, new OpenExchanges(MOST_OPEN, MOST_OPEN_BYTES), LONGEST_GAP);
  }

  HttpRoutes(@Nullable String root, long maxBodyBytes, OpenExchanges open, Duration longestGap) {
    this.longestGap = longestGap;
    this.root = root;
    this.maxBodyBytes = maxBodyBytes;
    this.open = open;
  }

  /** Whether flows may serve anything. */
  boolean isOpen() {
    return root != null;
  }

  /** The largest body that is taken. */
  long maxBodyBytes() {
    return maxBodyBytes;
  }

  /** How many requests wait for an answer. */
  public int waiting() {
    return open.size();
  }

  // ---- nodes ----

  /** Who answers at an address. */
  interface Server {
    /**
     * Whether it has too much to do.
     *
     * @threads any
     */
    boolean isBusy();

    /**
     * A request has come in.
     *
     * @threads the web server's context
     */
    void take(Arrival arrival);
  }

  /**
   * A request that has come in.
   *
   * @param body empty if the method has none
   */
  record Arrival(
      Exchange exchange, LiveRequest live, HttpServerRequest request, Peer peer, Buffer body) {
    private Arrival at(Map<String, String> params, String base) {
      return new Arrival(
          exchange, new LiveRequest(request, peer, base, params), request, peer, body);
    }
  }

  /** An address, and who answers there. */
  static final class Route {
    private final String nodeId;
    private final HttpMethod method;
    private final RoutePattern pattern;
    private final Server server;
    // Null while the node runs; else what has come since it stopped. Guarded by this.
    private @Nullable List<Arrival> gap;
    private long gapEndsNanos;

    /**
     * An address.
     *
     * @throws NodeException if the pattern can't be read
     */
    Route(String nodeId, HttpMethod method, String pattern, Server server) {
      this.nodeId = nodeId;
      this.method = method;
      this.pattern = new RoutePattern(pattern);
      this.server = server;
    }

    /** The node stops, and most likely starts again in a moment. */
    private synchronized void pause(Duration longest) {
      gap = new ArrayList<>();
      gapEndsNanos = System.nanoTime() + longest.toNanos();
    }

    /** It is paused no longer; gives what has come meanwhile. */
    private synchronized List<Arrival> end() {
      List<Arrival> waiting = gap == null ? List.of() : gap;
      gap = null;
      return waiting;
    }

    /**
     * Keeps a request if the node is paused.
     *
     * @return how long at most, in milliseconds: 0 if the pause is over, -1 if it isn't paused
     */
    private synchronized long keep(Arrival arrival) {
      if (gap == null) {
        return -1;
      }
      long left = TimeUnit.NANOSECONDS.toMillis(gapEndsNanos - System.nanoTime());
      if (left <= 0) {
        return 0;
      }
      if (gap.size() < MOST_IN_GAP) {
        gap.add(arrival);
      } else {
        arrival.exchange().answer(BUSY);
      }
      return left;
    }

    private boolean takes(HttpMethod asked) {
      return method.equals(asked)
          || (method.equals(HttpMethod.GET) && asked.equals(HttpMethod.HEAD));
    }
  }

  /** A route is there from now on, behind those that are there; in place of its node's last one. */
  void add(Route route) {
    List<Arrival> waiting = new ArrayList<>();
    routes.add(route);
    for (Route before : routes) {
      if (before != route && before.nodeId.equals(route.nodeId)) {
        waiting.addAll(close(before));
      }
    }
    waiting.forEach(this::again);
  }

  /** A route is gone. */
  void remove(Route route) {
    close(route).forEach(this::again);
  }

  /**
   * The node of a route stops, and most likely starts again in a moment: what is asked for
   * meanwhile waits.
   */
  void pause(Route route) {
    route.pause(longestGap);
  }

  private List<Arrival> close(Route route) {
    routes.remove(route);
    return route.end();
  }

  /** Looks once more for who answers a request. */
  void again(Arrival arrival) {
    Context context = arrival.exchange().context();
    context.runOnContext(
        here -> {
          Match match;
          try {
            match = match(arrival.request().method(), path(arrival.request()));
          } catch (RoutePattern.BadPath e) {
            match = null;
          }
          if (match == null) {
            arrival.exchange().answer(Answer.plain(404, "Not Found"));
          } else {
            hand(match.route(), arrival.at(match.params(), base()));
          }
        });
  }

  // ---- requests ----

  private record Match(Route route, Map<String, String> params) {}

  private @Nullable Match match(HttpMethod method, String path) throws RoutePattern.BadPath {
    for (Route route : routes) {
      Map<String, String> params = route.takes(method) ? route.pattern.match(path) : null;
      if (params != null) {
        return new Match(route, params);
      }
    }
    return null;
  }

  /** The path below the root, with a slash in front; empty if it is elsewhere. */
  private String path(HttpServerRequest request) {
    String path = request.path();
    String base = base();
    return path == null || !path.startsWith(base + "/") ? "" : path.substring(base.length());
  }

  /** The path that flows' addresses are below, without a slash at its end; empty for none. */
  String base() {
    return root == null ? "" : root.substring(0, root.length() - 1);
  }

  /**
   * Answers a request if a flow is there for it.
   *
   * @param otherwise what to do if there is none
   */
  public void handle(HttpServerRequest request, Peer peer, Runnable otherwise) {
    String path = path(request);
    try {
      Match match = match(request.method(), path);
      if (match != null) {
        receive(match, request, peer);
      } else if (request.method().equals(HttpMethod.OPTIONS)) {
        tellMethods(path, request, otherwise);
      } else {
        otherwise.run();
      }
    } catch (RoutePattern.BadPath e) {
      exchange(request).answer(Answer.plain(400, "Bad Request"));
    }
  }

  private void tellMethods(String path, HttpServerRequest request, Runnable otherwise)
      throws RoutePattern.BadPath {
    Set<String> methods = new LinkedHashSet<>();
    for (Route route : routes) {
      if (route.pattern.match(path) != null) {
        methods.add(route.method.name());
        if (route.method.equals(HttpMethod.GET)) {
          methods.add("HEAD");
        }
      }
    }
    if (methods.isEmpty()) {
      otherwise.run();
      return;
    }
    String allowed = String.join(",", methods);
    request.response().putHeader(HttpHeaders.ALLOW, allowed);
    exchange(request).answer(Answer.plain(200, allowed));
  }

  private Exchange exchange(HttpServerRequest request) {
    return new Exchange(Objects.requireNonNull(Vertx.currentContext()), request, open::remove);
  }

  private void receive(Match match, HttpServerRequest request, Peer peer) {
    Exchange exchange = exchange(request);
    request.response().closeHandler(closed -> exchange.gone());
    if (match.route().server.isBusy() || !open.add(exchange)) {
      exchange.answer(BUSY);
      return;
    }
    LiveRequest live = new LiveRequest(request, peer, base(), match.params());
    if (match.route().method.equals(HttpMethod.GET)) {
      hand(match.route(), new Arrival(exchange, live, request, peer, Buffer.buffer()));
      return;
    }
    new BodyCollector(request, exchange, open, maxBodyBytes)
        .collect(body -> hand(match.route(), new Arrival(exchange, live, request, peer, body)));
  }

  /** On the web server's context. */
  private void hand(Route route, Arrival arrival) {
    long left = route.keep(arrival);
    if (left < 0) {
      route.server.take(arrival);
    } else if (left == 0) {
      remove(route);
      again(arrival);
    } else {
      arrival.exchange().context().owner().setTimer(left + 1, late -> giveUp(route));
    }
  }

  /** The node has not come back. */
  private void giveUp(Route route) {
    if (routes.contains(route)) {
      remove(route);
    }
  }
}
