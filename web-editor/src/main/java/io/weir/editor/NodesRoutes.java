package io.weir.editor;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.weir.engine.node.NodeCatalog;
import io.weir.engine.node.NodeSet;
import io.weir.engine.node.NodeType;
import io.weir.engine.runtime.FlowRuntime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The node types: Node-RED's {@code /nodes}, and our descriptors at {@code /node-types}. */
final class NodesRoutes {
  private static final String MESSAGES = "/messages";

  private final FlowRuntime runtime;
  private final NodeCatalog catalog;

  NodesRoutes(FlowRuntime runtime) {
    this.runtime = runtime;
    this.catalog = runtime.catalog();
  }

  void mount(Router router) {
    router.get("/node-types").handler(context -> Json.send(context, descriptors()));
    router.get("/node-types/:type/help").handler(this::help);
    router.get("/nodes").handler(context -> Json.send(context, json(catalog.sets())));
    router.get("/nodes/*").handler(this::get);
    router.put("/nodes/*").handler(this::put);
    router.post("/nodes").handler(this::install);
    router.delete("/nodes/*").handler(this::remove);
  }

  private Map<String, @Nullable Object> descriptors() {
    return Map.of("types", catalog.types().stream().map(NodeType::descriptor).toList());
  }

  private void help(RoutingContext context) {
    String help = catalog.type(context.pathParam("type")).map(NodeType::help).orElse(null);
    if (help == null) {
      ApiError.send(context, 404, "not_found", "there is no help for " + context.pathParam("type"));
      return;
    }
    Answers.end(context, "text/markdown; charset=utf-8", help);
  }

  // ---- sets and modules ----

  /** A set as the Admin API shows it. */
  static Map<String, Object> json(NodeSet set, boolean enabled) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("id", set.id());
    shown.put("name", set.name());
    shown.put("types", set.typeNames());
    shown.put("enabled", enabled);
    shown.put("local", false);
    shown.put("user", false);
    shown.put("module", set.module());
    shown.put("version", set.version());
    return shown;
  }

  private List<Map<String, Object>> json(List<NodeSet> sets) {
    return sets.stream().map(set -> json(set, catalog.isEnabled(set))).toList();
  }

  private Map<String, Object> moduleJson(List<NodeSet> sets) {
    Map<String, Object> module = new LinkedHashMap<>();
    module.put("name", sets.get(0).module());
    module.put("version", sets.get(0).version());
    module.put("local", false);
    module.put("user", false);
    module.put("nodes", json(sets));
    module.put("plugins", List.of());
    return module;
  }

  private List<NodeSet> ofModule(String name) {
    return catalog.sets().stream().filter(set -> set.module().equals(name)).toList();
  }

  private @Nullable NodeSet set(String id) {
    return catalog.sets().stream().filter(set -> set.id().equals(id)).findFirst().orElse(null);
  }

  /** Whether a path names a set in a module; a module's own name may have a slash after its @. */
  private static boolean namesSet(String path) {
    return path.indexOf('/', path.startsWith("@") ? path.indexOf('/') + 1 : 0) >= 0;
  }

  private static ApiFailure unknown(String path) {
    return new ApiFailure(404, "not_found", namesSet(path) ? "Node not found" : "Module not found");
  }

  /** Does something with the sets that a path names, one or a module's. */
  private <T> T named(
      String path, Function<NodeSet, T> withSet, Function<List<NodeSet>, T> withModule) {
    NodeSet set = set(path);
    if (set != null) {
      return withSet.apply(set);
    }
    List<NodeSet> module = ofModule(path);
    if (module.isEmpty()) {
      throw unknown(path);
    }
    return withModule.apply(module);
  }

  private Map<String, Object> shown(String path) {
    return named(path, set -> json(set, catalog.isEnabled(set)), this::moduleJson);
  }

  private void get(RoutingContext context) {
    String path = RestOfPath.of(context);
    if (path.equals("messages") || path.endsWith(MESSAGES)) {
      // The editor has its texts with it.
      Json.send(context, Map.of());
      return;
    }
    Json.send(context, shown(path));
  }

  private void put(RoutingContext context) {
    String path = RestOfPath.of(context);
    if (!(Json.body(context) instanceof Map<?, ?> body)
        || !(body.get("enabled") instanceof Boolean enabled)) {
      throw new ApiFailure(
          400, "invalid_request", "say whether it is to be used: {\"enabled\": true} or false");
    }
    List<NodeSet> sets = named(path, List::of, module -> module);
    runtime
        .setEnabled(sets, enabled)
        .onSuccess(done -> Json.send(context, shown(path)))
        .onFailure(context::fail);
  }

  // ---- modules of others ----

  private void install(RoutingContext context) {
    boolean isUpload = !context.fileUploads().isEmpty();
    Object body = isUpload ? null : Json.body(context);
    Object module = body instanceof Map<?, ?> map ? map.get("module") : null;
    Object url = body instanceof Map<?, ?> map ? map.get("url") : null;
    if (!isUpload && module == null && url == null) {
      throw new ApiFailure(400, "invalid_request", "say which module: {\"module\": \"name\"}");
    }
    if (module instanceof String name && !ofModule(name).isEmpty()) {
      throw new ApiFailure(
          400, "module_already_loaded", "Module already loaded: " + name + " is part of Weir");
    }
    throw new ApiFailure(
        400,
        "install_not_allowed",
        (module == null ? "the module" : module)
            + " can't be installed: it is written for Node.js, which Weir runs without");
  }

  private void remove(RoutingContext context) {
    String path = RestOfPath.of(context);
    if (ofModule(path).isEmpty()) {
      throw unknown(path);
    }
    throw new ApiFailure(
        400,
        "install_not_allowed",
        path + " is part of Weir and can't be removed; its node sets can be disabled one by one");
  }
}
