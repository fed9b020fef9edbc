package io.weir.engine.store;

import io.weir.engine.message.JsonException;
import io.weir.engine.message.MessageJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the runtime remembers of itself: {@code .config.runtime.json}. Keys of others are kept.
 *
 * @threads any; blocks, so never on an event loop
 */
public final class RuntimeSettings {
  private static final int INDENT = 4;

  private final Path file;

  /** Settings in a file, which need not exist. */
  public RuntimeSettings(Path file) {
    this.file = file;
  }

  /** The file. */
  public Path file() {
    return file;
  }

  /**
   * A value; null if there is none.
   *
   * @throws StoreException if the file is there and can't be read
   */
  public synchronized @Nullable Object get(String key) {
    return read().get(key);
  }

  /**
   * Sets a value.
   *
   * @throws StoreException if it can't be saved
   */
  public synchronized void put(String key, Object value) {
    Map<String, @Nullable Object> all = read();
    if (Objects.equals(all.get(key), value)) {
      return;
    }
    all.put(key, value);
    try {
      AtomicFile.writePrivate(file, MessageJson.text(all, INDENT));
    } catch (IOException e) {
      throw new StoreException(key + " could not be saved to " + file + " (" + e + ")", e);
    }
  }

  private Map<String, @Nullable Object> read() {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    try {
      if (Files.exists(file)
          && MessageJson.parse(Files.readString(file)) instanceof Map<?, ?> map) {
        map.forEach((key, value) -> all.put(String.valueOf(key), value));
      }
    } catch (IOException | JsonException e) {
      throw new StoreException(file + " could not be read (" + e.getMessage() + ")", e);
    }
    return all;
  }
}
