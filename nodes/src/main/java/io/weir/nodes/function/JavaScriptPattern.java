package io.weir.nodes.function;

import io.weir.engine.node.NodeException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Regular expressions as JavaScript reads them, run by Java's engine.
 *
 * <p>The two languages agree but for a few signs, which are translated: {@code $} means the very
 * end of the text, {@code .} leaves out the line ends of JavaScript, and inside a class neither
 * {@code [} nor {@code &&} is special, while {@code []} and {@code [^]} stand for nothing and for
 * everything.
 */
final class JavaScriptPattern {
  private final String source;
  private final StringBuilder java = new StringBuilder();
  private int at;

  private JavaScriptPattern(String source) {
    this.source = source;
  }

  /**
   * Compiles an expression without flags, or with the flag {@code i}.
   *
   * @throws NodeException if it is malformed
   */
  static Pattern compile(String source, boolean ignoresCase) {
    try {
      return Pattern.compile(
          new JavaScriptPattern(source).translated(),
          ignoresCase ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0);
    } catch (PatternSyntaxException e) {
      throw new NodeException(
          "SyntaxError", "Invalid regular expression: /" + source + "/: " + e.getDescription());
    }
  }

  /**
   * Looks for the next match.
   *
   * @throws NodeException if the expression doesn't come to an end with the text
   */
  static boolean find(Matcher matcher) {
    try {
      return matcher.find();
    } catch (StackOverflowError e) {
      throw new NodeException("the regular expression goes too deep into this text");
    }
  }

  private String translated() {
    while (at < source.length()) {
      char c = source.charAt(at++);
      switch (c) {
        case '\\' -> escape();
        case '$' -> java.append("\\z");
        case '.' -> java.append("[^\\n\\r\\u2028\\u2029]");
        case '[' -> characterClass();
        default -> java.append(c);
      }
    }
    return java.toString();
  }

  private void escape() {
    if (at == source.length()) {
      throw new PatternSyntaxException("\\ at end of pattern", source, at);
    }
    char c = source.charAt(at++);
    // A letter that means nothing to JavaScript stands for itself; Java refuses or reads it its
    // way.
    boolean isPlain = Character.isLetter(c) && "bBcdDfknrsStuvwWx".indexOf(c) < 0;
    java.append(isPlain ? "" : "\\").append(c == 'v' ? "x0B" : c);
  }

  private void characterClass() {
    boolean isNegated = at < source.length() && source.charAt(at) == '^';
    if (isNegated) {
      at++;
    }
    if (at < source.length() && source.charAt(at) == ']') {
      at++;
      java.append(isNegated ? "[\\s\\S]" : "(?!)");
      return;
    }
    java.append(isNegated ? "[^" : "[");
    while (at < source.length()) {
      char c = source.charAt(at++);
      if (c == '\\') {
        classEscape();
      } else if (c == ']') {
        java.append(c);
        return;
      } else {
        java.append(c == '[' || c == '&' || c == '^' ? "\\" : "").append(c);
      }
    }
    throw new PatternSyntaxException("Unterminated character class", source, at);
  }

  private void classEscape() {
    if (at < source.length() && source.charAt(at) == 'b') {
      at++;
      // Inside a class it is a backspace, not the edge of a word.
      java.append("\\x08");
    } else {
      escape();
    }
  }
}
