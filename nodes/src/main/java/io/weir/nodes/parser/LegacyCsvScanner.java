package io.weir.nodes.parser;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The older of the two parsers: a quote anywhere in a cell begins or ends a quotation and is left
 * out; two of them inside a quotation stand for one.
 */
final class LegacyCsvScanner extends CsvScanner {
  private boolean isUnbalanced;

  LegacyCsvScanner(String text, String separator) {
    super(text, separator);
  }

  /** Whether a quotation went on to the end of the text. */
  boolean isUnbalanced() {
    return isUnbalanced;
  }

  @Override
  List<String> names() {
    if (isAtEnd()) {
      return List.of();
    }
    int from = at;
    toLineEnd();
    return names(text.substring(from, at), separator);
  }

  /**
   * Names without blanks around them and without quotes, which protect separators; empty if none.
   */
  static List<String> names(String line, String separator) {
    // A separator counts if as many quotes follow as make pairs.
    boolean isInside = line.chars().filter(c -> c == QUOTE).count() % 2 != 0;
    List<String> names = new ArrayList<>();
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < line.length(); ) {
      if (!isInside && line.startsWith(separator, i)) {
        names.add(trim(name.toString()));
        name.setLength(0);
        i += separator.length();
        continue;
      }
      char c = line.charAt(i++);
      if (c == QUOTE) {
        isInside = !isInside;
      } else {
        name.append(c);
      }
    }
    names.add(trim(name.toString()));
    return names.size() == 1 && names.get(0).isEmpty() ? List.of() : names;
  }

  /** Without blanks, and without the mark that some programs begin their files with. */
  private static String trim(String text) {
    return (text.startsWith("\ufeff") ? text.substring(1) : text).strip();
  }

  @Override
  @Nullable String cell() {
    int from = at;
    boolean isInside = false;
    StringBuilder cell = new StringBuilder();
    while (at < text.length() && (isInside || !isCellEnd())) {
      char c = text.charAt(at);
      if (c == QUOTE) {
        isInside = !isInside;
        if (isInside && at > from && text.charAt(at - 1) == QUOTE) {
          cell.append(QUOTE);
        }
      } else {
        cell.append(c);
      }
      at++;
    }
    isUnbalanced |= isInside;
    return at == from ? null : cell.toString();
  }
}
