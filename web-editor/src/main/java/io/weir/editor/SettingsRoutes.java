package io.weir.editor;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.weir.engine.runtime.FlowRuntime;
import io.weir.engine.store.ContextStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /settings}, those of the server and those of each user. */
final class SettingsRoutes {
  private final Vertx vertx;
  private final FlowRuntime runtime;
  private final EditorConfig config;
  private final UserSettings users;

  SettingsRoutes(Vertx vertx, FlowRuntime runtime, EditorConfig config) {
    this.vertx = vertx;
    this.runtime = runtime;
    this.config = config;
    this.users = new UserSettings(config.userDir());
  }

  void mount(Router router) {
    router.get("/settings").handler(context -> Json.send(context, settings(context)));
    router.get("/settings/user").handler(this::getUser);
    router.post("/settings/user").handler(this::postUser);
    router.get("/plugins").handler(context -> Json.send(context, List.of()));
    router.get("/plugins/messages").handler(context -> Json.send(context, Map.of()));
  }

  private Map<String, @Nullable Object> settings(RoutingContext context) {
    Map<String, @Nullable Object> settings = new LinkedHashMap<>();
    settings.put("httpNodeRoot", "/");
    settings.put("version", config.version());
    AccessControl.Identity identity = AccessControl.of(context);
    if (identity != null) {
      settings.put("user", identity.asJson());
    }
    ContextStore variables = runtime.variables();
    settings.put(
        "context", Map.of("default", variables.defaultName(), "stores", variables.names()));
    settings.put("libraries", List.of(library()));
    settings.put("flowEncryptionType", "system");
    settings.put("diagnostics", switched(true));
    settings.put("telemetryEnabled", false);
    settings.put("runtimeState", switched(config.mayStopFlows()));
    settings.put(
        "externalModules", Map.of("palette", Map.of("allowInstall", false, "allowUpload", false)));
    settings.put("functionExternalModules", false);
    settings.put("functionTimeout", 0);
    settings.put(
        "editorTheme", Map.of("projects", Map.of("enabled", false), "languages", List.of("en-US")));
    settings.put("weir", ofOurOwn());
    return settings;
  }

  private static Map<String, Object> library() {
    Map<String, Object> library = new LinkedHashMap<>();
    library.put("id", "local");
    library.put("label", "editor:library.types.local");
    library.put("user", false);
    library.put("icon", "font-awesome/fa-hdd-o");
    return library;
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

  private static Map<String, @Nullable Object> switched(boolean on) {
    Map<String, @Nullable Object> state = new LinkedHashMap<>();
    state.put("enabled", on);
    state.put("ui", on);
    return state;
  }

  private static String user(RoutingContext context) {
    AccessControl.Identity identity = AccessControl.of(context);
    String user = identity == null ? null : identity.user();
    return user == null ? UserSettings.ANONYMOUS : user;
  }

  private void getUser(RoutingContext context) {
    String user = user(context);
    vertx
        .executeBlocking(() -> users.of(user))
        .onSuccess(settings -> Json.send(context, settings))
        .onFailure(context::fail);
  }

  private void postUser(RoutingContext context) {
    if (!(Json.body(context) instanceof Map<?, ?> changes)) {
      throw new ApiFailure(400, "invalid_request", "settings are an object");
    }
    Map<Object, @Nullable Object> own = new LinkedHashMap<>(changes);
    // That is the server's, not the user's; this one sends nothing anyway.
    own.remove("telemetryEnabled");
    String user = user(context);
    vertx
        .executeBlocking(
            () -> {
              users.merge(user, own);
              return true;
            })
        .onSuccess(saved -> Answers.nothing(context))
        .onFailure(context::fail);
  }
}
