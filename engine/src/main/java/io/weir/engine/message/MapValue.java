package io.weir.engine.message;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A JavaScript Map, whose keys may be of any kind.
 *
 * @param keys the keys in the order of insertion
 * @param values the value of each key, at the same index
 */
public record MapValue(List<@Nullable Object> keys, List<@Nullable Object> values) {
  public MapValue {
    if (keys.size() != values.size()) {
      throw new IllegalArgumentException(
          "a map of " + keys.size() + " keys can't have " + values.size() + " values");
    }
    keys = Collections.unmodifiableList(new ArrayList<>(keys));
    values = Collections.unmodifiableList(new ArrayList<>(values));
  }
}
