package io.weir.nodes.common;

import io.weir.engine.message.MessageJson;
import io.weir.engine.message.Undefined;
import io.weir.engine.message.Values;
import io.weir.engine.node.Status;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Statuses from values that flows make. */
public final class Statuses {
  private Statuses() {}

  /**
   * A status from a value: the object's fill, shape and text; of anything else its text. Null,
   * undefined and an empty object clear.
   */
  public static Status of(@Nullable Object value) {
    if (value == null || value == Undefined.VALUE) {
      return Status.NONE;
    }
    if (!(value instanceof Map<?, ?> map)) {
      return Status.text(text(value));
    }
    Map<String, @Nullable Object> more = new LinkedHashMap<>();
    map.forEach((key, member) -> more.put((String) key, member));
    Object fill = more.remove("fill");
    Object shape = more.remove("shape");
    Object text = more.remove("text");
    return new Status(word(fill), word(shape), text == null ? null : text(text), more);
  }

  private static @Nullable String word(@Nullable Object value) {
    return value instanceof String word && !word.isEmpty() ? word : null;
  }

  private static String text(Object value) {
    return value instanceof Map<?, ?> || value instanceof List<?>
        ? MessageJson.text(value)
        : Values.toText(value);
  }
}
