package io.weir.app.nodered;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads the object that a JavaScript module exports, as far as it consists of literals: texts,
 * numbers, booleans, arrays, objects, environment variables ({@code process.env.NAME}) and choices
 * between them ({@code process.env.PORT || 1880}). Nothing is executed; whatever else stands for a
 * value is {@link Code}.
 */
final class JavaScriptLiterals {

  /**
   * A value that only running the code would tell.
   *
   * @param text the code, as far as it stands for the value alone; else empty
   */
  record Code(String text) {}

  private static final Code CODE = new Code("");

  private static final String EXPORTS = "module.exports";
  private static final String ENVIRONMENT = "process.env";

  /** What may stand before a slash that begins a regular expression, besides nothing. */
  private static final String BEFORE_REGEX = "(,=:[!&|?{};+-*%~^<>";

  private final String text;
  private final UnaryOperator<@Nullable String> environment;
  private int at;

  private JavaScriptLiterals(String text, UnaryOperator<@Nullable String> environment) {
    this.text = text;
    this.environment = environment;
  }

  /**
   * Reads a module.
   *
   * @param environment gives an environment variable by name, or null
   * @throws IllegalArgumentException if it exports no object, saying so with the line
   */
  static Map<String, @Nullable Object> exportsOf(
      String text, UnaryOperator<@Nullable String> environment) {
    JavaScriptLiterals reader = new JavaScriptLiterals(text, environment);
    reader.goToExports();
    return reader.object();
  }

  private void goToExports() {
    while (at < text.length()) {
      skipBlanks();
      if (text.startsWith(EXPORTS, at)) {
        at += EXPORTS.length();
        skipBlanks();
        if (peek() == '=' && text.charAt(Math.min(at + 1, text.length() - 1)) != '=') {
          at++;
          skipBlanks();
          if (peek() == '{') {
            return;
          }
        }
      } else {
        skipToken();
      }
    }
    throw wrong("it does not say module.exports = { … }");
  }

  private IllegalArgumentException wrong(String what) {
    long line =
        1 + text.substring(0, Math.min(at, text.length())).chars().filter(c -> c == '\n').count();
    return new IllegalArgumentException("line " + line + ": " + what);
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private boolean isWordPart() {
    // The end counts as a part of a word to Java.
    return at < text.length() && Character.isJavaIdentifierPart(text.charAt(at));
  }

  // ---- values ----

  private Map<String, @Nullable Object> object() {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    at++;
    while (true) {
      skipBlanks();
      if (peek() == '}') {
        at++;
        return object;
      }
      if (peek() == ',') {
        at++;
        continue;
      }
      if (at >= text.length()) {
        throw wrong("the object has no end");
      }
      String key = key();
      skipBlanks();
      if (peek() == ':') {
        at++;
        object.put(key, value());
      } else {
        // A method, a variable of that name, something spread out.
        skipExpression();
        object.put(key, CODE);
      }
    }
  }

  private String key() {
    char first = peek();
    if (first == '"' || first == '\'') {
      return string();
    }
    int start = at;
    while (isWordPart()) {
      at++;
    }
    if (at == start) {
      skipExpression();
    }
    return text.substring(start, at).strip();
  }

  /** A value up to the comma or bracket behind it. */
  private @Nullable Object value() {
    int start = at;
    Object value = choice();
    skipBlanks();
    char next = peek();
    if (next == ',' || next == '}' || next == ']' || next == '\0') {
      return value;
    }
    at = start;
    skipExpression();
    return new Code(text.substring(start, at));
  }

  /** {@code a || b ?? c}: the first that counts. */
  private @Nullable Object choice() {
    Object value = single();
    while (true) {
      skipBlanks();
      boolean either = text.startsWith("||", at);
      if (!either && !text.startsWith("??", at)) {
        return value;
      }
      at += 2;
      Object other = single();
      if (value == null || (either && isFalse(value))) {
        value = other;
      }
    }
  }

  private static boolean isFalse(Object value) {
    return value.equals("") || value.equals(false) || value.equals(0);
  }

  private @Nullable Object single() {
    skipBlanks();
    char first = peek();
    switch (first) {
      case '{' -> {
        return object();
      }
      case '[' -> {
        return array();
      }
      case '"', '\'', '`' -> {
        int start = at;
        String string = string();
        return first == '`' && text.substring(start, at).contains("${") ? CODE : string;
      }
      case '(' -> {
        return group();
      }
      default -> {
        return word();
      }
    }
  }

  private @Nullable Object group() {
    int start = at;
    at++;
    Object value = choice();
    skipBlanks();
    if (peek() == ')') {
      at++;
      return value;
    }
    at = start;
    skipToken();
    return CODE;
  }

  private List<@Nullable Object> array() {
    List<@Nullable Object> array = new ArrayList<>();
    at++;
    while (true) {
      skipBlanks();
      if (peek() == ']') {
        at++;
        return array;
      }
      if (peek() == ',') {
        at++;
        continue;
      }
      if (at >= text.length()) {
        throw wrong("the array has no end");
      }
      array.add(value());
    }
  }

  private @Nullable Object word() {
    int start = at;
    while (isWordPart() || peek() == '.' || peek() == '-') {
      at++;
    }
    String word = text.substring(start, at);
    if (word.startsWith(ENVIRONMENT)) {
      String name = word.substring(ENVIRONMENT.length());
      if (name.isEmpty() && peek() == '[') {
        at++;
        skipBlanks();
        name = "." + string();
        skipBlanks();
        at++;
      }
      return name.startsWith(".") ? environment.apply(name.substring(1)) : CODE;
    }
    return switch (word) {
      case "true" -> true;
      case "false" -> false;
      case "null", "undefined" -> null;
      default -> number(word);
    };
  }

  private static Object number(String word) {
    try {
      return Integer.valueOf(word);
    } catch (NumberFormatException notWhole) {
      try {
        return word.isEmpty() || !Character.isDigit(word.charAt(word.length() - 1))
            ? CODE
            : (Object) Double.valueOf(word);
      } catch (NumberFormatException notNumber) {
        return CODE;
      }
    }
  }

  private String string() {
    char quote = peek();
    StringBuilder string = new StringBuilder();
    at++;
    while (at < text.length() && peek() != quote) {
      char c = text.charAt(at++);
      if (c == '\\' && at < text.length()) {
        c = text.charAt(at++);
        switch (c) {
          case 'n' -> string.append('\n');
          case 't' -> string.append('\t');
          case 'r' -> string.append('\r');
          case '\n' -> {}
          case 'u' -> string.append(unicode());
          default -> string.append(c);
        }
      } else {
        string.append(c);
      }
    }
    at++;
    return string.toString();
  }

  private String unicode() {
    try {
      String digits = text.substring(at, at + 4);
      at += 4;
      return String.valueOf((char) Integer.parseInt(digits, 16));
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      throw wrong("a \\u needs four hexadecimal digits");
    }
  }

  // ---- what isn't read ----

  /** Skips white space and comments. */
  private void skipBlanks() {
    while (at < text.length()) {
      if (Character.isWhitespace(peek())) {
        at++;
      } else if (text.startsWith("//", at)) {
        at = endOf("\n");
      } else if (text.startsWith("/*", at)) {
        at = endOf("*/");
      } else {
        return;
      }
    }
  }

  private int endOf(String mark) {
    int end = text.indexOf(mark, at);
    return end < 0 ? text.length() : end + mark.length();
  }

  /** Skips to the comma or closing bracket that ends an expression. */
  private void skipExpression() {
    while (at < text.length()) {
      skipBlanks();
      char c = peek();
      if (c == ',' || c == '}' || c == ']' || c == ')') {
        return;
      }
      skipToken();
    }
  }

  /** Skips one token; from an opening bracket to its closing one. */
  private void skipToken() {
    char c = peek();
    switch (c) {
      case '"', '\'', '`' -> string();
      case '{', '[', '(' -> {
        at++;
        while (at < text.length()) {
          skipBlanks();
          char inner = peek();
          if (inner == '}' || inner == ']' || inner == ')') {
            at++;
            return;
          }
          skipToken();
        }
      }
      case '/' -> {
        if (mayBeginRegex()) {
          skipRegex();
        } else {
          at++;
        }
      }
      default -> {
        at++;
        // A name as a whole, so that no part of it is taken for something else.
        while (Character.isJavaIdentifierPart(c) && isWordPart()) {
          at++;
        }
      }
    }
  }

  private boolean mayBeginRegex() {
    int before = at - 1;
    while (before >= 0 && Character.isWhitespace(text.charAt(before))) {
      before--;
    }
    return before < 0 || BEFORE_REGEX.indexOf(text.charAt(before)) >= 0;
  }

  private void skipRegex() {
    boolean inClass = false;
    at++;
    while (at < text.length() && peek() != '\n') {
      char c = text.charAt(at++);
      if (c == '\\') {
        at++;
      } else if (c == '[') {
        inClass = true;
      } else if (c == ']') {
        inClass = false;
      } else if (c == '/' && !inClass) {
        return;
      }
    }
  }
}
