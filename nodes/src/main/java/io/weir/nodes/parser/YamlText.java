package io.weir.nodes.parser;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Text as YAML has it: as it is, quoted, or as a block of lines. */
final class YamlText {
  private static final int WIDTH = 80;
  private static final int NARROWEST = 40;
  // Older readers take these for true and false.
  private static final Set<String> OLD_BOOLEANS =
      Set.of(
          "y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "n", "N", "no", "No", "NO", "off", "Off",
          "OFF");
  // An indicator in front, or one that ends a plain text further on, or a blank at an end.
  private static final Pattern NOT_PLAIN =
      Pattern.compile(
          "[-?](?:\\s.*|$)|[,\\[\\]{}#&*!|>'\"%@`=].*|:.*|---.*|\\.\\.\\..*"
              + "|.*:(?:\\s.*|$)|.*\\s#.*|.*[,\\[\\]{}].*|\\s.*|.*\\s",
          Pattern.DOTALL);
  private static final Pattern OLD_NUMBER =
      Pattern.compile("[-+0-9.][-+0-9._]*(?::[0-9_]+)*(?:[eE][-+]?[0-9]+)?");

  private YamlText() {}

  /** Text as a key: always in one line. */
  static String key(String text) {
    return text.indexOf('\n') >= 0 || hasControls(text) ? doubleQuoted(text) : inLine(text);
  }

  /**
   * Text as a value.
   *
   * @param level how deep further lines stand
   */
  static String value(String text, int level) {
    // Of breaks alone it would be hard to see how many there are, and some readers can't.
    if (hasControls(text) || (!text.isEmpty() && text.chars().allMatch(c -> c == '\n'))) {
      return doubleQuoted(text);
    }
    int indent = 2 * Math.max(1, level);
    int width = Math.max(NARROWEST, WIDTH - indent);
    List<String> lines = List.of(text.split("\n", -1));
    boolean isLong =
        lines.stream().anyMatch(line -> line.length() > width && !line.startsWith(" "));
    if (lines.size() == 1 && !isLong) {
      return inLine(text);
    }
    String head = (isLong ? ">" : "|") + (text.startsWith(" ") ? "2" : "");
    String body = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    if (!text.endsWith("\n")) {
      head += "-";
    } else if (text.endsWith("\n\n")) {
      head += "+";
    }
    StringBuilder block = new StringBuilder(head);
    for (String line : isLong ? folded(body, width) : List.of(body.split("\n", -1))) {
      block.append('\n');
      if (!line.isEmpty()) {
        block.append(" ".repeat(indent)).append(line);
      }
    }
    return block.toString();
  }

  private static String inLine(String text) {
    boolean isPlain =
        !text.isEmpty()
            && YamlScalars.tagOf(text).equals(Tag.STR)
            && !OLD_BOOLEANS.contains(text)
            && !OLD_NUMBER.matcher(text).matches()
            && !NOT_PLAIN.matcher(text).matches();
    return isPlain ? text : "'" + text.replace("'", "''") + "'";
  }

  /** Lines broken at blanks; a break that was there before becomes an empty line. */
  private static List<String> folded(String body, int width) {
    List<String> folded = new ArrayList<>();
    // Of the last line that isn't empty; breaks next to an indented one stay as they are.
    boolean wasIndented = true;
    for (String line : body.split("\n", -1)) {
      boolean isIndented = line.startsWith(" ");
      if (!line.isEmpty()) {
        if (!wasIndented && !isIndented) {
          folded.add("");
        }
        wasIndented = isIndented;
      }
      fold(line, width, folded);
    }
    return folded;
  }

  private static void fold(String line, int width, List<String> into) {
    String rest = line;
    while (rest.length() > width && !line.startsWith(" ")) {
      int at = breakIn(rest, width);
      if (at < 0) {
        break;
      }
      into.add(rest.substring(0, at));
      rest = rest.substring(at + 1);
    }
    into.add(rest);
  }

  /** The last single blank within the width, else the first one beyond; -1 if there is none. */
  private static int breakIn(String line, int width) {
    int last = -1;
    for (int i = 1; i < line.length() - 1; i++) {
      boolean isSingle =
          line.charAt(i) == ' ' && line.charAt(i - 1) != ' ' && line.charAt(i + 1) != ' ';
      if (isSingle) {
        if (i > width) {
          return last < 0 ? i : last;
        }
        last = i;
      }
    }
    return last;
  }

  private static boolean hasControls(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isLone =
          Character.isSurrogate(c)
              && !(i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1)))
              && !(i > 0 && Character.isSurrogatePair(text.charAt(i - 1), c));
      if ((c < ' ' && c != '\n' && c != '\t')
          || (c >= 0x7f && c < 0xa0)
          || c == 0x2028
          || c == 0x2029
          || c >= 0xfffe
          || c == 0xfeff
          || isLone) {
        return true;
      }
    }
    return false;
  }

  private static String doubleQuoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        case '\0' -> quoted.append("\\0");
        case '\b' -> quoted.append("\\b");
        case 0x1b -> quoted.append("\\e");
        default -> {
          if (hasControls(String.valueOf(c)) && !Character.isSurrogate(c)) {
            quoted.append(c < 0x100 ? "\\x%02X".formatted((int) c) : "\\u%04X".formatted((int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
