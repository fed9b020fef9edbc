package io.weir.engine.store;

import io.weir.engine.message.JsonException;
import io.weir.engine.message.MessageJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file that holds one JSON object and that its owner alone may read: one of the {@code .config}
 * files of a user directory. Written atomically, with a backup of what was there.
 *
 * @threads one at a time; blocks, so never on an event loop
 */
public final class JsonFile {
  private static final int INDENT = 4;

  private final Path path;

  /** A file, which need not exist. */
  public JsonFile(Path path) {
    this.path = path;
  }

  /**
   * The object in the file; empty if there is no file.
   *
   * @throws StoreException if it is there and can't be read
   */
  public Map<String, @Nullable Object> read() {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    try {
      if (Files.exists(path)
          && MessageJson.parse(Files.readString(path)) instanceof Map<?, ?> map) {
        map.forEach((key, value) -> all.put(String.valueOf(key), value));
      }
    } catch (IOException | JsonException e) {
      throw new StoreException(path + " could not be read (" + e.getMessage() + ")", e);
    }
    return all;
  }

  /**
   * Replaces the object in the file.
   *
   * @throws StoreException if it can't
   */
  public void write(Map<String, @Nullable Object> all) {
    try {
      if (Files.exists(path)) {
        Files.copy(
            path,
            path.resolveSibling(path.getFileName() + ".backup"),
            StandardCopyOption.REPLACE_EXISTING);
      }
      AtomicFile.writePrivate(path, MessageJson.text(all, INDENT));
    } catch (IOException e) {
      throw new StoreException(path + " could not be saved (" + e + ")", e);
    }
  }
}
