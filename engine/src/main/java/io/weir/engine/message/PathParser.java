package io.weir.engine.message;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the text of a {@link PropertyPath} from left to right. */
final class PathParser {
  private static final Pattern DIGITS = Pattern.compile("\\d{1,9}");

  private final String text;
  private int at;

  PathParser(String text) {
    this.text = text;
  }

  List<Object> parse() {
    if (text.isEmpty()) {
      throw invalid("zero-length");
    }
    List<Object> steps = new ArrayList<>();
    steps.add(isQuote(peek()) ? quoted() : name(true));
    while (at < text.length()) {
      char c = peek();
      if (c == '.') {
        at++;
        steps.add(name(false));
      } else if (c == '[') {
        at++;
        steps.add(bracketed());
      } else {
        throw invalid("unexpected " + c + " at position " + at);
      }
    }
    return steps;
  }

  private char peek() {
    return text.charAt(at);
  }

  private static boolean isQuote(char c) {
    return c == '\'' || c == '"';
  }

  private static boolean mayFollowDot(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '$'
        || c == '_';
  }

  private Object name(boolean first) {
    int from = at;
    while (at < text.length() && peek() != '.' && peek() != '[') {
      char c = peek();
      if (isQuote(c) || c == ']' || Character.isWhitespace(c)) {
        throw invalid(
            "unexpected " + (isQuote(c) || c == ']' ? c : "blank") + " at position " + at);
      }
      at++;
    }
    if (at == from) {
      throw invalid(
          at < text.length()
              ? "unexpected " + peek() + " at position " + at
              : "unterminated expression");
    }
    String name = text.substring(from, at);
    if (!first && !mayFollowDot(name.charAt(0))) {
      throw invalid("unexpected " + name.charAt(0) + " at position " + from);
    }
    // In the middle a number means an index; at the end it stays a name. Node-RED does the same.
    boolean isIndex = !first && at < text.length() && DIGITS.matcher(name).matches();
    return isIndex ? (Object) Integer.valueOf(name) : name;
  }

  private String quoted() {
    char quote = peek();
    int from = ++at;
    int end = text.indexOf(quote, from);
    if (end < 0) {
      throw invalid("unterminated string");
    }
    if (end == from) {
      throw invalid("zero-length string at position " + from);
    }
    at = end + 1;
    return text.substring(from, end);
  }

  private Object bracketed() {
    if (at >= text.length()) {
      throw invalid("unterminated expression");
    }
    if (isQuote(peek())) {
      String name = quoted();
      expectClosing();
      return name;
    }
    if (text.startsWith("msg.", at) || text.startsWith("msg[", at)) {
      return reference();
    }
    int end = text.indexOf(']', at);
    if (end < 0) {
      throw invalid("unterminated expression");
    }
    String index = text.substring(at, end);
    if (!DIGITS.matcher(index).matches()) {
      throw invalid("unexpected content between brackets at position " + at);
    }
    at = end + 1;
    return Integer.valueOf(index);
  }

  private PropertyPath reference() {
    int from = at;
    int depth = 1;
    char quote = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (isQuote(c)) {
        quote = c;
      } else if (c == '[') {
        depth++;
      } else if (c == ']' && --depth == 0) {
        break;
      }
      at++;
    }
    if (at >= text.length()) {
      throw invalid("unterminated expression");
    }
    String inner = text.substring(from, at);
    at++;
    List<Object> steps = new PathParser(inner).parse();
    if (steps.size() < 2) {
      throw invalid("incomplete reference at position " + from);
    }
    return PropertyPath.ofSteps(inner.substring(4), steps.subList(1, steps.size()));
  }

  private void expectClosing() {
    if (at >= text.length() || peek() != ']') {
      throw invalid("expected ] at position " + at);
    }
    at++;
  }

  private PathException invalid(String why) {
    return new PathException(
        "INVALID_EXPR", "Invalid property expression: " + why + " in \"" + text + "\"");
  }
}
