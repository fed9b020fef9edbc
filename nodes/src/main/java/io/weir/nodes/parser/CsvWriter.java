package io.weir.nodes.parser;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.ErrorValue;
import io.weir.engine.message.Message;
import io.weir.engine.message.MessageJson;
import io.weir.engine.message.Undefined;
import io.weir.engine.message.Values;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes CSV text of objects and arrays.
 *
 * @threads the node's
 */
final class CsvWriter {
  /** When a line with the names of the columns is written. */
  enum Header {
    NEVER,
    ONCE,
    ALWAYS;

    /** What the node's property says. */
    static Header of(String written) {
      return switch (written) {
        case "all" -> ALWAYS;
        case "once" -> ONCE;
        default -> NEVER;
      };
    }
  }

  /**
   * What came of a value.
   *
   * @param names the columns; empty if there are none
   */
  record Text(String text, List<String> names) {}

  private final NodeContext context;
  private final CsvFormat format;
  private final Header header;
  private boolean hasSentHeader;
  private boolean hasWarned;

  CsvWriter(NodeContext context, CsvFormat format, Header header) {
    this.context = context;
    this.format = format;
    this.header = header;
  }

  /** A header that is to be written once is to be written again. */
  void reset() {
    hasSentHeader = false;
  }

  private boolean needsHeader() {
    return header == Header.ALWAYS || (header == Header.ONCE && !hasSentHeader);
  }

  /**
   * Writes a value.
   *
   * @param value an object, an array, or null
   * @param message may name the columns
   * @param known the names of the columns; empty if they aren't known
   */
  Text write(@Nullable Object value, Message message, List<String> known) {
    if (value == null) {
      if (format.isRfc() || needsHeader()) {
        throw typeError("Cannot convert undefined or null to object");
      }
      return new Text(format.lineEnd(), known);
    }
    return new Document(rows(value), message, known).write();
  }

  private static List<?> rows(Object value) {
    if (!(value instanceof List<?> list)) {
      return List.of(value);
    }
    boolean isOneRow =
        !list.isEmpty() && !(list.get(0) instanceof List<?>) && !(list.get(0) instanceof Map<?, ?>);
    return isOneRow ? List.of(list) : list;
  }

  private static NodeException typeError(String text) {
    return NodeException.of(new ErrorValue("TypeError", text, null, null, null));
  }

  private static String text(@Nullable Object value) {
    if (value == Undefined.VALUE) {
      return "";
    }
    if (value instanceof Buffer || !isObject(value)) {
      return Values.toText(value);
    }
    try {
      return MessageJson.text(value);
    } catch (IllegalArgumentException e) {
      throw typeError(String.valueOf(e.getMessage()));
    }
  }

  private static boolean isObject(@Nullable Object value) {
    return value != null && Values.typeOf(value).equals("object");
  }

  /** The text of one message. */
  private final class Document {
    private final List<?> rows;
    private final Message message;
    private final StringBuilder text = new StringBuilder();
    private List<String> names;
    private boolean isEmpty = true;

    Document(List<?> rows, Message message, List<String> known) {
      this.rows = rows;
      this.message = message;
      this.names = known;
    }

    Text write() {
      if (needsHeader()) {
        writeHeader();
      }
      for (@Nullable Object row : rows) {
        if (row == null) {
          throw typeError("Cannot convert undefined or null to object");
        }
        line(String.join(format.separator(), cells(row)));
      }
      return new Text(text.append(format.lineEnd()).toString(), names);
    }

    private void line(String line) {
      if (!isEmpty) {
        text.append(format.lineEnd());
      }
      isEmpty = false;
      text.append(line);
    }

    private void writeHeader() {
      if (names.isEmpty()) {
        names = message.has("columns") ? columns() : rows.isEmpty() ? names : keys(rows.get(0));
      }
      if (!names.isEmpty()) {
        line(format.header(names));
        hasSentHeader = true;
      }
    }

    private List<String> columns() {
      Object columns = message.get("columns");
      return format.names(Values.isTruthy(columns) ? Values.toText(columns) : "");
    }

    private List<String> keys(@Nullable Object row) {
      if (row instanceof List<?> list) {
        return IntStream.range(0, list.size()).mapToObj(String::valueOf).toList();
      }
      return row instanceof Map<?, ?> object
          ? object.keySet().stream().map(Values::toText).toList()
          : List.of();
    }

    private List<String> cells(Object row) {
      if (row instanceof List<?> list) {
        return format.isRfc() ? rfcCells(list) : legacyCells(list);
      }
      Map<?, ?> object = row instanceof Map<?, ?> map ? map : Map.of();
      if (names.isEmpty() && message.has("columns")) {
        names = columns();
      }
      return names.isEmpty() ? cellsWithoutColumns(object) : cells(object);
    }

    private List<String> rfcCells(List<?> row) {
      int count = names.isEmpty() ? row.size() : names.size();
      List<String> cells = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        boolean isBlank = i >= row.size() || (!names.isEmpty() && names.get(i).isEmpty());
        cells.add(isBlank ? "" : format.cell(text(row.get(i))));
      }
      return cells;
    }

    private List<String> legacyCells(List<?> row) {
      List<String> cells = new ArrayList<>(row.size());
      for (@Nullable Object cell : row) {
        if (cell == null) {
          throw typeError("Cannot read properties of null (reading 'toString')");
        }
        cells.add(format.cell(text(cell)));
      }
      return cells;
    }

    private List<String> cells(Map<?, ?> object) {
      List<String> cells = new ArrayList<>(names.size());
      for (String name : names) {
        boolean isBlank = name.isEmpty() || !object.containsKey(name);
        cells.add(isBlank ? "" : format.cell(text(object.get(name))));
      }
      return cells;
    }

    private List<String> cellsWithoutColumns(Map<?, ?> object) {
      if (!hasWarned) {
        hasWarned = true;
        context.warn("No columns template specified for object -> CSV.");
      }
      List<String> keys = keys(rows.get(0));
      if (format.isRfc()) {
        names = keys;
      }
      List<String> cells = new ArrayList<>(keys.size());
      for (String key : keys) {
        Object value = object.get(key);
        if (value != null && !isObject(value)) {
          cells.add(format.cell(text(value)));
        }
      }
      return cells;
    }
  }
}
