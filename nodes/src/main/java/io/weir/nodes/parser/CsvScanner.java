package io.weir.nodes.parser;

import io.weir.engine.node.NodeException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads CSV text cell by cell. Lines without anything in them are passed over.
 *
 * <p>Written by hand, since flows rely on what Node-RED's two parsers make of text that isn't quite
 * CSV. Libraries either refuse such text or read it in their own way, hide the difference between
 * nothing and an empty text in quotes, and take separators of one character only.
 */
abstract class CsvScanner {
  static final char QUOTE = '"';

  /** Cells of one text: as objects they take many times its room. */
  private static final int MOST_CELLS = 5_000_000;

  final String text;
  final String separator;
  int at;
  private int cells;

  CsvScanner(String text, String separator) {
    this.text = text;
    this.separator = separator;
  }

  /** Passes over a number of lines, whatever is in them. */
  void skipLines(long lines) {
    for (long line = 0; line < lines && at < text.length(); line++) {
      toLineEnd();
      skipLineEnd();
    }
  }

  void toLineEnd() {
    while (at < text.length() && !isLineEnd()) {
      at++;
    }
  }

  /** Whether there is more than one line break in a text, in quotes or not. */
  static boolean hasSeveralLineBreaks(String text) {
    CsvScanner lines = new LegacyCsvScanner(text, ",");
    lines.skipLines(1);
    lines.toLineEnd();
    return lines.at < text.length();
  }

  /** The next line as names of columns; empty if there is none. */
  abstract List<String> names();

  /** The cells of the next row, null where there is nothing between separators; null at the end. */
  @Nullable List<@Nullable String> next() {
    if (isAtEnd()) {
      return null;
    }
    List<@Nullable String> row = new ArrayList<>();
    do {
      if (++cells > MOST_CELLS) {
        throw new NodeException(
            "the text has more than "
                + MOST_CELLS
                + " cells; send it in parts, as file in does with a message for each line");
      }
      row.add(cell());
    } while (skipSeparator());
    skipLineEnd();
    return row;
  }

  /** Reads a cell up to the separator, line end or end of the text behind it. */
  abstract @Nullable String cell();

  /** Whether nothing follows but line ends, which are passed over. */
  boolean isAtEnd() {
    while (at < text.length() && isLineEnd()) {
      at++;
    }
    return at >= text.length();
  }

  boolean isLineEnd() {
    char c = text.charAt(at);
    return c == '\n' || c == '\r';
  }

  boolean isSeparator() {
    return text.startsWith(separator, at);
  }

  /** Whether a cell ends here, unless quotes say otherwise. */
  boolean isCellEnd() {
    return at >= text.length() || isLineEnd() || isSeparator();
  }

  boolean skipSeparator() {
    if (!isSeparator()) {
      return false;
    }
    at += separator.length();
    return true;
  }

  private void skipLineEnd() {
    if (text.startsWith("\r\n", at)) {
      at += 2;
    } else if (at < text.length()) {
      at++;
    }
  }
}
