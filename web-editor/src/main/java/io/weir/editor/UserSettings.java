package io.weir.editor;

import io.weir.engine.store.JsonFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What each user has set in the editor: {@code .config.users.json}.
 *
 * <p>Blocks; never called on an event loop.
 */
final class UserSettings {
  /** Stands for whoever is not logged in. */
  static final String ANONYMOUS = "_";

  private final JsonFile file;

  UserSettings(Path userDir) {
    this.file = new JsonFile(userDir.resolve(".config.users.json"));
  }

  /** The settings of a user. */
  synchronized Map<String, @Nullable Object> of(String user) {
    return file.read().get(user) instanceof Map<?, ?> settings ? copy(settings) : Map.of();
  }

  /** Merges into a user's settings: objects by their members, null deletes, all else replaces. */
  synchronized void merge(String user, Map<?, ?> changes) {
    Map<String, @Nullable Object> all = file.read();
    all.put(user, merged(all.get(user), changes));
    file.write(all);
  }

  private static Map<String, @Nullable Object> copy(Map<?, ?> map) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    map.forEach((key, value) -> copy.put(String.valueOf(key), value));
    return copy;
  }

  private static Map<String, @Nullable Object> merged(@Nullable Object stored, Map<?, ?> changes) {
    Map<String, @Nullable Object> merged =
        stored instanceof Map<?, ?> map ? copy(map) : new LinkedHashMap<>();
    changes.forEach(
        (name, value) -> {
          String key = String.valueOf(name);
          if (value == null) {
            merged.remove(key);
          } else {
            merged.put(
                key, value instanceof Map<?, ?> inner ? merged(merged.get(key), inner) : value);
          }
        });
    return merged;
  }
}
