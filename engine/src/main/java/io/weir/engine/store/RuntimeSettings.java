package io.weir.engine.store;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the runtime remembers of itself: {@code .config.runtime.json}. Keys of others are kept.
 *
 * @threads any; blocks, so never on an event loop
 */
public final class RuntimeSettings {
  private final JsonFile file;

  /** Settings in a file, which need not exist. */
  public RuntimeSettings(Path file) {
    this.file = new JsonFile(file);
  }

  /**
   * A value; null if there is none.
   *
   * @throws StoreException if the file is there and can't be read
   */
  public synchronized @Nullable Object get(String key) {
    return file.read().get(key);
  }

  /**
   * Sets a value.
   *
   * @throws StoreException if it can't be saved
   */
  public synchronized void put(String key, Object value) {
    Map<String, @Nullable Object> all = file.read();
    if (!Objects.equals(all.get(key), value)) {
      all.put(key, value);
      file.write(all);
    }
  }

  /**
   * Removes a value, if there is one.
   *
   * @throws StoreException if that can't be saved
   */
  public synchronized void remove(String key) {
    Map<String, @Nullable Object> all = file.read();
    if (all.remove(key) != null) {
      file.write(all);
    }
  }
}
