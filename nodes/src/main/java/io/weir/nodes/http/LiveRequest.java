package io.weir.nodes.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;
import io.weir.engine.message.HostMethod;
import io.weir.engine.message.HostObject;
import io.weir.engine.message.Opaque;
import io.weir.engine.message.Undefined;
import io.weir.engine.message.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code msg.req}: what a client asked for, in the words of Express. It holds nothing of the
 * connection, so a flow may keep it for as long as it likes.
 */
final class LiveRequest implements HostObject {
  private static final List<String> NAMES =
      List.of(
          "headers",
          "rawHeaders",
          "httpVersion",
          "method",
          "url",
          "originalUrl",
          "baseUrl",
          "path",
          "hostname",
          "protocol",
          "secure",
          "ip",
          "ips",
          "subdomains",
          "xhr",
          "params",
          "query",
          "body",
          "cookies",
          "signedCookies",
          "files",
          "connection",
          "socket");

  /** Of which Node.js keeps the first alone. */
  private static final Set<String> SINGLE =
      Set.of(
          "age",
          "authorization",
          "content-length",
          "content-type",
          "etag",
          "expires",
          "from",
          "host",
          "if-modified-since",
          "if-unmodified-since",
          "last-modified",
          "location",
          "max-forwards",
          "proxy-authorization",
          "referer",
          "retry-after",
          "server",
          "user-agent");

  private final String method;
  private final String originalUrl;
  private final String baseUrl;
  private final String httpVersion;
  private final MultiMap fields;
  private final Peer peer;
  private final Object socket;
  private final Object params;
  // What is costly to make is made when it is first asked for.
  private volatile @Nullable Object headers;
  private volatile @Nullable Object query;
  // As where Node-RED's editor and flows share a root, which they do unless something else is said.
  private volatile Object body = Map.of();
  private volatile Object files = Undefined.VALUE;

  /**
   * A request.
   *
   * @param baseUrl what is in front of the flows' own addresses; without a slash at its end
   * @param params what stood at the places of the route
   */
  LiveRequest(HttpServerRequest request, Peer peer, String baseUrl, Map<String, String> params) {
    method = request.method().name();
    originalUrl = request.uri();
    this.baseUrl = baseUrl;
    httpVersion = request.version() == HttpVersion.HTTP_1_0 ? "1.0" : "1.1";
    fields = MultiMap.caseInsensitiveMultiMap().addAll(request.headers());
    this.peer = peer;
    socket = socket(request);
    this.params = frozen(params);
  }

  private static Object frozen(Object value) {
    return Objects.requireNonNull(Values.freeze(value));
  }

  private static Object socket(HttpServerRequest request) {
    Map<String, @Nullable Object> socket = new LinkedHashMap<>();
    SocketAddress remote = request.remoteAddress();
    SocketAddress local = request.localAddress();
    if (remote != null && remote.hostAddress() != null) {
      socket.put("remoteAddress", remote.hostAddress());
      socket.put("remotePort", (long) remote.port());
      socket.put("remoteFamily", remote.hostAddress().indexOf(':') < 0 ? "IPv4" : "IPv6");
    }
    if (local != null) {
      socket.put("localPort", (long) local.port());
    }
    socket.put("encrypted", request.isSSL());
    return frozen(socket);
  }

  /** The body has been read. */
  void read(@Nullable Object parsed, Object uploads) {
    body = parsed == null ? Undefined.VALUE : parsed;
    files = uploads;
  }

  /** A header; null if it isn't there. */
  @Nullable String header(String name) {
    return fields.get(name);
  }

  String method() {
    return method;
  }

  /** The query as an object. */
  Object query() {
    Object made = query;
    if (made == null) {
      int mark = originalUrl.indexOf('?');
      made = frozen(FormText.parse(mark < 0 ? "" : originalUrl.substring(mark + 1)));
      query = made;
    }
    return made;
  }

  @Override
  public List<String> memberNames() {
    return NAMES;
  }

  @Override
  public @Nullable Object member(String name) {
    return switch (name) {
      case "headers" -> headers();
      case "rawHeaders" -> rawHeaders();
      case "httpVersion" -> httpVersion;
      case "method" -> method;
      case "url" -> url();
      case "originalUrl" -> originalUrl;
      case "baseUrl" -> baseUrl;
      case "path" -> path();
      case "hostname", "host" -> peer.host().isEmpty() ? Undefined.VALUE : peer.host();
      case "protocol" -> peer.isSecure() ? "https" : "http";
      case "secure" -> peer.isSecure();
      case "ip" -> peer.address();
      case "ips" -> frozen(peer.addresses());
      case "subdomains" -> frozen(subdomains());
      case "xhr" -> "xmlhttprequest".equalsIgnoreCase(fields.get("X-Requested-With"));
      case "params" -> params;
      case "query" -> query();
      case "body" -> body;
      case "files" -> files;
      case "cookies" -> cookies();
      case "signedCookies" -> frozen(Map.of());
      case "connection", "socket" -> socket;
      case "get", "header" -> method(this::get);
      case "is" -> method(this::is);
      case "accepts" -> method(this::accepts);
      default -> Undefined.VALUE;
    };
  }

  private static Opaque method(HostMethod method) {
    return method.asValue();
  }

  private Object headers() {
    Object made = headers;
    if (made == null) {
      Map<String, @Nullable Object> all = new LinkedHashMap<>();
      fields.forEach((name, value) -> all.merge(name.toLowerCase(Locale.ROOT), value, (a, b) -> a));
      all.replaceAll((name, value) -> combined(name));
      made = frozen(all);
      headers = made;
    }
    return made;
  }

  private Object combined(String name) {
    List<String> values = fields.getAll(name);
    if (name.equals("set-cookie")) {
      return values;
    }
    return SINGLE.contains(name)
        ? values.get(0)
        : String.join(name.equals("cookie") ? "; " : ", ", values);
  }

  private @Nullable Object rawHeaders() {
    List<String> raw = new ArrayList<>();
    fields.forEach(
        (name, value) -> {
          raw.add(name);
          raw.add(value);
        });
    return Values.freeze(raw);
  }

  private String url() {
    String below = originalUrl.substring(Math.min(baseUrl.length(), originalUrl.length()));
    return below.startsWith("/") ? below : "/" + below;
  }

  private String path() {
    String url = url();
    int mark = url.indexOf('?');
    return mark < 0 ? url : url.substring(0, mark);
  }

  private List<String> subdomains() {
    String host = peer.host();
    if (host.isEmpty() || host.indexOf(':') >= 0 || host.matches("[\\d.]+")) {
      return List.of();
    }
    List<String> labels = new ArrayList<>(List.of(host.split("\\.", -1)));
    Collections.reverse(labels);
    return labels.subList(Math.min(2, labels.size()), labels.size());
  }

  private @Nullable Object cookies() {
    String header = fields.get("Cookie");
    return Values.freeze(header == null ? Map.of() : Cookies.parse(header));
  }

  // ---- methods ----

  private @Nullable Object get(List<? extends @Nullable Object> arguments) {
    String name = arguments.isEmpty() ? "" : Values.toText(arguments.get(0));
    String key = name.toLowerCase(Locale.ROOT);
    if (!fields.contains(key) && key.startsWith("refer")) {
      key = key.equals("referrer") ? "referer" : "referrer";
    }
    return fields.contains(key) ? combined(key) : Undefined.VALUE;
  }

  private static List<String> words(List<? extends @Nullable Object> arguments) {
    List<?> all =
        arguments.size() == 1 && arguments.get(0) instanceof List<?> list ? list : arguments;
    return all.stream().map(Values::toText).toList();
  }

  private @Nullable Object is(List<? extends @Nullable Object> arguments) {
    boolean hasBody = fields.contains("Transfer-Encoding") || fields.contains("Content-Length");
    String type = fields.get("Content-Type");
    if (!hasBody) {
      return null;
    }
    String found = MediaTypes.is(type == null ? "" : type, words(arguments));
    return found == null ? (Object) false : found;
  }

  private @Nullable Object accepts(List<? extends @Nullable Object> arguments) {
    List<String> types = words(arguments);
    if (types.isEmpty()) {
      return Values.freeze(MediaTypes.accepted(fields.get("Accept")));
    }
    String best = MediaTypes.accepted(fields.get("Accept"), types);
    return best == null ? (Object) false : best;
  }
}
