package io.weir.nodes.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.MessageJson;
import io.weir.engine.message.Undefined;
import io.weir.engine.message.Values;
import io.weir.engine.node.NodeException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a request while it is being made, by a http response node or by functions.
 *
 * @threads any
 */
final class FlowResponse {
  private static final Pattern NAME = Pattern.compile("[!#$%&'*+\\-.^_`|~0-9A-Za-z]+");
  private static final Pattern UNFIT = Pattern.compile("[^\\t\\x20-\\x7e\\x80-\\xff]");

  /** How long the body is, and how it is sent, is the server's affair. */
  private static final Set<String> FRAMING =
      Set.of("content-length", "transfer-encoding", "connection", "keep-alive", "upgrade");

  private final Exchange exchange;
  private final LiveRequest request;
  // Guarded by this.
  private final MultiMap headers = MultiMap.caseInsensitiveMultiMap();
  private int status = 200;
  private boolean isSent;

  FlowResponse(Exchange exchange, LiveRequest request) {
    this.exchange = exchange;
    this.request = request;
  }

  LiveRequest request() {
    return request;
  }

  synchronized boolean isSent() {
    return isSent;
  }

  synchronized int status() {
    return status;
  }

  /** Sets the status. */
  synchronized void status(int code) {
    if (code < 100 || code > 999) {
      throw new NodeException("ERR_HTTP_INVALID_STATUS_CODE", "Invalid status code: " + code);
    }
    status = code;
  }

  /** A header as it would be sent; null if it isn't set. */
  synchronized @Nullable Object header(String name) {
    List<String> all = headers.getAll(name);
    return all.isEmpty() ? null : all.size() == 1 ? all.get(0) : Values.freeze(all);
  }

  /**
   * Sets a header.
   *
   * @param value a list for several of the same name
   */
  synchronized void set(String name, @Nullable Object value) {
    requireUnsent();
    List<String> texts = new ArrayList<>();
    for (Object each :
        value instanceof List<?> list ? list : java.util.Collections.singletonList(value)) {
      texts.add(checked(name, Values.toText(each)));
    }
    if (name.equalsIgnoreCase("content-type")) {
      texts.replaceAll(MediaTypes::withCharset);
    }
    headers.set(name, texts);
  }

  /** Adds a header beside those of the same name. */
  synchronized void append(String name, String value) {
    requireUnsent();
    headers.add(name, checked(name, value));
  }

  synchronized void remove(String name) {
    requireUnsent();
    headers.remove(name);
  }

  private static String checked(String name, String value) {
    if (!NAME.matcher(name).matches()) {
      throw new NodeException(
          "ERR_INVALID_HTTP_TOKEN", "Header name must be a valid HTTP token [\"" + name + "\"]");
    }
    if (UNFIT.matcher(value).find()) {
      throw new NodeException(
          "ERR_INVALID_CHAR", "Invalid character in header content [\"" + name + "\"]");
    }
    return value;
  }

  private void requireUnsent() {
    if (isSent) {
      throw new NodeException(
          "ERR_HTTP_HEADERS_SENT", "Cannot set headers after they are sent to the client");
    }
  }

  /** Sets a cookie, or makes the browser forget it, by what messages say of it. */
  void cookie(String name, @Nullable Object value) {
    Map<?, ?> options = value instanceof Map<?, ?> map ? map : Map.of();
    boolean clears =
        value == null || (options.containsKey("value") && options.get("value") == null);
    append(
        "Set-Cookie",
        clears
            ? Cookies.clear(name, options)
            : Cookies.set(
                name, value instanceof Map<?, ?> ? orUndefined(options, "value") : value, options));
  }

  private static @Nullable Object orUndefined(Map<?, ?> map, String key) {
    return map.containsKey(key) ? map.get(key) : Undefined.VALUE;
  }

  // ---- bodies ----

  /** Sends a value: objects and null as JSON, Buffers as they are, anything else as text. */
  void send(@Nullable Object value) {
    if (value == Undefined.VALUE) {
      finish(null);
    } else if (value instanceof Buffer bytes) {
      finish("application/octet-stream", bytes, false);
    } else if (value instanceof String || value instanceof Number || value instanceof Boolean) {
      text(Values.toText(value));
    } else {
      json(value);
    }
  }

  /** Sends a text, as HTML unless its type is set. */
  void text(String text) {
    finish("text/html", Buffer.buffer(text), true);
  }

  /** Sends a value as JSON, or as a script if the client asked for that by {@code callback}. */
  void json(@Nullable Object value) {
    String json = value == Undefined.VALUE ? "" : MessageJson.text(value);
    Object asked = request.query() instanceof Map<?, ?> query ? query.get("callback") : null;
    Object callback = asked instanceof List<?> list && !list.isEmpty() ? list.get(0) : asked;
    if (!(callback instanceof String name) || name.isEmpty()) {
      finish("application/json", Buffer.buffer(json), true);
      return;
    }
    set("X-Content-Type-Options", "nosniff");
    set("Content-Type", "text/javascript");
    String function = name.replaceAll("[^\\[\\]\\w$.]", "");
    String safe = json.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029");
    finish(
        "text/javascript",
        Buffer.buffer(
            "/**/ typeof " + function + " === 'function' && " + function + "(" + safe + ");"),
        true);
  }

  /** Sends the usual words of a status. */
  void sendStatus(int code) {
    status(code);
    set("Content-Type", "text/plain");
    text(code == 418 ? "I'm a Teapot" : HttpResponseStatus.valueOf(code).reasonPhrase());
  }

  /** Ends with what was given, without a type or a tag of its own. */
  void end(@Nullable Buffer body) {
    finish(body);
  }

  /** Sends a file. */
  void file(String path) {
    if (header("Content-Type") == null) {
      int dot = path.lastIndexOf('.');
      set("Content-Type", MediaTypes.named(dot < 0 ? "bin" : path.substring(dot)));
    }
    answer(null, path);
  }

  private void finish(String usualType, Buffer body, boolean isText) {
    synchronized (this) {
      requireUnsent();
      String type = headers.get("Content-Type");
      String told = type == null ? usualType : type;
      headers.set("Content-Type", isText ? MediaTypes.inUtf8(told) : told);
      if (!headers.contains("ETag")) {
        headers.set("ETag", tag(body));
      }
      if (isFresh()) {
        status = 304;
      }
    }
    finish(body);
  }

  private void finish(@Nullable Buffer body) {
    answer(body == null ? Buffer.buffer() : body, null);
  }

  private void answer(@Nullable Buffer body, @Nullable String file) {
    Answer answer;
    synchronized (this) {
      requireUnsent();
      isSent = true;
      boolean isBare = status == 204 || status == 304;
      FRAMING.forEach(headers::remove);
      if (isBare) {
        headers.remove("Content-Type");
      } else if (body != null) {
        headers.set("Content-Length", String.valueOf(body.length()));
      }
      answer =
          new Answer(
              status, headers.entries(), isBare ? Buffer.buffer() : body, isBare ? null : file);
    }
    // If the client has gone meanwhile, that is its own affair.
    exchange.answer(answer);
  }

  /** Whether the client has the body already, and may be told so. */
  private boolean isFresh() {
    boolean asks = request.method().equals("GET") || request.method().equals("HEAD");
    String known = request.header("If-None-Match");
    String cache = request.header("Cache-Control");
    boolean wantsAnew = cache != null && cache.toLowerCase(Locale.ROOT).contains("no-cache");
    if (!asks || status < 200 || status > 299 || known == null || wantsAnew) {
      return false;
    }
    String own = weak(String.valueOf(headers.get("ETag")));
    for (String tag : known.split(",", -1)) {
      if (tag.strip().equals("*") || weak(tag.strip()).equals(own)) {
        return true;
      }
    }
    return false;
  }

  private static String weak(String tag) {
    return tag.startsWith("W/") ? tag.substring(2) : tag;
  }

  private static String tag(Buffer body) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-1").digest(body.getBytes());
      String text = Base64.getEncoder().encodeToString(digest).substring(0, 27);
      return "W/\"" + Integer.toHexString(body.length()) + "-" + text + "\"";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
