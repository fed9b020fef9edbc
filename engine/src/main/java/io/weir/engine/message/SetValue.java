package io.weir.engine.message;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A JavaScript Set.
 *
 * @param values the members in the order of insertion
 */
public record SetValue(List<@Nullable Object> values) {
  public SetValue {
    values = Collections.unmodifiableList(new ArrayList<>(values));
  }
}
