package io.weir.nodes.parser;

import io.weir.engine.message.Values;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a node's CSV is written.
 *
 * @param isRfc whether as RFC 4180 has it; otherwise as Node-RED had it before
 * @param separator what stands between cells
 * @param lineEnd what ends a line that the node writes
 */
record CsvFormat(boolean isRfc, String separator, String lineEnd) {
  /** What stands between the names of a template and those of {@code msg.columns}. */
  private static final String COMMA = ",";

  /** A format as the configuration has it, control characters as two characters each. */
  static CsvFormat of(boolean isRfc, String separator, String lineEnd) {
    return new CsvFormat(
        isRfc,
        separator.isEmpty() ? COMMA : unescaped(separator),
        lineEnd.isEmpty() ? isRfc ? "\r\n" : "\n" : unescaped(lineEnd));
  }

  private static String unescaped(String written) {
    return written.replace("\\t", "\t").replace("\\n", "\n").replace("\\r", "\r");
  }

  CsvScanner scanner(String text) {
    return isRfc ? new RfcCsvScanner(text, separator) : new LegacyCsvScanner(text, separator);
  }

  /**
   * The names of columns in a template or in {@code msg.columns}; an empty one stands for a column
   * that doesn't count.
   *
   * @return empty if there are none
   * @throws io.weir.engine.node.NodeException if they are malformed
   */
  List<String> names(String columns) {
    return isRfc
        ? new RfcCsvScanner(columns, COMMA).names()
        : LegacyCsvScanner.names(columns, COMMA);
  }

  /** The names as {@code msg.columns} has them. */
  String columns(List<String> names, boolean withEmptyOnes) {
    List<String> written = new ArrayList<>(names.size());
    for (String name : names) {
      if (withEmptyOnes || !name.isEmpty()) {
        written.add(name(name, COMMA));
      }
    }
    return String.join(COMMA, written);
  }

  /** The names as a line of CSV. */
  String header(List<String> names) {
    return String.join(separator, names.stream().map(name -> name(name, separator)).toList());
  }

  private String name(String name, String between) {
    return isRfc
        ? quoted(name, between)
        : name.contains(between) ? CsvScanner.QUOTE + name + CsvScanner.QUOTE : name;
  }

  /** A cell, in quotes if it needs them. */
  String cell(String text) {
    return quoted(text, separator);
  }

  private String quoted(String text, String between) {
    boolean hasQuote = text.indexOf(CsvScanner.QUOTE) >= 0;
    if (hasQuote
        || text.contains(between)
        || text.indexOf('\n') >= 0
        || (isRfc && text.indexOf('\r') >= 0)) {
      return CsvScanner.QUOTE + (hasQuote ? text.replace("\"", "\"\"") : text) + CsvScanner.QUOTE;
    }
    return text;
  }

  /** The number that a cell stands for; null if it is a text. */
  @Nullable Number number(String cell) {
    return isRfc ? rfcNumber(cell) : legacyNumber(cell.strip());
  }

  private static @Nullable Number rfcNumber(String cell) {
    String bare = cell.stripLeading();
    int digits = bare.startsWith("-") ? 1 : 0;
    boolean isText =
        bare.startsWith("+") || (bare.startsWith("0", digits) && isDigit(bare, digits + 1));
    double number = isText ? Double.NaN : Values.toNumber(cell);
    return Double.isNaN(number) ? null : Values.number(number);
  }

  /**
   * By hand, since the pattern that Node-RED has for it takes a time for long rows of digits that
   * grows with the cube of their number.
   */
  private static @Nullable Number legacyNumber(String cell) {
    int at = cell.startsWith("-") ? 1 : 0;
    if (isExponent(cell, at) || (cell.startsWith("0", at) && isDigit(cell, at + 1))) {
      return null;
    }
    at = afterDigits(cell, at);
    if (cell.startsWith(".", at)) {
      at = afterDigits(cell, at + 1);
    }
    if (isExponent(cell, at)) {
      at++;
      at = cell.startsWith("-", at) ? at + 1 : at;
      at = cell.startsWith("+", at) ? at + 1 : at;
      at = isDigit(cell, at) ? afterDigits(cell, at) : -1;
    }
    if (at != cell.length() || !isDigit(cell, at - 1)) {
      return null;
    }
    double number = Values.toNumber(cell);
    return Double.isNaN(number) ? null : Values.number(number);
  }

  private static boolean isExponent(String cell, int at) {
    return cell.startsWith("e", at) || cell.startsWith("E", at);
  }

  private static boolean isDigit(String cell, int at) {
    return at >= 0 && at < cell.length() && cell.charAt(at) >= '0' && cell.charAt(at) <= '9';
  }

  private static int afterDigits(String cell, int from) {
    int at = from;
    while (isDigit(cell, at)) {
      at++;
    }
    return at;
  }
}
