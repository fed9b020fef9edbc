package io.weir.nodes.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.HostMethod;
import io.weir.engine.message.HostObject;
import io.weir.engine.message.Opaque;
import io.weir.engine.message.Undefined;
import io.weir.engine.message.Values;
import io.weir.engine.node.NodeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code msg.res._res}: an answer in the hands of functions, in the words of Express. */
final class LiveResponse implements HostObject {
  private static final List<String> NAMES = List.of("statusCode", "headersSent");

  /** What {@code format} calls if the client likes no type that there is. */
  private static final String DEFAULT = "default";

  private final FlowResponse response;
  private final Opaque self = asValue("ServerResponse");

  LiveResponse(FlowResponse response) {
    this.response = response;
  }

  Opaque value() {
    return self;
  }

  @Override
  public List<String> memberNames() {
    return NAMES;
  }

  @Override
  public @Nullable Object member(String name) {
    HostMethod method = method(name);
    if (method != null) {
      return method.asValue();
    }
    return switch (name) {
      case "statusCode" -> (long) response.status();
      case "headersSent" -> response.isSent();
      default -> Undefined.VALUE;
    };
  }

  /** A method; null if there is none of that name. */
  @Nullable HostMethod method(String name) {
    return switch (name) {
      case "status" -> chained(in -> response.status(code(get(in, 0))));
      case "set", "header", "setHeader" -> chained(this::set);
      case "get", "getHeader" -> in -> orUndefined(response.header(text(in, 0)));
      case "removeHeader" -> chained(in -> response.remove(text(in, 0)));
      case "append" -> chained(this::append);
      case "type" -> chained(in -> response.set("Content-Type", MediaTypes.named(text(in, 0))));
      case "vary" -> chained(in -> vary(text(in, 0)));
      case "links" -> chained(this::links);
      case "location" -> chained(in -> response.set("Location", place(text(in, 0))));
      case "attachment" -> chained(in -> attach(in.isEmpty() ? null : text(in, 0)));
      case "cookie" -> chained(this::cookie);
      case "clearCookie" ->
          chained(in -> response.append("Set-Cookie", Cookies.clear(text(in, 0), options(in, 1))));
      case "send" -> chained(in -> response.send(get(in, 0)));
      case "json", "jsonp" -> chained(in -> response.json(get(in, 0)));
      case "sendStatus" -> chained(in -> response.sendStatus(code(get(in, 0))));
      case "end" -> chained(this::end);
      case "redirect" -> chained(this::redirect);
      case "sendFile", "sendfile" -> chained(in -> response.file(file(in)));
      case "download" -> chained(this::download);
      case "format" -> chained(this::format);
      case "render" ->
          in -> {
            throw new NodeException("res.render is not available");
          };
      default -> null;
    };
  }

  private interface Action {
    void run(List<? extends @Nullable Object> arguments);
  }

  /** A method that gives the response itself, so that another can follow. */
  private HostMethod chained(Action action) {
    return arguments -> {
      action.run(arguments);
      return self;
    };
  }

  private static @Nullable Object get(List<? extends @Nullable Object> in, int index) {
    return index < in.size() ? in.get(index) : Undefined.VALUE;
  }

  private static String text(List<? extends @Nullable Object> in, int index) {
    return Values.toText(get(in, index));
  }

  private static Map<?, ?> options(List<? extends @Nullable Object> in, int index) {
    return get(in, index) instanceof Map<?, ?> map ? map : Map.of();
  }

  private static int code(@Nullable Object value) {
    return (int) Values.toNumber(value);
  }

  private static Object orUndefined(@Nullable Object value) {
    return value == null ? Undefined.VALUE : value;
  }

  private void set(List<? extends @Nullable Object> in) {
    if (get(in, 0) instanceof Map<?, ?> fields) {
      fields.forEach((name, value) -> response.set(String.valueOf(name), value));
    } else {
      response.set(text(in, 0), get(in, 1));
    }
  }

  private void append(List<? extends @Nullable Object> in) {
    Object value = get(in, 1);
    for (Object each : value instanceof List<?> list ? list : List.of(Values.toText(value))) {
      response.append(text(in, 0), Values.toText(each));
    }
  }

  private void vary(String header) {
    Object present = response.header("Vary");
    response.set("Vary", present == null ? header : present + ", " + header);
  }

  /** Calls the function for the type that the client likes best; if it likes none, the default. */
  private void format(List<? extends @Nullable Object> in) {
    Map<?, ?> functions = options(in, 0);
    List<String> types =
        functions.keySet().stream()
            .map(String::valueOf)
            .filter(type -> !type.equals(DEFAULT))
            .toList();
    String best =
        types.isEmpty() ? null : MediaTypes.accepted(response.request().header("Accept"), types);
    vary("Accept");
    if (best != null) {
      response.set("Content-Type", MediaTypes.named(best));
    } else if (!functions.containsKey(DEFAULT)) {
      response.sendStatus(HttpResponseStatus.NOT_ACCEPTABLE.code());
      return;
    }
    String chosen = best == null ? DEFAULT : best;
    if (!(functions.get(chosen) instanceof Opaque opaque
        && opaque.host() instanceof HostMethod function)) {
      throw new NodeException("res.format needs a function for " + chosen);
    }
    function.call(List.of(response.request().asValue("IncomingMessage"), self));
  }

  private void links(List<? extends @Nullable Object> in) {
    Object present = response.header("Link");
    List<String> links = new ArrayList<>(present == null ? List.of() : List.of("" + present));
    options(in, 0)
        .forEach((rel, url) -> links.add("<" + Values.toText(url) + ">; rel=\"" + rel + "\""));
    response.set("Link", String.join(", ", links));
  }

  private String place(String url) {
    if (!url.equals("back")) {
      return url;
    }
    String from = response.request().header("Referer");
    return from == null ? "/" : from;
  }

  private void attach(@Nullable String file) {
    if (file == null) {
      response.set("Content-Disposition", "attachment");
      return;
    }
    String name = file.substring(file.lastIndexOf('/') + 1);
    if (name.lastIndexOf('.') > 0) {
      response.set("Content-Type", MediaTypes.named(name.substring(name.lastIndexOf('.'))));
    }
    boolean isPlain = name.chars().allMatch(c -> c >= 0x20 && c < 0x7f && c != '"' && c != '\\');
    response.set(
        "Content-Disposition",
        isPlain
            ? "attachment; filename=\"" + name + "\""
            : "attachment; filename*=UTF-8''" + Escapes.encode(name));
  }

  private void cookie(List<? extends @Nullable Object> in) {
    response.append("Set-Cookie", Cookies.set(text(in, 0), get(in, 1), options(in, 2)));
  }

  private void end(List<? extends @Nullable Object> in) {
    Object body = get(in, 0);
    response.end(
        body == null || body == Undefined.VALUE
            ? null
            : body instanceof Buffer bytes ? bytes : Buffer.buffer(Values.toText(body)));
  }

  private void redirect(List<? extends @Nullable Object> in) {
    boolean hasStatus = in.size() > 1;
    boolean isFirst = hasStatus && in.get(0) instanceof Number;
    int status = hasStatus ? code(in.get(isFirst ? 0 : 1)) : 302;
    String url = place(text(in, hasStatus && isFirst ? 1 : 0));
    response.status(status);
    response.set("Location", url);
    response.set("Content-Type", "text/plain");
    response.text(HttpResponseStatus.valueOf(status).reasonPhrase() + ". Redirecting to " + url);
  }

  private static String file(List<? extends @Nullable Object> in) {
    String name = text(in, 0);
    Object root = options(in, 1).get("root");
    if (root != null) {
      Path folder = Path.of(Values.toText(root)).normalize();
      Path file = folder.resolve(name.startsWith("/") ? name.substring(1) : name).normalize();
      if (!file.startsWith(folder)) {
        throw new NodeException("Forbidden");
      }
      return file.toString();
    }
    if (!Path.of(name).isAbsolute()) {
      throw new NodeException("path must be absolute or specify root to res.sendFile");
    }
    return name;
  }

  private void download(List<? extends @Nullable Object> in) {
    attach(get(in, 1) instanceof String name ? name : text(in, 0));
    response.file(Path.of(text(in, 0)).toAbsolutePath().toString());
  }
}
