package io.weir.editor;

import io.vertx.core.http.HttpMethod;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which permission a request needs, by the first part of its path. */
final class RequiredPermission {
  /** What reading and writing there is called. */
  private static final Map<String, String> AREAS = new LinkedHashMap<>();

  static {
    AREAS.put("flows", "flows");
    AREAS.put("flow", "flows");
    AREAS.put("nodes", "nodes");
    AREAS.put("node-types", "nodes");
    AREAS.put("plugins", "plugins");
    AREAS.put("context", "context");
    AREAS.put("settings", "settings");
    AREAS.put("library", "library");
    AREAS.put("credentials", "credentials");
    AREAS.put("diagnostics", "diagnostics");
    AREAS.put("inject", "inject");
    AREAS.put("debug", "debug");
    AREAS.put("weir", "flows");
  }

  /** The same below {@code /weir/}, where it isn't the flows'. */
  private static final Map<String, String> OF_WEIR = Map.of("send", "inject");

  private RequiredPermission() {}

  /**
   * The permission; null if everybody may do it, be they known or not: the page itself, its files,
   * the login, the socket, which asks by itself.
   */
  static @Nullable String of(HttpMethod method, String path) {
    String[] parts = path.toLowerCase(Locale.ROOT).split("/", -1);
    String first = parts.length > 1 ? parts[1] : "";
    if (first.equals("auth")) {
      return parts.length > 2 && parts[2].equals("revoke") ? "" : null;
    }
    if (first.equals("icons")) {
      return parts.length > 2 ? null : "nodes.read";
    }
    boolean isReading = method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    String area =
        first.equals("weir") && parts.length > 2
            ? OF_WEIR.getOrDefault(parts[2], "flows")
            : AREAS.get(first);
    if (area == null) {
      // Whatever is added later and changes something is closed until it is listed here.
      return isReading ? null : "write";
    }
    return area + (isReading ? ".read" : ".write");
  }
}
