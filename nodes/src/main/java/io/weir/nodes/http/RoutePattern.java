package io.weir.nodes.http;

import io.weir.engine.node.NodeException;
import io.weir.nodes.support.BoundedText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A path with places in it, as Express 4 reads it: {@code :name}, {@code :name?}, {@code
 * :name(regex)}, {@code *}, groups, and {@code ?} or {@code +} behind what may be missing or come
 * again. Letters' case and a slash at the end make no difference.
 */
final class RoutePattern {
  private static final Pattern NAME = Pattern.compile(":(\\w+)");

  /** Milliseconds of work: it is the web server's own thread. */
  private static final int MOST_READS = 500_000;

  private final String text;
  private final Pattern regex;
  // The name of each capturing group; numbers for those without.
  private final List<String> names = new ArrayList<>();
  private int unnamed;

  /**
   * Reads a path.
   *
   * @param text with a slash in front
   * @throws NodeException if it can't be read
   */
  RoutePattern(String text) {
    this.text = text;
    try {
      regex =
          Pattern.compile(
              translated(text) + (text.endsWith("/") ? "?" : "/?"),
              Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    } catch (PatternSyntaxException e) {
      throw new NodeException("the path " + text + " can't be read: " + e.getDescription());
    }
  }

  private String translated(String path) {
    StringBuilder regexText = new StringBuilder();
    int at = 0;
    while (at < path.length()) {
      char c = path.charAt(at);
      if (c == ':' && NAME.matcher(path).region(at, path.length()).lookingAt()) {
        at = named(path, at, regexText);
      } else if (c == '*') {
        names.add(String.valueOf(unnamed++));
        regexText.append("(.*)");
        at++;
      } else if (c == '(') {
        at = group(path, at, regexText);
      } else {
        boolean isPlain = c == '?' || c == '+' || c == ')';
        regexText.append(isPlain ? String.valueOf(c) : Pattern.quote(String.valueOf(c)));
        at++;
      }
    }
    return regexText.toString();
  }

  /** A named place, with the slash and the dot in front of it, which are missing with it. */
  private int named(String path, int colon, StringBuilder regexText) {
    Matcher name = NAME.matcher(path).region(colon, path.length());
    if (!name.lookingAt()) {
      throw new IllegalStateException("there is no name at " + colon + " of " + path);
    }
    names.add(name.group(1));
    int at = name.end();
    String lead = "";
    String dot = Pattern.quote(".");
    String slash = Pattern.quote("/");
    if (regexText.toString().endsWith(dot)) {
      regexText.setLength(regexText.length() - dot.length());
      lead = dot;
    }
    boolean hasSlash = regexText.toString().endsWith(slash);
    String capture = lead.isEmpty() ? "([^/]+?)" : "([^/.]+?)";
    if (at < path.length() && path.charAt(at) == '(') {
      int end = closing(path, at);
      capture = path.substring(at, end);
      countGroups(capture.substring(1));
      at = end;
    }
    if (at < path.length() && path.charAt(at) == '*') {
      names.add(String.valueOf(unnamed++));
      capture += "((?:/.+?)?)";
      at++;
    }
    if (at < path.length() && path.charAt(at) == '?') {
      if (hasSlash) {
        regexText.setLength(regexText.length() - slash.length());
      }
      regexText.append("(?:").append(hasSlash ? slash : "").append(lead).append(capture);
      regexText.append(")?");
      return at + 1;
    }
    regexText.append("(?:").append(lead).append(capture).append(")");
    return at;
  }

  /** A group is captured by number, unless it begins behind a slash. */
  private int group(String path, int open, StringBuilder regexText) {
    int end = closing(path, open);
    String inner = path.substring(open + 1, end - 1);
    boolean isFollowing = open > 0 && path.charAt(open - 1) == '/';
    if (isFollowing || inner.startsWith("?")) {
      regexText.append(isFollowing ? "(?:" : "(");
    } else {
      names.add(String.valueOf(unnamed++));
      regexText.append('(');
    }
    countGroups(inner);
    regexText.append(inner).append(')');
    return end;
  }

  private void countGroups(String inner) {
    for (int i = 0; i < inner.length(); i++) {
      if (inner.charAt(i) == '\\') {
        i++;
      } else if (inner.charAt(i) == '(' && !inner.startsWith("(?", i)) {
        names.add(String.valueOf(unnamed++));
      }
    }
  }

  private static int closing(String path, int open) {
    int depth = 0;
    for (int i = open; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '(') {
        depth++;
      } else if (c == ')' && --depth == 0) {
        return i + 1;
      }
    }
    throw new NodeException("the path " + path + " can't be read: a bracket is not closed");
  }

  /**
   * What stands at the places of a path.
   *
   * @param path of a request, still encoded
   * @return null if the path is another one
   * @throws BadPath if what stands there is wrongly encoded, or the pattern's expression can't be
   *     done with the path in time
   */
  @Nullable Map<String, String> match(String path) throws BadPath {
    Matcher matcher = regex.matcher(new BoundedText(path, MOST_READS));
    if (!matches(matcher)) {
      return null;
    }
    Map<String, String> places = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      String found = matcher.group(i + 1);
      if (found != null) {
        places.put(names.get(i), decoded(found));
      }
    }
    return places;
  }

  private boolean matches(Matcher matcher) throws BadPath {
    try {
      return matcher.matches();
    } catch (NodeException | StackOverflowError e) {
      throw new BadPath("The path takes too long to compare with " + text);
    }
  }

  private static String decoded(String encoded) throws BadPath {
    if (encoded.indexOf('%') < 0) {
      return encoded;
    }
    String text = Escapes.decode(encoded, false);
    if (text == null) {
      throw new BadPath("Failed to decode param '" + encoded + "'");
    }
    return text;
  }

  /** The path as it was written. */
  @Override
  public String toString() {
    return text;
  }

  /** A request's path can't be decoded. */
  static final class BadPath extends Exception {
    private static final long serialVersionUID = 1;

    BadPath(String text) {
      super(text, null, false, false);
    }
  }
}
