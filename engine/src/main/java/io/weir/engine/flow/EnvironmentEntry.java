package io.weir.engine.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A variable that a tab, group, subflow or the global settings define.
 *
 * @param name the variable
 * @param type how to read the value: {@code str}, {@code num}, {@code cred} …
 * @param value the value as the file has it
 */
public record EnvironmentEntry(String name, String type, @Nullable Object value) {

  private static final Set<String> PLAIN_TYPES =
      Set.of("str", "num", "bool", "json", "bin", "re", "date", "jsonata", "env", "cred");

  /** Whether its value may be the id of a config node: the type is that of one, or says so. */
  public boolean mayNameNode() {
    return !PLAIN_TYPES.contains(type);
  }

  /** The same variable with another id where its value is one of those given. */
  public EnvironmentEntry renamed(Map<String, String> ids) {
    return mayNameNode() && value instanceof String id && ids.containsKey(id)
        ? new EnvironmentEntry(name, type, ids.get(id))
        : this;
  }

  /** Whether a list names a config node by one of the ids given. */
  public static boolean nameAny(List<EnvironmentEntry> entries, Set<String> ids) {
    return entries.stream()
        .anyMatch(
            entry -> entry.mayNameNode() && entry.value() instanceof String id && ids.contains(id));
  }

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
