package io.weir.app.nodered;

import io.weir.app.nodered.JavaScriptLiterals.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code settings.js} of Node-RED says, in the words of {@code weir.yaml}. The file is read,
 * never run.
 *
 * @param config sections and keys of {@code weir.yaml}
 * @param left settings that could not be taken over, each with the reason
 */
public record NodeRedSettings(Map<String, Object> config, List<String> left) {
  /** The file's name in a user directory. */
  public static final String FILE = "settings.js";

  private static final String IS_CODE = "is code";
  private static final String HAS_NO_COUNTERPART = "has no counterpart";

  /** A setting and where it goes; nowhere while it is what we have anyway. */
  private record Mapping(
      String from, String section, String key, Object otherwise, Predicate<Object> fits) {}

  private static final List<Mapping> MAPPINGS =
      List.of(
          new Mapping("uiPort", "web", "port", 1880, NodeRedSettings::isWhole),
          new Mapping("uiHost", "web", "host", "127.0.0.1", String.class::isInstance),
          new Mapping("flowFile", "flows", "file", "flows.json", String.class::isInstance),
          new Mapping(
              "credentialSecret",
              "flows",
              "credentialSecret",
              "",
              value -> value instanceof String || Boolean.FALSE.equals(value)),
          new Mapping(
              "globalFunctionTimeout", "functions", "timeoutSeconds", 0, Number.class::isInstance),
          new Mapping(
              "functionExternalModules",
              "functions",
              "externalModules",
              true,
              Boolean.class::isInstance),
          new Mapping(
              "exportGlobalContextKeys",
              "functions",
              "listGlobalContext",
              true,
              Boolean.class::isInstance));

  /** Settings of the editor's looks and of Node.js, which nobody misses. */
  private static final List<String> OF_NO_CONCERN =
      List.of(
          "editorTheme",
          "flowFilePretty",
          "externalModules",
          "lang",
          "telemetry",
          "diagnostics",
          "runtimeState",
          "functionTimeout",
          "debugMaxLength",
          "debugUseColors",
          "paletteCategories",
          "verbose",
          "userDir");

  public NodeRedSettings {
    config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
    left = List.copyOf(left);
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it can't be read
   * @throws IllegalArgumentException naming file and line if it isn't what Node-RED reads
   */
  public static NodeRedSettings read(Path file) throws IOException {
    try {
      return of(JavaScriptLiterals.exportsOf(Files.readString(file), System::getenv));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ", " + e.getMessage(), e);
    }
  }

  private static NodeRedSettings of(Map<String, @Nullable Object> settings) {
    Map<String, Object> config = new LinkedHashMap<>();
    List<String> left = new ArrayList<>();
    WebTaking web = new WebTaking(left);
    settings.forEach(
        (key, value) -> {
          if (value == null || OF_NO_CONCERN.contains(key) || web.take(key, value)) {
            return;
          }
          Mapping mapping =
              MAPPINGS.stream().filter(each -> each.from.equals(key)).findFirst().orElse(null);
          if (key.equals("functionGlobalContext") && value instanceof Map<?, ?> seed) {
            takeSeed(seed, config, left);
          } else if (key.equals("adminAuth") || key.equals("contextStorage")) {
            if (holdsCode(value)) {
              left.add(key + " " + IS_CODE + " in part");
            } else {
              config.put(key, value);
            }
          } else if (key.equals("logging") && value instanceof Map<?, ?> logging) {
            takeLogging(logging, config, left);
          } else if (key.equals("httpAdminAuth") || key.equals("httpAuth")) {
            Map<String, Object> login = web.adminAuth(key, value);
            if (login != null) {
              config.putIfAbsent("adminAuth", login);
            }
          } else if (value instanceof Code) {
            left.add((key.isEmpty() ? "a part without a name" : key) + " " + IS_CODE);
          } else if (mapping == null) {
            if (!isDefault(key)) {
              left.add(key + " " + HAS_NO_COUNTERPART);
            }
          } else {
            take(mapping, value, config, left);
          }
        });
    if (!web.taken().isEmpty()) {
      section(config, "web").putAll(web.taken());
    }
    return new NodeRedSettings(config, left);
  }

  /** How the console logs; logs that are code can't be had. */
  private static void takeLogging(
      Map<?, ?> logging, Map<String, Object> config, List<String> left) {
    logging.forEach(
        (name, value) -> {
          if (!name.equals("console") || !(value instanceof Map<?, ?> console)) {
            left.add("logging." + name + " " + (holdsCode(value) ? IS_CODE : HAS_NO_COUNTERPART));
            return;
          }
          if (console.get("level") instanceof String level && !level.equals("info")) {
            section(config, "logging").put("level", level);
          }
          for (String key : List.of("metrics", "audit")) {
            if (Boolean.TRUE.equals(console.get(key))) {
              section(config, "logging").put(key, true);
            }
          }
        });
  }

  /** The values among what functions find in the global context; modules can't be had. */
  private static void takeSeed(Map<?, ?> seed, Map<String, Object> config, List<String> left) {
    Map<String, Object> values = new LinkedHashMap<>();
    seed.forEach(
        (name, value) -> {
          if (value == null || holdsCode(value)) {
            left.add("functionGlobalContext." + name + " " + IS_CODE);
          } else {
            values.put(String.valueOf(name), value);
          }
        });
    if (!values.isEmpty()) {
      section(config, "functions").put("globalContext", values);
    }
  }

  @SuppressWarnings("unchecked") // sections are made here only
  private static Map<String, Object> section(Map<String, Object> config, String name) {
    return (Map<String, Object>)
        config.computeIfAbsent(name, unused -> new LinkedHashMap<String, Object>());
  }

  private static void take(
      Mapping mapping, Object value, Map<String, Object> config, List<String> left) {
    Object wanted =
        // Environment variables are texts.
        mapping.from.equals("uiPort") && value instanceof String text && text.matches("\\d{1,5}")
            ? (Object) Integer.valueOf(text)
            : value;
    if (wanted.equals(mapping.otherwise)) {
      return;
    }
    if (!mapping.fits.test(wanted)) {
      left.add(mapping.from + " is " + value);
      return;
    }
    section(config, mapping.section).put(mapping.key, wanted);
  }

  /** Values that change nothing, as Node-RED's own template has them. */
  private static boolean isDefault(String key) {
    return switch (key) {
      case "mqttReconnectTime", "serialReconnectTime", "socketReconnectTime" -> true;
      default -> false;
    };
  }

  private static boolean isWhole(Object value) {
    return value instanceof Integer;
  }

  private static boolean holdsCode(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.values().stream().anyMatch(NodeRedSettings::holdsCode);
    }
    if (value instanceof List<?> list) {
      return list.stream().anyMatch(NodeRedSettings::holdsCode);
    }
    return value instanceof Code;
  }
}
