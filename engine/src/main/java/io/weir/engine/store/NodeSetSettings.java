package io.weir.engine.store;

import io.weir.engine.node.NodeSet;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which sets of node types are switched off: {@code .config.nodes.json}, in Node-RED's layout. What
 * else is in it, such as modules that aren't here, is kept.
 *
 * @threads any; blocks, so never on an event loop
 */
public final class NodeSetSettings {
  private static final String SETS = "nodes";
  private static final String ENABLED = "enabled";

  private final JsonFile file;

  /** Settings in a file, which need not exist. */
  public NodeSetSettings(Path file) {
    this.file = new JsonFile(file);
  }

  /**
   * The ids of the sets that are switched off.
   *
   * @throws StoreException if the file is there and can't be read
   */
  public synchronized Set<String> disabled() {
    Set<String> disabled = new HashSet<>();
    file.read()
        .forEach(
            (module, about) ->
                part(part(about).get(SETS))
                    .forEach(
                        (name, set) -> {
                          if (Boolean.FALSE.equals(part(set).get(ENABLED))) {
                            disabled.add(module + "/" + name);
                          }
                        }));
    return disabled;
  }

  /**
   * Remembers sets as switched on or off.
   *
   * @throws StoreException if it can't be saved
   */
  public synchronized void put(List<NodeSet> sets, boolean enabled) {
    Map<String, @Nullable Object> all = file.read();
    for (NodeSet set : sets) {
      Map<String, @Nullable Object> module = part(all.get(set.module()));
      module.put("name", set.module());
      module.put("version", set.version());
      module.putIfAbsent("local", false);
      module.putIfAbsent("user", false);
      Map<String, @Nullable Object> known = part(module.get(SETS));
      Map<String, @Nullable Object> entry = part(known.get(set.name()));
      entry.put("name", set.name());
      entry.put("types", set.typeNames());
      entry.put(ENABLED, enabled);
      entry.putIfAbsent("local", false);
      entry.putIfAbsent("user", false);
      entry.put("module", set.module());
      known.put(set.name(), entry);
      module.put(SETS, known);
      all.put(set.module(), module);
    }
    file.write(all);
  }

  /** A copy of an object in the file; empty for anything else. */
  private static Map<String, @Nullable Object> part(@Nullable Object value) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, member) -> copy.put(String.valueOf(key), member));
    }
    return copy;
  }
}
