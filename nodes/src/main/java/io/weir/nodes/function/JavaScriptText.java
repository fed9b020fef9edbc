package io.weir.nodes.function;

/** Looks at JavaScript without running it. */
final class JavaScriptText {
  private JavaScriptText() {}

  /** The code with its comments and strings blanked out, so that one can search for calls. */
  static String withoutCommentsAndStrings(String code) {
    StringBuilder text = new StringBuilder(code.length());
    int i = 0;
    while (i < code.length()) {
      char c = code.charAt(i);
      if (c == '"' || c == '\'' || c == '`') {
        i = endOfString(code, i);
        text.append("''");
      } else if (code.startsWith("//", i)) {
        int end = code.indexOf('\n', i);
        i = end < 0 ? code.length() : end;
      } else if (code.startsWith("/*", i)) {
        int end = code.indexOf("*/", i + 2);
        i = end < 0 ? code.length() : end + 2;
        text.append(' ');
      } else {
        text.append(c);
        i++;
      }
    }
    return text.toString();
  }

  private static int endOfString(String code, int start) {
    char quote = code.charAt(start);
    for (int i = start + 1; i < code.length(); i++) {
      char c = code.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == quote || (c == '\n' && quote != '`')) {
        return i + 1;
      }
    }
    return code.length();
  }
}
