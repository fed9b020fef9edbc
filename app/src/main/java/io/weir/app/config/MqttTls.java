package io.weir.app.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what the encryption of listeners and of bridges has in common. */
final class MqttTls {
  private static final List<String> NEWEST = List.of("TLSv1.3");

  private MqttTls() {}

  /**
   * A file that can be read; null if none is named.
   *
   * @throws IllegalArgumentException naming file, key and what is wrong
   */
  static @Nullable Path file(Settings section, String key, Path userDir) {
    String text = section.text(key, "");
    if (text.isEmpty()) {
      return null;
    }
    Path file = userDir.resolve(text);
    if (!Files.isReadable(file)) {
      throw section.wrong(key, "names " + file + ", which can't be read");
    }
    return file;
  }

  /** The versions to speak; empty for the usual ones. */
  static List<String> versions(Settings section) {
    String oldest = section.text("minVersion", "TLSv1.2");
    return switch (oldest) {
      case "TLSv1.2" -> List.of();
      case "TLSv1.3" -> NEWEST;
      default -> throw section.wrong("minVersion", "must be TLSv1.2 or TLSv1.3 but is " + oldest);
    };
  }
}
