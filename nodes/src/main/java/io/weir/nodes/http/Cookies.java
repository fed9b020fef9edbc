package io.weir.nodes.http;

import io.weir.engine.message.JsonException;
import io.weir.engine.message.MessageJson;
import io.weir.engine.message.Undefined;
import io.weir.engine.message.Values;
import io.weir.engine.node.NodeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Cookies as they stand in headers. */
final class Cookies {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final Pattern NAME = Pattern.compile("[!#$%&'*+\\-.^_`|~0-9A-Za-z]+");
  private static final Pattern ATTRIBUTE = Pattern.compile("[\\x20-\\x3A\\x3C-\\x7E]*");
  private static final String JSON = "j:";

  private Cookies() {}

  /** The cookies of a request, decoded; the first of a name counts. */
  static Map<String, @Nullable Object> parse(String header) {
    Map<String, @Nullable Object> cookies = new LinkedHashMap<>();
    for (String pair : header.split(";", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? "" : pair.substring(0, equals).strip();
      if (!name.isEmpty()) {
        cookies.putIfAbsent(name, value(pair.substring(equals + 1)));
      }
    }
    return cookies;
  }

  private static @Nullable Object value(String written) {
    String bare = written.strip();
    if (bare.length() >= 2 && bare.startsWith("\"") && bare.endsWith("\"")) {
      bare = bare.substring(1, bare.length() - 1);
    }
    String text = Escapes.decode(bare, false);
    String decoded = text == null ? bare : text;
    if (decoded.startsWith(JSON)) {
      try {
        return MessageJson.parse(decoded.substring(JSON.length()));
      } catch (JsonException e) {
        return decoded;
      }
    }
    return decoded;
  }

  /**
   * A {@code Set-Cookie} header.
   *
   * @param value a text, a number or the like, or an object
   * @param options {@code maxAge} in milliseconds, {@code expires}, {@code path}, {@code domain},
   *     {@code httpOnly}, {@code secure}, {@code sameSite}
   * @throws NodeException if name, path or domain can't stand in a header
   */
  static String set(String name, @Nullable Object value, Map<?, ?> options) {
    String text =
        value instanceof Map<?, ?> || value instanceof List<?>
            ? JSON + MessageJson.text(value)
            : Values.toText(value);
    StringBuilder cookie = begin(name, Escapes.encode(text));
    Object expires = options.get("expires");
    Object maxAge = options.get("maxAge");
    double millis = maxAge == null ? Double.NaN : Values.toNumber(maxAge);
    if (!Double.isNaN(millis)) {
      cookie.append("; Max-Age=").append((long) Math.floor(millis / 1_000));
      expires = Instant.now().plusMillis((long) millis);
    }
    place(cookie, options);
    if (expires instanceof Instant instant) {
      cookie.append("; Expires=").append(DATE.format(instant));
    }
    flags(cookie, options);
    return cookie.toString();
  }

  /** A {@code Set-Cookie} header that makes a browser forget a cookie. */
  static String clear(String name, Map<?, ?> options) {
    StringBuilder cookie = begin(name, "");
    place(cookie, options);
    cookie.append("; Expires=").append(DATE.format(Instant.EPOCH));
    flags(cookie, options);
    return cookie.toString();
  }

  private static StringBuilder begin(String name, String value) {
    if (!NAME.matcher(name).matches()) {
      throw new NodeException("argument name is invalid: " + name);
    }
    return new StringBuilder(name).append('=').append(value);
  }

  private static void place(StringBuilder cookie, Map<?, ?> options) {
    attribute(cookie, "Domain", options.get("domain"));
    Object path = options.get("path");
    attribute(cookie, "Path", path == null ? "/" : path);
  }

  private static void attribute(StringBuilder cookie, String name, @Nullable Object value) {
    if (value == null || value == Undefined.VALUE || "".equals(value)) {
      return;
    }
    String text = Values.toText(value);
    if (!ATTRIBUTE.matcher(text).matches()) {
      throw new NodeException("option " + name.toLowerCase(Locale.ROOT) + " is invalid: " + text);
    }
    cookie.append("; ").append(name).append('=').append(text);
  }

  private static void flags(StringBuilder cookie, Map<?, ?> options) {
    if (Values.isTruthy(options.get("httpOnly"))) {
      cookie.append("; HttpOnly");
    }
    if (Values.isTruthy(options.get("secure"))) {
      cookie.append("; Secure");
    }
    Object sameSite = options.get("sameSite");
    if (Values.isTruthy(sameSite)) {
      String rule =
          Boolean.TRUE.equals(sameSite)
              ? "strict"
              : Values.toText(sameSite).toLowerCase(Locale.ROOT);
      cookie.append(
          switch (rule) {
            case "strict" -> "; SameSite=Strict";
            case "lax" -> "; SameSite=Lax";
            case "none" -> "; SameSite=None";
            default -> throw new NodeException("option sameSite is invalid: " + rule);
          });
    }
  }
}
