package io.weir.nodes.parser;

import io.weir.engine.message.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes objects of CSV text.
 *
 * @param skippedLines lines at the start that don't count
 * @param hasHeader whether the first line that counts has the names of the columns
 * @param parsesNumbers whether texts that look like numbers become numbers
 * @param keepsEmpty whether an empty text in quotes becomes a member
 * @param keepsNull whether nothing between separators becomes a member, null
 */
record CsvReader(
    CsvFormat format,
    long skippedLines,
    boolean hasHeader,
    boolean parsesNumbers,
    boolean keepsEmpty,
    boolean keepsNull) {
  /**
   * What a text has in it.
   *
   * @param objects one for each row with anything in it
   * @param names the columns that they were made by
   * @param header the names that the text itself has; null if it has none
   * @param isUnbalanced whether a quotation went on to the end, so that the rows may be wrong
   */
  record Rows(
      List<Object> objects,
      List<String> names,
      @Nullable List<String> header,
      boolean isUnbalanced) {}

  /**
   * Reads a text.
   *
   * @param skip lines of it that don't count
   * @param isStart whether its first line is that of the names, if there is such a line
   * @param known the names of the columns if the text doesn't have them; empty if unknown
   */
  Rows read(String text, long skip, boolean isStart, List<String> known) {
    CsvScanner scanner = format.scanner(text);
    scanner.skipLines(skip);
    List<String> header = null;
    if (hasHeader && isStart && !scanner.isAtEnd()) {
      header = scanner.names();
    }
    List<String> names = header == null ? known : header;
    Columns columns = new Columns(names);
    List<Object> objects = new ArrayList<>();
    for (List<@Nullable String> row = scanner.next(); row != null; row = scanner.next()) {
      Map<String, @Nullable Object> object = columns.object(row);
      if (!object.isEmpty()) {
        objects.add(Objects.requireNonNull(Values.freeze(object)));
      }
    }
    return new Rows(
        objects,
        columns.names,
        header,
        scanner instanceof LegacyCsvScanner legacy && legacy.isUnbalanced());
  }

  /** The columns of a text, and how a row becomes an object. */
  private final class Columns {
    private final boolean areMadeUp;
    private List<String> names;

    Columns(List<String> names) {
      areMadeUp = names.isEmpty();
      this.names = areMadeUp ? new ArrayList<>() : names;
    }

    Map<String, @Nullable Object> object(List<@Nullable String> row) {
      if (areMadeUp && (names.isEmpty() || !format.isRfc())) {
        for (int i = names.size(); i < row.size(); i++) {
          names.add("col" + (i + 1));
        }
      }
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      for (int i = 0; i < names.size(); i++) {
        if (i < row.size()) {
          put(object, names.get(i), row.get(i));
        } else if (format.isRfc()) {
          put(object, names.get(i), null);
        }
      }
      return object;
    }

    private void put(Map<String, @Nullable Object> object, String name, @Nullable String cell) {
      if (name.isEmpty()) {
        return;
      }
      if (cell == null) {
        if (keepsNull) {
          object.put(name, null);
        }
      } else if (!cell.isEmpty()) {
        Number number = parsesNumbers ? format.number(cell) : null;
        object.put(name, number == null ? cell : number);
      } else if (keepsEmpty) {
        object.put(name, cell);
      }
    }
  }
}
