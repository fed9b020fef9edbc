package io.weir.nodes.http.client;

import io.weir.engine.node.NodeException;
import io.weir.nodes.http.Escapes;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address of the web, ready to be asked for: what may not stand in it is escaped, what was
 * escaped stays.
 *
 * @param isSecure whether it is https
 * @param userInfo {@code user:password}, still escaped; empty if there is none
 * @param host in small letters; an IPv6 address in brackets
 * @param target path and query, with a slash in front
 */
record HttpAddress(boolean isSecure, String userInfo, String host, int port, String target) {
  private static final Pattern SHAPE =
      Pattern.compile(
          "(https?)://(?:([^/?#]*)@)?(\\[[0-9a-f:.]+]|[^:/?#@\\[\\]]+)(?::(\\d{0,5}))?([/?#].*)?",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final String UNFIT_IN_QUERIES = " \"<>'";
  private static final String UNFIT_IN_PATHS = " \"<>`{}^";

  /**
   * Reads an address.
   *
   * @throws NodeException with code {@code ERR_INVALID_URL} if it is none
   */
  static HttpAddress parse(String text) {
    Matcher shape = SHAPE.matcher(text.strip());
    if (!shape.matches()) {
      throw invalid(text);
    }
    boolean isSecure = shape.group(1).equalsIgnoreCase("https");
    String port = shape.group(4) == null ? "" : shape.group(4);
    int number = port.isEmpty() ? isSecure ? 443 : 80 : Integer.parseInt(port);
    if (number > 65_535) {
      throw invalid(text);
    }
    return new HttpAddress(
        isSecure,
        shape.group(2) == null ? "" : shape.group(2),
        host(shape.group(3), text),
        number,
        target(shape.group(5) == null ? "/" : shape.group(5)));
  }

  private static NodeException invalid(String text) {
    return new NodeException("ERR_INVALID_URL", "Invalid URL: " + text);
  }

  private static String host(String written, String text) {
    if (written.startsWith("[")) {
      return written.toLowerCase(Locale.ROOT);
    }
    try {
      String host = Escapes.decode(written, false);
      String ascii = IDN.toASCII(host == null ? written : host, IDN.ALLOW_UNASSIGNED);
      if (ascii.chars().anyMatch(c -> c <= ' ')) {
        throw invalid(text);
      }
      return ascii.toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      throw invalid(text);
    }
  }

  private static String target(String written) {
    int hash = written.indexOf('#');
    String bare = hash < 0 ? written : written.substring(0, hash);
    int mark = bare.indexOf('?');
    String path = mark < 0 ? bare : bare.substring(0, mark);
    String escaped = escaped(path.isEmpty() ? "/" : path, UNFIT_IN_PATHS, false);
    return withoutDots(escaped)
        + (mark < 0 ? "" : escaped(bare.substring(mark), UNFIT_IN_QUERIES, true));
  }

  /** A percent sign that begins no escape stands for itself in a query. */
  private static String escaped(String text, String unfit, boolean isQuery) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\t' || c == '\n' || c == '\r') {
        continue;
      }
      if (c == '%' && isQuery && !isEscape(text, i)) {
        escaped.append("%25");
      } else if (c > ' ' && c < 0x7f && unfit.indexOf(c) < 0) {
        escaped.append(c);
      } else {
        int end = Character.isHighSurrogate(c) && i + 1 < text.length() ? i + 2 : i + 1;
        for (byte b : text.substring(i, end).getBytes(StandardCharsets.UTF_8)) {
          Escapes.escape(escaped, b);
        }
        i = end - 1;
      }
    }
    return escaped.toString();
  }

  private static boolean isEscape(String text, int at) {
    return at + 2 < text.length()
        && Character.digit(text.charAt(at + 1), 16) >= 0
        && Character.digit(text.charAt(at + 2), 16) >= 0;
  }

  private static String withoutDots(String path) {
    if (!path.contains("/.")) {
      return path;
    }
    List<String> kept = new ArrayList<>();
    String[] parts = path.substring(1).split("/", -1);
    for (int i = 0; i < parts.length; i++) {
      boolean isLast = i == parts.length - 1;
      if (parts[i].equals("..")) {
        if (!kept.isEmpty()) {
          kept.remove(kept.size() - 1);
        }
      } else if (!parts[i].equals(".")) {
        kept.add(parts[i]);
        continue;
      }
      if (isLast) {
        kept.add("");
      }
    }
    return "/" + String.join("/", kept);
  }

  /**
   * The address that a redirect from here leads to.
   *
   * @throws NodeException if it is no address of the web
   */
  HttpAddress resolve(String location) {
    String to = location.strip();
    if (to.matches("[A-Za-z][A-Za-z0-9+.-]*:.*")) {
      return parse(to);
    }
    if (to.startsWith("//")) {
      return parse(scheme() + ":" + to);
    }
    if (to.startsWith("/")) {
      return parse(origin() + to);
    }
    if (to.startsWith("?") || to.isEmpty()) {
      return parse(origin() + path() + to);
    }
    return parse(origin() + path().substring(0, path().lastIndexOf('/') + 1) + to);
  }

  String scheme() {
    return isSecure ? "https" : "http";
  }

  /** The path without the query. */
  String path() {
    int mark = target.indexOf('?');
    return mark < 0 ? target : target.substring(0, mark);
  }

  /** Host, and port if it isn't the usual one: the header of that name. */
  String hostHeader() {
    return port == (isSecure ? 443 : 80) ? host : host + ":" + port;
  }

  private String origin() {
    return scheme() + "://" + hostHeader();
  }

  /** Where to connect to: the host without brackets. */
  String connectHost() {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /** The user that stands in it; empty if none. */
  String user() {
    int colon = userInfo.indexOf(':');
    return decoded(colon < 0 ? userInfo : userInfo.substring(0, colon));
  }

  /** The password that stands in it; empty if none. */
  String password() {
    int colon = userInfo.indexOf(':');
    return colon < 0 ? "" : decoded(userInfo.substring(colon + 1));
  }

  private static String decoded(String text) {
    String plain = Escapes.decode(text, false);
    return plain == null ? text : plain;
  }

  /** User and password as the header {@code Authorization} has them. */
  String basicLogin() {
    return basicLogin(user(), password());
  }

  /** A login as the header {@code Authorization} has it. */
  static String basicLogin(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  /** This address without the user and the password. */
  HttpAddress withoutUser() {
    return new HttpAddress(isSecure, "", host, port, target);
  }

  /** The address with more in its query. */
  HttpAddress withQuery(String more) {
    return more.isEmpty()
        ? this
        : new HttpAddress(
            isSecure, userInfo, host, port, target + (target.contains("?") ? "&" : "?") + more);
  }

  /** Whether host and port are the same. */
  boolean isSameHost(HttpAddress other) {
    return host.equals(other.host) && port == other.port;
  }

  @Override
  public String toString() {
    return origin() + target;
  }
}
