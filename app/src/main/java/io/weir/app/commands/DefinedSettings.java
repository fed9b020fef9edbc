package io.weir.app.commands;

import io.weir.app.nodered.NodeRedSettings;
import io.weir.engine.message.JsonException;
import io.weir.engine.message.MessageJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Settings given one by one on the command line, by the names that they have in Node-RED. */
final class DefinedSettings {
  private DefinedSettings() {}

  /**
   * The settings in the shape of the configuration file.
   *
   * @param defined {@code name=value}, the value JSON or a text, the name with dots for what is
   *     inside others; or {@code @file} with an object of them
   * @param verbose whether more is to be logged
   * @throws IllegalArgumentException naming what can't be read or has no effect
   */
  static Map<String, Object> of(List<String> defined, boolean verbose) {
    Map<String, @Nullable Object> settings = new LinkedHashMap<>();
    if (verbose) {
      settings.put("logging", Map.of("console", Map.of("level", "debug")));
    }
    for (String each : defined) {
      if (each.startsWith("@")) {
        settings.putAll(file(Path.of(each.substring(1))));
      } else {
        int end = each.indexOf('=');
        if (end < 1) {
          throw new IllegalArgumentException("-D " + each + ": a setting is name=value");
        }
        put(settings, each.substring(0, end).split("\\.", -1), value(each.substring(end + 1)));
      }
    }
    NodeRedSettings taken = NodeRedSettings.of(settings);
    if (!taken.left().isEmpty()) {
      throw new IllegalArgumentException("-D: " + String.join(", ", taken.left()));
    }
    return taken.config();
  }

  private static Map<String, @Nullable Object> file(Path file) {
    try {
      if (MessageJson.parse(Files.readString(file)) instanceof Map<?, ?> map) {
        Map<String, @Nullable Object> settings = new LinkedHashMap<>();
        map.forEach((key, value) -> settings.put(String.valueOf(key), plain(value)));
        return settings;
      }
      throw new IllegalArgumentException("-D: " + file + " is not a JSON object");
    } catch (IOException | JsonException e) {
      throw new IllegalArgumentException("-D: " + file + " can't be read: " + e.getMessage(), e);
    }
  }

  private static @Nullable Object value(String text) {
    try {
      return plain(MessageJson.parse(text));
    } catch (JsonException e) {
      return text;
    }
  }

  /** Whole numbers as the settings have them. */
  private static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
      map.forEach((key, inner) -> copy.put(key, plain(inner)));
      return copy;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(DefinedSettings::plain).toList();
    }
    return value instanceof Long number && number == number.intValue()
        ? (Object) number.intValue()
        : value;
  }

  @SuppressWarnings("unchecked") // the maps inside are made here or by plain
  private static void put(
      Map<String, @Nullable Object> settings, String[] path, @Nullable Object value) {
    Map<String, @Nullable Object> at = settings;
    for (int i = 0; i < path.length - 1; i++) {
      Object inner = at.get(path[i]);
      Map<String, @Nullable Object> next =
          inner instanceof Map<?, ?> map
              ? new LinkedHashMap<>((Map<String, @Nullable Object>) map)
              : new LinkedHashMap<>();
      at.put(path[i], next);
      at = next;
    }
    at.put(path[path.length - 1], value);
  }
}
