package io.weir.editor;

import io.vertx.ext.web.Router;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /settings}, and the answers that clients ask for before anything else. */
final class SettingsRoutes {
  private final EditorConfig config;

  SettingsRoutes(EditorConfig config) {
    this.config = config;
  }

  void mount(Router router) {
    router.get("/settings").handler(context -> Json.send(context, settings()));
    // There is no login in this version: what Node-RED answers without adminAuth.
    router.get("/auth/login").handler(context -> Json.send(context, Map.of()));
    router.get("/plugins").handler(context -> Json.send(context, List.of()));
    router.get("/plugins/messages").handler(context -> Json.send(context, Map.of()));
  }

  private Map<String, @Nullable Object> settings() {
    Map<String, @Nullable Object> settings = new LinkedHashMap<>();
    settings.put("httpNodeRoot", "/");
    settings.put("version", config.version());
    settings.put("context", Map.of("default", "memory", "stores", List.of("memory")));
    settings.put("libraries", List.of());
    settings.put("flowEncryptionType", "system");
    settings.put("diagnostics", off());
    settings.put("telemetryEnabled", false);
    settings.put("runtimeState", off());
    settings.put(
        "externalModules", Map.of("palette", Map.of("allowInstall", false, "allowUpload", false)));
    settings.put("functionExternalModules", false);
    settings.put("functionTimeout", 0);
    settings.put(
        "editorTheme", Map.of("projects", Map.of("enabled", false), "languages", List.of("en-US")));
    settings.put("weir", ofOurOwn());
    return settings;
  }

  private Map<String, @Nullable Object> ofOurOwn() {
    Map<String, @Nullable Object> own = new LinkedHashMap<>();
    own.put("version", config.version());
    own.put("features", List.of("problems"));
    if (config.mqttPort() > 0) {
      own.put("mqttPort", config.mqttPort());
    }
    return own;
  }

  private static Map<String, @Nullable Object> off() {
    Map<String, @Nullable Object> off = new LinkedHashMap<>();
    off.put("enabled", false);
    off.put("ui", false);
    return off;
  }
}
