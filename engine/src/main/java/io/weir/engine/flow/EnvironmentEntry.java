package io.weir.engine.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A variable that a tab, group, subflow or the global settings define.
 *
 * @param name the variable
 * @param type how to read the value: {@code str}, {@code num}, {@code cred} …
 * @param value the value as the file has it
 */
public record EnvironmentEntry(String name, String type, @Nullable Object value) {

  /** Reads an {@code env} list; entries without a name are left out. */
  public static List<EnvironmentEntry> list(@Nullable Object env) {
    List<EnvironmentEntry> entries = new ArrayList<>();
    if (env instanceof List<?> list) {
      for (Object item : list) {
        if (item instanceof Map<?, ?> map && map.get("name") instanceof String name) {
          entries.add(
              new EnvironmentEntry(
                  name, map.get("type") instanceof String type ? type : "str", map.get("value")));
        }
      }
    }
    return List.copyOf(entries);
  }
}
