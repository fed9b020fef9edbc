package io.weir.nodes.support;

import io.weir.nodes.support.ProxyLookup.Mode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Which proxy a connection goes through, by the environment variables that command-line programs
 * know: {@code https_proxy}, {@code all_proxy}, {@code no_proxy} and the like, in lower or upper
 * case. {@link ProxyLookup} says which of them count, but {@code NR_PROXY_MODE} has the last word
 * on the mode.
 */
public final class OutboundProxies {
  private static final String NPM = "npm_config_";
  private static final Map<String, Integer> PORTS =
      Map.of(
          "http", 80, "ws", 80, "https", 443, "wss", 443, "ftp", 21, "mqtt", 1880, "mqtts", 8883);

  private final UnaryOperator<@Nullable String> variables;
  private final ProxyLookup lookup;
  private final boolean isLegacy;

  private OutboundProxies(UnaryOperator<@Nullable String> variables, ProxyLookup lookup) {
    this.variables = variables;
    this.lookup = lookup;
    String mode = variables.apply("NR_PROXY_MODE");
    isLegacy = "legacy".equals(mode) || (!"strict".equals(mode) && lookup.mode() == Mode.LEGACY);
  }

  /** The proxies that the process's environment names. */
  public static OutboundProxies ofEnvironment(ProxyLookup lookup) {
    return new OutboundProxies(System::getenv, lookup);
  }

  /** The proxies that variables name. */
  public static OutboundProxies of(Map<String, String> variables) {
    return of(variables, ProxyLookup.USUAL);
  }

  /** The proxies that variables name, of those that count. */
  public static OutboundProxies of(Map<String, String> variables, ProxyLookup lookup) {
    return new OutboundProxies(variables::get, lookup);
  }

  /** The proxy for a URL; empty to connect directly. */
  public Optional<URI> proxyFor(String url) {
    URI target = parsed(url);
    if (target == null || target.getScheme() == null || target.getHost() == null) {
      return Optional.empty();
    }
    String scheme = target.getScheme().toLowerCase(Locale.ROOT);
    String proxy = isLegacy ? legacyProxy(url) : strictProxy(target, scheme);
    if (proxy.isEmpty()) {
      return Optional.empty();
    }
    URI found = parsed(proxy.contains("://") ? proxy : scheme + "://" + proxy);
    return Optional.ofNullable(found == null || found.getHost() == null ? null : found);
  }

  /** The port of a URL, or its scheme's if it has none; 0 if that is unknown. */
  public static int port(URI url) {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    return url.getPort() >= 0 ? url.getPort() : PORTS.getOrDefault(scheme, 0);
  }

  private static @Nullable URI parsed(String url) {
    try {
      return new URI(url.strip());
    } catch (URISyntaxException e) {
      return null;
    }
  }

  private String strictProxy(URI target, String scheme) {
    if (isExcluded(target)) {
      return "";
    }
    return first(NPM + scheme + "_proxy", scheme + "_proxy", NPM + "proxy", "all_proxy");
  }

  private boolean isExcluded(URI target) {
    String list = first(NPM + "no_proxy", "no_proxy").toLowerCase(Locale.ROOT);
    if (list.equals("*")) {
      return true;
    }
    String host = target.getHost().toLowerCase(Locale.ROOT);
    for (String item : list.split("[,\\s]+", -1)) {
      int colon = item.lastIndexOf(':');
      boolean hasPort = colon > 0 && item.substring(colon + 1).matches("\\d+");
      if (hasPort && !item.substring(colon + 1).equals(String.valueOf(port(target)))) {
        continue;
      }
      String name = hasPort ? item.substring(0, colon) : item;
      if (!name.isEmpty() && matches(name, host)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(String name, String host) {
    if (name.startsWith("*")) {
      return host.endsWith(name.substring(1));
    }
    return name.startsWith(".") ? host.endsWith(name) : host.equals(name);
  }

  private String legacyProxy(String url) {
    String list = set("NO_PROXY").isEmpty() ? set("no_proxy") : set("NO_PROXY");
    for (String item : list.split(",", -1)) {
      if (!item.isBlank() && url.contains(item.strip())) {
        return "";
      }
    }
    return set("HTTP_PROXY").isEmpty() ? set("http_proxy") : set("HTTP_PROXY");
  }

  private String first(String... names) {
    for (String name : names) {
      String value = lookup.excludeNpm() && name.startsWith(NPM) ? "" : inEitherCase(name);
      if (!value.isEmpty()) {
        return value;
      }
    }
    return "";
  }

  private String inEitherCase(String name) {
    if (lookup.lowerCaseOnly()) {
      return set(name);
    }
    String capitals = name.toUpperCase(Locale.ROOT);
    String first = set(lookup.favourUpperCase() ? capitals : name);
    return first.isEmpty() ? set(lookup.favourUpperCase() ? name : capitals) : first;
  }

  private String set(String name) {
    String value = variables.apply(name);
    return value == null ? "" : value;
  }
}
