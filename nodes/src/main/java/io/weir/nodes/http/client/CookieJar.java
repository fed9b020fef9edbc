package io.weir.nodes.http.client;

import io.weir.nodes.http.Escapes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The cookies of one request and the redirects that it is sent on. */
final class CookieJar {
  /** A server that sets more is not to be remembered in full. */
  private static final int MOST = 200;

  private final List<Cookie> cookies = new ArrayList<>();

  private record Cookie(
      String name,
      String value,
      String domain,
      boolean isForSubdomains,
      String path,
      boolean isSecure) {
    boolean isFor(HttpAddress address) {
      boolean isDomain =
          address.host().equals(domain)
              || (isForSubdomains && address.host().endsWith("." + domain));
      String asked = address.path();
      boolean isPath =
          asked.equals(path)
              || (asked.startsWith(path)
                  && (path.endsWith("/") || asked.charAt(path.length()) == '/'));
      return isDomain && isPath && (!isSecure || address.isSecure());
    }
  }

  /** Puts a cookie for an address in, its value as it is sent. */
  void put(String name, String value, HttpAddress address) {
    put(new Cookie(name, value, address.host(), false, "/", false));
  }

  private void put(Cookie cookie) {
    cookies.removeIf(
        known ->
            known.name().equals(cookie.name())
                && known.domain().equals(cookie.domain())
                && known.path().equals(cookie.path()));
    if (cookies.size() < MOST) {
      cookies.add(cookie);
    }
  }

  /** Takes the cookies that an answer sets. */
  void take(List<String> setCookies, HttpAddress from) {
    for (String header : setCookies) {
      Map<String, String> parts = parts(header);
      String name = parts.keySet().stream().findFirst().orElse("");
      if (name.isEmpty()) {
        continue;
      }
      String domain = part(parts, "domain");
      String bare =
          (domain == null || domain.isEmpty() ? from.host() : domain).toLowerCase(Locale.ROOT);
      bare = bare.startsWith(".") ? bare.substring(1) : bare;
      boolean isForeign = !from.host().equals(bare) && !from.host().endsWith("." + bare);
      boolean isTopLevel = bare.indexOf('.') < 0 && !from.host().equals(bare);
      if (isForeign || isTopLevel) {
        continue;
      }
      String path = part(parts, "path");
      put(
          new Cookie(
              name,
              parts.getOrDefault(name, ""),
              bare,
              domain != null && !domain.isEmpty(),
              path == null || !path.startsWith("/") ? folder(from.path()) : path,
              part(parts, "secure") != null));
    }
  }

  private static String folder(String path) {
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? "/" : path.substring(0, slash);
  }

  private static @Nullable String part(Map<String, String> parts, String name) {
    boolean isFirst = true;
    for (Map.Entry<String, String> part : parts.entrySet()) {
      if (!isFirst && part.getKey().equalsIgnoreCase(name)) {
        return part.getValue();
      }
      isFirst = false;
    }
    return null;
  }

  /**
   * The name and value of a {@code Set-Cookie} header, then its attributes, as they are written.
   */
  private static Map<String, String> parts(String header) {
    Map<String, String> parts = new LinkedHashMap<>();
    for (String part : header.split(";", -1)) {
      int equals = part.indexOf('=');
      String name = (equals < 0 ? part : part.substring(0, equals)).strip();
      if (!name.isEmpty()) {
        parts.putIfAbsent(name, equals < 0 ? "" : part.substring(equals + 1).strip());
      }
    }
    return parts;
  }

  /** The header {@code Cookie} for an address; null if no cookie is for it. */
  @Nullable String header(HttpAddress address) {
    StringBuilder header = new StringBuilder();
    for (Cookie cookie : cookies) {
      if (cookie.isFor(address)) {
        header.append(header.isEmpty() ? "" : "; ").append(cookie.name()).append('=');
        header.append(cookie.value());
      }
    }
    return header.isEmpty() ? null : header.toString();
  }

  /** What {@code Set-Cookie} headers say, by name: {@code {value, Path, …}}. */
  static Map<String, @Nullable Object> described(List<String> setCookies) {
    Map<String, @Nullable Object> described = new LinkedHashMap<>();
    for (String header : setCookies) {
      Map<String, String> parts = parts(header);
      Map<String, @Nullable Object> cookie = new LinkedHashMap<>();
      String name = "";
      for (Map.Entry<String, String> part : parts.entrySet()) {
        if (name.isEmpty()) {
          name = part.getKey();
          String text = unquoted(part.getValue());
          String value = Escapes.decode(text, false);
          cookie.put("value", value == null ? text : value);
        } else {
          cookie.put(part.getKey(), part.getValue().isEmpty() ? (Object) true : part.getValue());
        }
      }
      if (!name.isEmpty()) {
        described.put(name, cookie);
      }
    }
    return described;
  }

  private static String unquoted(String value) {
    boolean isQuoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
    return isQuoted ? value.substring(1, value.length() - 1) : value;
  }
}
