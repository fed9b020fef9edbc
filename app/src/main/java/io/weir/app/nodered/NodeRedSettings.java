package io.weir.app.nodered;

import io.weir.app.nodered.JavaScriptLiterals.Code;
import io.weir.engine.message.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code settings.js} of Node-RED says, in the words of {@code weir.yaml}. The file is read,
 * never run.
 *
 * @param config sections and keys of {@code weir.yaml}
 * @param left settings that could not be taken over, each with the reason
 * @param usesProjects whether the flows are those of the active project
 */
public record NodeRedSettings(Map<String, Object> config, List<String> left, boolean usesProjects) {
  /** The file's name in a user directory. */
  public static final String FILE = "settings.js";

  private static final String IS_CODE = "is code";
  private static final String HAS_NO_COUNTERPART = "has no counterpart";

  /**
   * A setting and where it goes; nowhere while it is what we have anyway.
   *
   * @param kind says which values can be taken over, and makes ours of them
   */
  private record Mapping(String from, String section, String key, Object otherwise, Kind kind) {}

  private enum Kind {
    TEXT,
    FLAG,
    NUMBER,
    WHOLE,
    /** A whole number that is at least one. */
    COUNT,
    /** A number that means no bound if it is 0, which is left out then. */
    BOUND,
    /** Milliseconds, ours are seconds. */
    MILLIS,
    /** The same where ours are whole seconds, at least one. */
    MILLIS_TO_WHOLE,
    /** A list of texts. */
    TEXTS,
    /** A list of names of files with nodes, {@code 90-exec.js} say, ours are the names in them. */
    NODE_FILES,
    TEXT_OR_FALSE;

    /** Our value; null if this one can't be taken over. */
    @Nullable Object taken(Object value) {
      return switch (this) {
        case TEXT -> value instanceof String ? value : null;
        case FLAG -> value instanceof Boolean ? value : null;
        case NUMBER -> value instanceof Number ? value : null;
        // Environment variables are texts.
        case WHOLE ->
            value instanceof String text && text.matches("\\d{1,9}")
                ? (Object) Integer.valueOf(text)
                : value instanceof Integer ? value : null;
        case COUNT -> value instanceof Integer number && number > 0 ? value : null;
        case BOUND -> value instanceof Integer number && number >= 0 ? value : null;
        case MILLIS ->
            value instanceof Number number && number.doubleValue() > 0
                ? Values.number(number.doubleValue() / 1_000)
                : null;
        case MILLIS_TO_WHOLE ->
            value instanceof Integer number && number > 0
                ? (Object) Math.max(1, Math.round(number / 1_000f))
                : null;
        case TEXTS -> isTexts(value) ? value : null;
        case NODE_FILES ->
            isTexts(value) ? ((List<?>) value).stream().map(Kind::setOf).toList() : null;
        case TEXT_OR_FALSE -> value instanceof String || Boolean.FALSE.equals(value) ? value : null;
      };
    }

    private static boolean isTexts(Object value) {
      return value instanceof List<?> list && list.stream().allMatch(String.class::isInstance);
    }

    private static String setOf(Object file) {
      return String.valueOf(file).replaceFirst("^\\d+-", "").replaceFirst("\\.js$", "");
    }
  }

  private static final List<Mapping> MAPPINGS =
      List.of(
          new Mapping("uiPort", "web", "port", 1880, Kind.WHOLE),
          new Mapping("uiHost", "web", "host", "127.0.0.1", Kind.TEXT),
          new Mapping("flowFile", "flows", "file", "flows.json", Kind.TEXT),
          new Mapping("credentialSecret", "flows", "credentialSecret", "", Kind.TEXT_OR_FALSE),
          new Mapping("safeMode", "flows", "safeMode", false, Kind.FLAG),
          new Mapping("nodesExcludes", "flows", "excludedNodes", List.of(), Kind.NODE_FILES),
          new Mapping("envVarExcludes", "flows", "hiddenVariables", List.of(), Kind.TEXTS),
          new Mapping("nodeCloseTimeout", "flows", "closeSeconds", 15L, Kind.MILLIS),
          new Mapping("mqttReconnectTime", "flows", "mqttReconnectSeconds", 5L, Kind.MILLIS),
          new Mapping("httpRequestTimeout", "flows", "httpRequestSeconds", 120L, Kind.MILLIS),
          new Mapping("httpRequestTimingLog", "flows", "httpRequestTimings", false, Kind.FLAG),
          new Mapping("execMaxBufferSize", "flows", "execMaxBytes", 10_000_000, Kind.COUNT),
          new Mapping("socketReconnectTime", "flows", "socketReconnectSeconds", 10L, Kind.MILLIS),
          new Mapping("socketTimeout", "flows", "socketTimeoutSeconds", 0L, Kind.MILLIS),
          new Mapping("tcpMsgQueueSize", "flows", "queuedRequests", 1_000, Kind.COUNT),
          new Mapping("nodeMessageBufferMaxLength", "flows", "bufferedMessages", 0, Kind.BOUND),
          new Mapping("fileWorkingDirectory", "flows", "fileWorkingDirectory", "", Kind.TEXT),
          new Mapping("webSocketKeepAliveTime", "web", "keepAliveSeconds", 15L, Kind.MILLIS),
          new Mapping(
              "runtimeMetricInterval", "logging", "metricsSeconds", 15, Kind.MILLIS_TO_WHOLE),
          new Mapping("debugMaxLength", "editor", "debugMaxLength", 1_000, Kind.COUNT),
          new Mapping("debugStatusLength", "editor", "debugStatusLength", 32, Kind.COUNT),
          new Mapping("globalFunctionTimeout", "functions", "timeoutSeconds", 0, Kind.NUMBER),
          new Mapping("functionExternalModules", "functions", "externalModules", true, Kind.FLAG),
          new Mapping(
              "exportGlobalContextKeys", "functions", "listGlobalContext", true, Kind.FLAG));

  private static final Set<String> PROXY_FLAGS =
      Set.of("lowerCaseOnly", "favourUpperCase", "excludeNpm");

  /** Settings of the editor's looks and of Node.js, which nobody misses. */
  private static final List<String> OF_NO_CONCERN =
      List.of(
          "editorTheme",
          "flowFilePretty",
          "externalModules",
          "lang",
          "telemetry",
          "runtimeState",
          "functionTimeout",
          "debugUseColors",
          "paletteCategories",
          "verbose");

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

  /**
   * Settings of which the names and values are known.
   *
   * @param settings values by Node-RED's names
   */
  public static NodeRedSettings of(Map<String, @Nullable Object> settings) {
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
          } else if (key.equals("proxyOptions") && value instanceof Map<?, ?> options) {
            takeProxies(options, config, left);
          } else if (key.equals("httpAdminAuth") || key.equals("httpAuth")) {
            Map<String, Object> login = web.adminAuth(key, value);
            if (login != null) {
              config.putIfAbsent("adminAuth", login);
            }
          } else if (value instanceof Code) {
            left.add((key.isEmpty() ? "a part without a name" : key) + " " + IS_CODE);
          } else if (key.equals("diagnostics") && value instanceof Map<?, ?> diagnostics) {
            if (Boolean.FALSE.equals(diagnostics.get("enabled"))) {
              section(config, "editor").put("diagnostics", false);
            }
          } else if (key.equals("readOnly")) {
            if (Boolean.TRUE.equals(value)) {
              config.put(key, true);
            }
          } else if (key.equals("userDir")) {
            left.add("userDir is " + value + ", which -u says here");
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
    return new NodeRedSettings(config, left, usesProjects(settings));
  }

  private static boolean usesProjects(Map<String, @Nullable Object> settings) {
    return settings.get("editorTheme") instanceof Map<?, ?> theme
        && theme.get("projects") instanceof Map<?, ?> projects
        && Boolean.TRUE.equals(projects.get("enabled"));
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

  /** How proxies are looked up; the names are the same here. */
  private static void takeProxies(
      Map<?, ?> options, Map<String, Object> config, List<String> left) {
    Map<String, Object> taken = new LinkedHashMap<>();
    options.forEach(
        (name, value) -> {
          String key = String.valueOf(name);
          boolean isKnown =
              key.equals("mode")
                  ? "strict".equals(value) || "legacy".equals(value)
                  : PROXY_FLAGS.contains(key) && value instanceof Boolean;
          if (!isKnown) {
            left.add("proxyOptions." + key + " is " + value);
          } else if (!"strict".equals(value) && !Boolean.FALSE.equals(value)) {
            taken.put(key, Objects.requireNonNull(value));
          }
        });
    if (!taken.isEmpty()) {
      section(config, "flows").put("proxyOptions", taken);
    }
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
    Object wanted = mapping.kind.taken(value);
    if (wanted == null) {
      left.add(mapping.from + " is " + value);
      return;
    }
    if (wanted.equals(mapping.otherwise)) {
      return;
    }
    section(config, mapping.section).put(mapping.key, wanted);
  }

  /** Values that change nothing, as Node-RED's own template has them. */
  private static boolean isDefault(String key) {
    return switch (key) {
      case "serialReconnectTime", "socketReconnectTime" -> true;
      default -> false;
    };
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
