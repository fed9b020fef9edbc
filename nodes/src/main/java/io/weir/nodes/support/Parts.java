package io.weir.nodes.support;

import io.weir.engine.message.Message;
import io.weir.engine.message.Values;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What messages say of their place in a sequence: {@code msg.parts}. */
public final class Parts {
  private Parts() {}

  /** The parts of a message; null if it says nothing. */
  public static @Nullable Map<?, ?> of(Message message) {
    return message.get("parts") instanceof Map<?, ?> parts ? parts : null;
  }

  /** The name of the sequence; ids are compared as texts. */
  public static String id(Map<?, ?> parts) {
    return parts.containsKey("id") ? Values.toText(parts.get("id")) : "undefined";
  }

  /** A number among the parts; NaN if there is none. */
  public static double number(Map<?, ?> parts, String name) {
    Object value = parts.get(name);
    return value == null ? Double.NaN : Values.toNumber(value);
  }

  /** The message with some of its parts changed, the others as they are. */
  public static Message change(Message message, Map<String, ? extends @Nullable Object> changes) {
    Map<String, @Nullable Object> parts = new LinkedHashMap<>();
    Map<?, ?> present = of(message);
    if (present != null) {
      present.forEach((key, value) -> parts.put(Values.toText(key), value));
    }
    parts.putAll(changes);
    return message.with("parts", parts);
  }
}
