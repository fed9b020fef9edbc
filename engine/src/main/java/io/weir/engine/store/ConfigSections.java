package io.weir.engine.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sections of what Node-RED remembers in a user directory: {@code .config.runtime.json} and its
 * like. Before Node-RED 1.2 they were parts of one file, {@code .config.json}.
 *
 * @threads one at a time; blocks, so never on an event loop
 */
public final class ConfigSections {
  /** What isn't in a section of its own. */
  public static final String RUNTIME = "runtime";

  private static final List<String> NAMED = List.of("nodes", "users", "projects", "modules");

  private ConfigSections() {}

  /**
   * A section, be it in a file of its own or not; empty if there is none.
   *
   * @throws StoreException if a file is there and can't be read
   */
  public static Map<String, @Nullable Object> read(Path userDir, String section) {
    Path own = fileOf(userDir, section);
    return Files.exists(own) ? new JsonFile(own).read() : old(userDir, section);
  }

  private static Path fileOf(Path userDir, String section) {
    return userDir.resolve(".config." + section + ".json");
  }

  private static Map<String, @Nullable Object> old(Path userDir, String section) {
    Map<String, @Nullable Object> all = new JsonFile(userDir.resolve(".config.json")).read();
    if (section.equals(RUNTIME)) {
      all.keySet().removeAll(NAMED);
      return all;
    }
    Map<String, @Nullable Object> part = new LinkedHashMap<>();
    if (all.get(section) instanceof Map<?, ?> map) {
      map.forEach((key, value) -> part.put(String.valueOf(key), value));
    }
    return part;
  }

  /**
   * Gives each section a file of its own that has none. The old file stays as it is.
   *
   * @throws StoreException if a file can't be read or written
   */
  public static void split(Path userDir) {
    for (String section : NAMED) {
      split(userDir, section);
    }
    split(userDir, RUNTIME);
  }

  private static void split(Path userDir, String section) {
    Path own = fileOf(userDir, section);
    Map<String, @Nullable Object> part = Files.exists(own) ? Map.of() : old(userDir, section);
    if (!part.isEmpty()) {
      new JsonFile(own).write(part);
    }
  }
}
