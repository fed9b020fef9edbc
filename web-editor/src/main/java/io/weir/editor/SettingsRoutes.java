package io.weir.editor;

import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import io.weir.editor.http.Answers;
import io.weir.editor.http.Endpoint;
import io.weir.editor.http.Endpoint.Kind;
import io.weir.editor.http.Json;
import io.weir.engine.runtime.FlowRuntime;
import io.weir.engine.store.ContextStore;
import java.util.ArrayList;
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

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/settings", "What a client needs to know about this server")
            .needs("settings.read")
            .answers(200, "Versions, roots, who asks, what is switched on", "Settings")
            .by(context -> Json.send(context, settings(context))),
        Endpoint.get("/settings/user", "What the user has set in the editor")
            .of(Kind.EDITOR)
            .needs("settings.read")
            .answers(200, "The settings; nobody's without a login", "UserSettings")
            .by(this::getUser),
        Endpoint.post("/settings/user", "Changes what the user has set")
            .of(Kind.EDITOR)
            .needs("settings.write")
            .saying("Objects are merged by their members, null removes, all else replaces.")
            .takes("UserSettings")
            .answers(204, "Changed")
            .refuses(400, "invalid_request")
            .by(this::postUser),
        refused(Endpoint.get("/settings/user/keys", "The SSH keys for projects")),
        refused(Endpoint.post("/settings/user/keys", "Makes an SSH key for projects")),
        refused(
            Endpoint.get("/settings/user/keys/{id}", "An SSH key for projects")
                .part("id", "Its name")),
        refused(
            Endpoint.delete("/settings/user/keys/{id}", "Removes an SSH key for projects")
                .part("id", "Its name")),
        Endpoint.get("/plugins", "Plugins of the editor")
            .needs("plugins.read")
            .answers(200, "None", "Plugins")
            .by(context -> Json.send(context, List.of())),
        Endpoint.get("/plugins/messages", "Texts of plugins")
            .needs("plugins.read")
            .query("lng", "The language")
            .answers(200, "None", "Texts")
            .by(context -> Json.send(context, Map.of())));
  }

  /** Keys are for projects. */
  private static Endpoint refused(Endpoint.Declaration key) {
    return key.of(Kind.EDITOR)
        .needs("settings.write")
        .refuses(400, "no_projects: there are none here")
        .by(
            context -> {
              throw new ApiFailure(
                  400, "no_projects", "there are no projects here to use keys for");
            });
  }

  private Map<String, @Nullable Object> settings(RoutingContext context) {
    Map<String, @Nullable Object> settings = new LinkedHashMap<>();
    settings.put(
        "httpNodeRoot", config.http().nodeRoot().isEmpty() ? false : config.http().nodeRoot());
    settings.put("version", config.version());
    AccessControl.Identity identity = AccessControl.of(context);
    if (identity != null) {
      settings.put("user", identity.asJson());
    }
    ContextStore variables = runtime.variables();
    settings.put(
        "context", Map.of("default", variables.defaultName(), "stores", variables.names()));
    settings.put("libraries", List.of(library(), examples()));
    settings.put("flowEncryptionType", runtime.credentials().encryptionType());
    settings.put("diagnostics", switched(config.tellsDiagnostics()));
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

  private static Map<String, Object> examples() {
    Map<String, Object> library = new LinkedHashMap<>();
    library.put("id", "examples");
    library.put("label", "editor:library.types.examples");
    library.put("user", false);
    library.put("icon", "font-awesome/fa-life-ring");
    library.put("types", List.of("flows"));
    library.put("readOnly", true);
    return library;
  }

  /** Calls beside Node-RED's, so that clients of other versions know what to do without. */
  private List<String> features() {
    List<String> features =
        new ArrayList<>(
            List.of("problems", "check", "preview", "send", "draft", "deploys", "tests"));
    if (runtime.recorders() != null) {
      features.addAll(List.of("wires", "messages", "path"));
    }
    if (config.broker() != null) {
      features.addAll(List.of("topics", "publish", "clients"));
    }
    return features;
  }

  private Map<String, @Nullable Object> ofOurOwn() {
    Map<String, @Nullable Object> own = new LinkedHashMap<>();
    own.put("version", config.version());
    own.put("features", features());
    own.put("keepAliveMillis", config.keepAlive().toMillis());
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
