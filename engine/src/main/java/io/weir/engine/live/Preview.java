package io.weir.engine.live;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.Values;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value on one short line, made without walking through all of a large one. */
public final class Preview {
  /** Characters of the longest. */
  public static final int LONGEST = 80;

  private static final int DEEPEST = 4;

  private final StringBuilder line = new StringBuilder(LONGEST + 1);

  private Preview() {}

  /** The preview of a value: a text as it is, anything else as JSON shows it. */
  public static String of(@Nullable Object value) {
    Preview preview = new Preview();
    if (value instanceof String text) {
      preview.text(text);
    } else {
      preview.value(value, 0);
    }
    return preview.isFull() ? preview.cut() : preview.line.toString();
  }

  private boolean isFull() {
    return line.length() > LONGEST;
  }

  private String cut() {
    // Not in the middle of a character that takes two.
    int end = Character.isHighSurrogate(line.charAt(LONGEST - 2)) ? LONGEST - 2 : LONGEST - 1;
    return line.substring(0, end) + "…";
  }

  private void text(String text) {
    for (int i = 0; i < text.length() && !isFull(); i++) {
      char letter = text.charAt(i);
      line.append(Character.isISOControl(letter) ? ' ' : letter);
    }
  }

  private void value(@Nullable Object value, int depth) {
    if (value instanceof String text) {
      line.append('"');
      text(text);
      line.append('"');
    } else if (value instanceof Buffer buffer) {
      line.append(buffer.length()).append(buffer.length() == 1 ? " byte" : " bytes");
    } else if (value instanceof Map<?, ?> map) {
      object(map, depth);
    } else if (value instanceof List<?> list) {
      array(list, depth);
    } else {
      line.append(value == null ? "null" : Values.toText(value));
    }
  }

  private void object(Map<?, ?> map, int depth) {
    if (depth == DEEPEST) {
      line.append("{…}");
      return;
    }
    line.append('{');
    String separator = "";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (isFull()) {
        return;
      }
      line.append(separator).append(entry.getKey()).append(": ");
      value(entry.getValue(), depth + 1);
      separator = ", ";
    }
    line.append('}');
  }

  private void array(List<?> list, int depth) {
    if (depth == DEEPEST) {
      line.append("[…]");
      return;
    }
    line.append('[');
    String separator = "";
    for (Object item : list) {
      if (isFull()) {
        return;
      }
      line.append(separator);
      value(item, depth + 1);
      separator = ", ";
    }
    line.append(']');
  }
}
