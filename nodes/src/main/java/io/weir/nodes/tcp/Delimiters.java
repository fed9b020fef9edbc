package io.weir.nodes.tcp;

import java.util.regex.Matcher;

/** Delimiters as they are written, with escapes of two characters each. */
final class Delimiters {
  private Delimiters() {}

  /** With all escapes replaced by what they stand for. */
  static String all(String written) {
    return written.replace("\\n", "\n").replace("\\r", "\r").replace("\\t", "\t");
  }

  /** With the first of each escape replaced, as Node-RED does in requests. */
  static String firstOfEach(String written) {
    return first(first(first(written, "\\n", "\n"), "\\r", "\r"), "\\t", "\t");
  }

  private static String first(String in, String escape, String meaning) {
    return in.replaceFirst(
        java.util.regex.Pattern.quote(escape), Matcher.quoteReplacement(meaning));
  }
}
