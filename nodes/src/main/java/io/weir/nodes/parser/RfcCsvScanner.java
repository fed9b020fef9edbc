package io.weir.nodes.parser;

import io.weir.engine.message.ErrorValue;
import io.weir.engine.node.NodeException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parser for RFC 4180: a quotation begins at the start of its cell, and blanks count. Names of
 * columns have to be as the RFC says; in rows of data quotes that have no place there are text.
 */
final class RfcCsvScanner extends CsvScanner {
  private boolean isStrict;

  RfcCsvScanner(String text, String separator) {
    super(text, separator);
  }

  @Override
  List<String> names() {
    isStrict = true;
    List<@Nullable String> row = next();
    isStrict = false;
    if (row == null) {
      return List.of();
    }
    List<String> names = new ArrayList<>(row.size());
    for (@Nullable String name : row) {
      names.add(name == null ? "" : name);
    }
    return names.size() == 1 && names.get(0).isEmpty() ? List.of() : names;
  }

  @Override
  @Nullable String cell() {
    if (isCellEnd()) {
      return null;
    }
    StringBuilder cell = new StringBuilder();
    if (text.charAt(at) == QUOTE) {
      at++;
      if (isClosed(cell)) {
        return cell.toString();
      }
    }
    while (!isCellEnd()) {
      char c = text.charAt(at++);
      if (c == QUOTE) {
        if (isStrict) {
          throw malformed("UnquotedQuoteError", "Quote found in the middle of an unquoted field");
        }
        if (at < text.length() && text.charAt(at) == QUOTE) {
          at++;
        } else if (isCellEnd()) {
          // As if it ended a quotation, which some programs write without its beginning.
          break;
        }
      }
      cell.append(c);
    }
    return cell.toString();
  }

  /**
   * Reads a quotation from behind its first quote on.
   *
   * @return whether the cell ends with it; otherwise the quote found was text
   */
  private boolean isClosed(StringBuilder cell) {
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c != QUOTE) {
        cell.append(c);
      } else if (at < text.length() && text.charAt(at) == QUOTE) {
        cell.append(c);
        at++;
      } else if (isCellEnd()) {
        return true;
      } else if (isStrict) {
        throw malformed("DataAfterCloseError", "Data found after closing quote");
      } else {
        cell.append(c);
        return false;
      }
    }
    if (isStrict) {
      throw malformed("ParseError", "Missing quote, unclosed cell");
    }
    return true;
  }

  private static NodeException malformed(String name, String text) {
    return NodeException.of(new ErrorValue(name, text, null, null, null));
  }
}
