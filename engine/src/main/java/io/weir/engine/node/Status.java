package io.weir.engine.node;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The coloured sign and text under a node.
 *
 * @param fill red, green, yellow, blue or grey; null for none
 * @param shape ring or dot; null for none
 * @param text a few words; null for none
 * @param more further keys which only Status nodes see
 */
public record Status(
    @Nullable String fill,
    @Nullable String shape,
    @Nullable String text,
    Map<String, @Nullable Object> more) {
  /** Clears what was shown. */
  public static final Status NONE = new Status(null, null, null, Map.of());

  /** A status with a sign and a text. */
  public static Status of(@Nullable String fill, @Nullable String shape, @Nullable String text) {
    return new Status(fill, shape, text, Map.of());
  }

  /** A text without a sign. */
  public static Status text(String text) {
    return new Status(null, null, text, Map.of());
  }

  /** Whether this clears the status. */
  public boolean isNone() {
    return fill == null && shape == null && text == null && more.isEmpty();
  }

  /** The status as Status nodes see it: every key that is set. */
  public Map<String, @Nullable Object> asMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    put(map, "fill", fill);
    put(map, "shape", shape);
    put(map, "text", text);
    map.putAll(more);
    return map;
  }

  private static void put(Map<String, @Nullable Object> map, String key, @Nullable String value) {
    if (value != null) {
      map.put(key, value);
    }
  }
}
