package io.weir.nodes.parser;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.DateText;
import io.weir.engine.message.Undefined;
import io.weir.engine.message.Values;
import io.weir.engine.node.NodeException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes values as YAML text, two blanks for each level. */
final class YamlWriter {
  private final StringBuilder text = new StringBuilder();
  // Containers that are met more than once, with their numbers once they are written.
  private final IdentityHashMap<Object, Integer> shared = new IdentityHashMap<>();
  private int written;

  private YamlWriter() {}

  /**
   * The text of a value.
   *
   * @throws NodeException if there is something in it that YAML has no form for
   */
  static String write(@Nullable Object value) {
    YamlWriter writer = new YamlWriter();
    writer.findShared(value, Collections.newSetFromMap(new IdentityHashMap<>()));
    writer.top(value);
    return writer.text.append('\n').toString();
  }

  private void findShared(@Nullable Object value, Set<Object> seen) {
    // Empty ones are one object to us, whatever they were to those who made them.
    if (value == null || !isFull(value)) {
      return;
    }
    if (!seen.add(value)) {
      shared.put(value, -1);
      return;
    }
    Collection<?> members = value instanceof Map<?, ?> map ? map.values() : (Collection<?>) value;
    members.forEach(member -> findShared(member, seen));
  }

  private static boolean isFull(Object value) {
    return value instanceof Map<?, ?> map
        ? !map.isEmpty()
        : value instanceof List<?> list && !list.isEmpty();
  }

  private void top(@Nullable Object value) {
    if (value != null && isFull(value)) {
      if (anchored(value)) {
        text.append('\n');
      }
      block(value, 0);
    } else {
      scalar(value, 0);
    }
  }

  /** Writes the name of what is met more than once; says whether it is to be written out too. */
  private boolean anchored(Object container) {
    if (!shared.containsKey(container)) {
      return false;
    }
    shared.put(container, written);
    text.append("&ref_").append(written++);
    return true;
  }

  private boolean isReference(Object container) {
    Integer number = shared.get(container);
    if (number == null || number < 0) {
      return false;
    }
    text.append("*ref_").append(number);
    return true;
  }

  /** Writes a container; the place in the first line is where it begins. */
  private void block(Object container, int level) {
    if (container instanceof Map<?, ?> map) {
      boolean isFirst = true;
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        if (entry.getValue() == Undefined.VALUE) {
          continue;
        }
        next(isFirst, level);
        isFirst = false;
        text.append(YamlText.key(String.valueOf(entry.getKey()))).append(':');
        member(entry.getValue(), level);
      }
    } else {
      boolean isFirst = true;
      for (Object item : (List<?>) container) {
        next(isFirst, level);
        isFirst = false;
        item(item, level);
      }
    }
  }

  private void next(boolean isFirst, int level) {
    if (!isFirst) {
      newLine(level);
    }
  }

  private void newLine(int level) {
    text.append('\n').append("  ".repeat(level));
  }

  private void member(@Nullable Object value, int level) {
    if (value == null || !isFull(value)) {
      text.append(' ');
      scalar(value, level + 1);
      return;
    }
    if (shared.containsKey(value)) {
      text.append(' ');
      if (isReference(value)) {
        return;
      }
      anchored(value);
    }
    newLine(level + 1);
    block(value, level + 1);
  }

  private void item(@Nullable Object value, int level) {
    text.append("- ");
    if (value == null || !isFull(value)) {
      scalar(value, level + 1);
    } else if (!isReference(value)) {
      if (anchored(value)) {
        newLine(level + 1);
      }
      block(value, level + 1);
    }
  }

  private void scalar(@Nullable Object value, int level) {
    if (value == null || value == Undefined.VALUE) {
      text.append("null");
    } else if (value instanceof String s) {
      text.append(YamlText.value(s, level));
    } else if (value instanceof Boolean) {
      text.append(value);
    } else if (value instanceof Number number && !(value instanceof BigInteger)) {
      text.append(number(number.doubleValue()));
    } else if (value instanceof Instant date) {
      text.append(DateText.iso(date));
    } else if (value instanceof Buffer bytes) {
      text.append("!!binary ").append(Base64.getEncoder().encodeToString(bytes.getBytes()));
    } else if (value instanceof Map<?, ?>) {
      text.append("{}");
    } else if (value instanceof List<?>) {
      text.append("[]");
    } else {
      throw new NodeException("Failed to convert payload");
    }
  }

  private static String number(double number) {
    if (Double.isNaN(number)) {
      return ".nan";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? ".inf" : "-.inf";
    }
    if (number == 0 && 1 / number < 0) {
      return "-0.0";
    }
    String digits = Values.toText(number);
    // Without the point it would be read as text by older readers.
    return digits.contains(".") ? digits : digits.replace("e", ".e");
  }
}
