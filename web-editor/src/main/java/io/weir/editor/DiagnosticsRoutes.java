package io.weir.editor;

import io.vertx.ext.web.RoutingContext;
import io.weir.editor.http.AdminTerms;
import io.weir.editor.http.Endpoint;
import io.weir.editor.http.Json;
import io.weir.engine.node.NodeSet;
import io.weir.engine.runtime.FlowRuntime;
import io.weir.engine.runtime.RuntimeState;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.lang.management.RuntimeMXBean;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /diagnostics}: what somebody who helps needs to know, and no secret. */
final class DiagnosticsRoutes {
  private static final String UNSET = "UNSET";

  private final FlowRuntime runtime;
  private final EditorConfig config;

  DiagnosticsRoutes(FlowRuntime runtime, EditorConfig config) {
    this.runtime = runtime;
    this.config = config;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/diagnostics", "What somebody who helps needs to know, and no secret")
            .needs("diagnostics.read")
            .answers(200, "The report", "Diagnostics")
            .refuses(403, "diagnostics.disabled: the settings say so")
            .by(this::get));
  }

  private void get(RoutingContext context) {
    if (!config.tellsDiagnostics()) {
      throw new ApiFailure(403, "diagnostics.disabled", "diagnostics are disabled");
    }
    Map<String, @Nullable Object> report = new LinkedHashMap<>();
    report.put("report", "diagnostics");
    report.put("scope", "basic");
    ZonedDateTime now = ZonedDateTime.now(ZoneId.systemDefault());
    report.put(
        "time",
        Map.of(
            "utc", Instant.now().toString(),
            "local",
                now.format(
                    DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM)
                        .withLocale(Locale.getDefault()))));
    report.put(
        "intl",
        Map.of("locale", Locale.getDefault().toLanguageTag(), "timeZone", now.getZone().getId()));
    report.put("nodejs", engine());
    report.put("java", java());
    report.put("os", os());
    report.put("runtime", runtime());
    Json.send(context, report);
  }

  /** Where Node-RED tells of Node.js; clients look here for memory. */
  private static Map<String, Object> engine() {
    Runtime memory = Runtime.getRuntime();
    Map<String, Object> engine = new LinkedHashMap<>();
    engine.put("version", UNSET);
    engine.put("arch", System.getProperty("os.arch"));
    engine.put("platform", platform());
    engine.put(
        "memoryUsage",
        Map.of(
            "heapTotal", memory.totalMemory(),
            "heapUsed", memory.totalMemory() - memory.freeMemory(),
            "heapLimit", memory.maxMemory()));
    return engine;
  }

  private static String platform() {
    return System.getProperty("os.name").toLowerCase(Locale.ROOT);
  }

  private static Map<String, Object> java() {
    RuntimeMXBean machine = ManagementFactory.getRuntimeMXBean();
    return Map.of(
        "version", Runtime.version().toString(),
        "vm", machine.getVmName(),
        "vendor", machine.getVmVendor(),
        "uptime", machine.getUptime() / 1_000,
        "threads", ManagementFactory.getThreadMXBean().getThreadCount());
  }

  private static Map<String, Object> os() {
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    Map<String, Object> os = new LinkedHashMap<>();
    os.put("containerised", java.nio.file.Files.exists(java.nio.file.Path.of("/.dockerenv")));
    os.put("arch", system.getArch());
    os.put("platform", platform());
    os.put("release", system.getVersion());
    os.put("type", system.getName());
    os.put("cpus", system.getAvailableProcessors());
    os.put("loadavg", system.getSystemLoadAverage());
    return os;
  }

  private Map<String, Object> runtime() {
    Map<String, Object> modules = new LinkedHashMap<>();
    for (NodeSet set : runtime.catalog().sets()) {
      modules.put(set.module(), set.version());
    }
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("version", config.version());
    about.put("isStarted", true);
    about.put(
        "flows",
        Map.of("state", runtime.state().word(), "started", runtime.state() == RuntimeState.START));
    about.put("modules", modules);
    about.put("settings", settings());
    return about;
  }

  private Map<String, Object> settings() {
    Map<String, Object> stores = new LinkedHashMap<>();
    runtime.variables().names().forEach(name -> stores.put(name, Map.of()));
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("available", true);
    settings.put("apiMaxLength", config.maxBodyBytes());
    settings.put("contextStorage", stores);
    settings.put("debugMaxLength", config.debugMaxLength());
    settings.put(
        "runtimeState", Map.of("enabled", config.mayStopFlows(), "ui", config.mayStopFlows()));
    settings.put("adminAuth", config.login() == null ? UNSET : "SET");
    AdminTerms http = config.http();
    settings.put("disableEditor", !http.hasEditor());
    settings.put("httpAdminRoot", http.root());
    settings.put("httpAdminCors", http.cors() == null ? UNSET : "SET");
    settings.put("httpNodeRoot", http.nodeRoot().isEmpty() ? false : http.nodeRoot());
    settings.put("userDir", "SET");
    return settings;
  }
}
