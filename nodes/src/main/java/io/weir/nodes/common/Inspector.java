package io.weir.nodes.common;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.ErrorValue;
import io.weir.engine.message.MapValue;
import io.weir.engine.message.MessageJson;
import io.weir.engine.message.SetValue;
import io.weir.engine.message.Values;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Values as text for a person, the way Node.js shows them: {@code { a: 1, b: [ 'x' ] }}. */
public final class Inspector {
  private static final Pattern IDENTIFIER = Pattern.compile("[a-zA-Z_$][a-zA-Z_$0-9]*");

  /** Wider than this, a container takes one line for each member. */
  private static final int WIDEST = 72;

  private static final int MOST_ITEMS = 100;
  private static final int MOST_BYTES = 50;

  private final int deepest;
  private final Set<Object> open = Collections.newSetFromMap(new IdentityHashMap<>());

  private Inspector(int deepest) {
    this.deepest = deepest;
  }

  /**
   * The text of a value.
   *
   * @param depth levels below the top that are shown
   */
  public static String text(@Nullable Object value, int depth) {
    return new Inspector(depth).show(value, 0);
  }

  private String show(@Nullable Object value, int level) {
    if (value instanceof String text) {
      return quoted(text);
    }
    if (value instanceof BigInteger number) {
      return number + "n";
    }
    if (value instanceof Double number && number == 0) {
      return "-0";
    }
    if (value instanceof Buffer buffer) {
      return bytes(buffer);
    }
    if (value instanceof Instant instant) {
      String json = MessageJson.text(instant);
      return json.substring(1, json.length() - 1);
    }
    if (value instanceof ErrorValue error) {
      return error.stack() == null ? "[" + error + "]" : error.stack();
    }
    if (value instanceof Map<?, ?> map) {
      return nested(map, level, "[Object]", () -> object(map, level));
    }
    if (value instanceof List<?> list) {
      return nested(list, level, "[Array]", () -> array(list, level));
    }
    if (value instanceof MapValue map) {
      return nested(map, level, "[Map]", () -> map(map, level));
    }
    if (value instanceof SetValue set) {
      return nested(set, level, "[Set]", () -> set(set, level));
    }
    return Values.toText(value);
  }

  private String nested(
      Object container, int level, String closed, java.util.function.Supplier<String> shown) {
    if (level > deepest) {
      return closed;
    }
    if (!open.add(container)) {
      return "[Circular *1]";
    }
    String text = shown.get();
    open.remove(container);
    return text;
  }

  private String object(Map<?, ?> map, int level) {
    List<String> parts = new ArrayList<>();
    map.forEach(
        (key, member) ->
            parts.add(
                (IDENTIFIER.matcher((String) key).matches() ? key : quoted((String) key))
                    + ": "
                    + show(member, level + 1)));
    return joined("{", parts, "}", level);
  }

  private String array(List<?> list, int level) {
    return joined("[", items(list, level), "]", level);
  }

  private List<String> items(List<?> list, int level) {
    List<String> parts = new ArrayList<>();
    for (Object item : list.subList(0, Math.min(list.size(), MOST_ITEMS))) {
      parts.add(show(item, level + 1));
    }
    int left = list.size() - MOST_ITEMS;
    if (left > 0) {
      parts.add("... " + left + " more item" + (left > 1 ? "s" : ""));
    }
    return parts;
  }

  private String map(MapValue map, int level) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < map.keys().size(); i++) {
      parts.add(show(map.keys().get(i), level + 1) + " => " + show(map.values().get(i), level + 1));
    }
    return joined("Map(" + parts.size() + ") {", parts, "}", level);
  }

  private String set(SetValue set, int level) {
    return joined("Set(" + set.values().size() + ") {", items(set.values(), level), "}", level);
  }

  private static String joined(String start, List<String> parts, String end, int level) {
    if (parts.isEmpty()) {
      return start + end;
    }
    int width = parts.stream().mapToInt(part -> part.length() + 2).sum();
    boolean isWide = width > WIDEST || parts.stream().anyMatch(part -> part.indexOf('\n') >= 0);
    if (!isWide) {
      return start + " " + String.join(", ", parts) + " " + end;
    }
    String indent = "  ".repeat(level + 1);
    return start
        + "\n"
        + indent
        + String.join(",\n" + indent, parts)
        + "\n"
        + "  ".repeat(level)
        + end;
  }

  private static String bytes(Buffer buffer) {
    StringBuilder text = new StringBuilder("<Buffer");
    for (int i = 0; i < Math.min(buffer.length(), MOST_BYTES); i++) {
      text.append(String.format(" %02x", buffer.getUnsignedByte(i)));
    }
    int left = buffer.length() - MOST_BYTES;
    if (left > 0) {
      text.append(" ... ").append(left).append(" more byte").append(left > 1 ? "s" : "");
    }
    return text.append('>').toString();
  }

  private static String quoted(String text) {
    char quote = text.indexOf('\'') < 0 ? '\'' : text.indexOf('"') < 0 ? '"' : '\'';
    StringBuilder quoted = new StringBuilder().append(quote);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        case '\\' -> quoted.append("\\\\");
        default -> quoted.append(c == quote ? "\\" + c : String.valueOf(c));
      }
    }
    return quoted.append(quote).toString();
  }
}
