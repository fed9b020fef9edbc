package io.weir.editor;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import io.weir.editor.http.Answers;
import io.weir.editor.http.Endpoint;
import io.weir.editor.http.Json;
import io.weir.engine.node.NodeCatalog;
import io.weir.engine.node.NodeSet;
import io.weir.engine.node.NodeType;
import io.weir.engine.runtime.FlowRuntime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The node types: Node-RED's {@code /nodes}, and our descriptors at {@code /node-types}. */
final class NodesRoutes {
  private static final String MODULE = "The name of a module, with its scope if it has one";
  private static final String SET = "The name of a set in the module";
  private static final String HTML = "text/html; charset=utf-8";
  private static final String OUR_OWN = "node-red";

  private final FlowRuntime runtime;
  private final NodeCatalog catalog;
  private final PackFiles files;

  NodesRoutes(FlowRuntime runtime, PackFiles files) {
    this.runtime = runtime;
    this.catalog = runtime.catalog();
    this.files = files;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/node-types", "All node types: ports, properties, rules")
            .needs("nodes.read")
            .answers(200, "Descriptors, in the order of the palette", "NodeTypes")
            .by(context -> Json.send(context, descriptors())),
        Endpoint.get("/node-types/{type}/help", "What a node type is for")
            .needs("nodes.read")
            .part("type", "The name of the type")
            .answersWith(200, "The text", "text/markdown")
            .refuses(404, "not_found")
            .by(this::help),
        Endpoint.get("/nodes", "All sets of node types")
            .needs("nodes.read")
            .answers(200, "The sets", "NodeSets")
            .by(this::all),
        Endpoint.post("/nodes", "Installs a module")
            .audited("nodes.install")
            .needs("nodes.write")
            .saying("Weir runs without Node.js, so that the answer is always why not.")
            .takes("Install")
            .refuses(400, "install_not_allowed, module_already_loaded or invalid_request")
            .by(this::install),
        Endpoint.get("/nodes/messages", "The texts of all sets")
            .needs("nodes.read")
            .query("lng", "The language")
            .answers(200, "Texts by set, of those that aren't part of Weir", "Texts")
            .by(this::allTexts),
        Endpoint.get("/nodes/{module@}/{set}/messages", "The texts of a set")
            .needs("nodes.read")
            .part("module", MODULE)
            .part("set", SET)
            .query("lng", "The language")
            .answers(200, "The texts; none if it brings none", "Texts")
            .by(this::texts),
        Endpoint.get("/nodes/{module@}", "A module with its sets")
            .needs("nodes.read")
            .part("module", MODULE)
            .answers(200, "The module", "Module")
            .refuses(404, "not_found")
            .by(context -> Json.send(context, moduleJson(module(context)))),
        Endpoint.put("/nodes/{module@}", "Switches all sets of a module on or off")
            .audited("nodes.module.set")
            .needs("nodes.write")
            .part("module", MODULE)
            .takes("Switch")
            .answers(200, "The module", "Module")
            .refuses(400, "type_in_use or invalid_request")
            .refuses(404, "not_found")
            .by(this::switchModule),
        Endpoint.delete("/nodes/{module@}", "Removes a module")
            .audited("nodes.remove")
            .needs("nodes.write")
            .saying("All modules are part of Weir, so that the answer is always why not.")
            .part("module", MODULE)
            .refuses(400, "install_not_allowed")
            .refuses(404, "not_found")
            .by(this::remove),
        Endpoint.get("/nodes/{module@}/{set}", "A set of node types")
            .needs("nodes.read")
            .part("module", MODULE)
            .part("set", SET)
            .answers(200, "The set", "NodeSet")
            .refuses(404, "not_found")
            .by(this::one),
        Endpoint.put("/nodes/{module@}/{set}", "Switches a set on or off")
            .audited("nodes.info.set")
            .needs("nodes.write")
            .part("module", MODULE)
            .part("set", SET)
            .takes("Switch")
            .answers(200, "The set", "NodeSet")
            .refuses(400, "type_in_use or invalid_request")
            .refuses(404, "not_found")
            .by(this::switchSet));
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

  /** As in Node-RED: whoever doesn't ask for JSON by its very name gets HTML. */
  private static boolean wantsHtml(RoutingContext context) {
    return !"application/json".equals(context.request().getHeader(HttpHeaders.ACCEPT));
  }

  private void all(RoutingContext context) {
    if (wantsHtml(context)) {
      StringBuilder html = new StringBuilder();
      catalog.sets().stream()
          .filter(catalog::isEnabled)
          .forEach(set -> html.append('\n').append(html(set)));
      Answers.end(context, HTML, html.toString());
      return;
    }
    List<Map<String, Object>> sets = new ArrayList<>(json(catalog.sets()));
    catalog.unusable().forEach(module -> sets.add(json(module)));
    Json.send(context, sets);
  }

  private void one(RoutingContext context) {
    NodeSet set = set(context);
    if (wantsHtml(context)) {
      Answers.end(context, HTML, html(set));
    } else {
      Json.send(context, shown(set));
    }
  }

  /** What Node-RED's editor would get of a set: there are no forms in it, but help. */
  private static String html(NodeSet set) {
    StringBuilder html = new StringBuilder();
    html.append("<!-- --- [red-module:").append(set.id()).append("] --- -->\n");
    for (NodeType type : set.types()) {
      String help = type.help();
      if (help != null) {
        html.append("<script type=\"text/markdown\" data-help-name=\"")
            .append(escaped(type.name()))
            .append("\">\n")
            // The end of the script is the only thing that must not stand in it.
            .append(help.replace("</script", "<\\/script"))
            .append("\n</script>\n");
      }
    }
    return html.toString();
  }

  private static String escaped(String name) {
    return name.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
  }

  private void allTexts(RoutingContext context) {
    files
        .texts(
            catalog.sets().stream().filter(set -> !set.module().equals(OUR_OWN)).toList(),
            context.request().getParam("lng"))
        .onSuccess(texts -> Json.send(context, texts))
        .onFailure(context::fail);
  }

  private void texts(RoutingContext context) {
    files
        .texts(set(context), context.request().getParam("lng"))
        .onSuccess(texts -> Json.send(context, texts))
        .onFailure(context::fail);
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

  /** A jar that can't be used, as a set without types. */
  private static Map<String, Object> json(NodeCatalog.Unusable module) {
    Map<String, Object> shown =
        json(new NodeSet(module.module(), "0.0.0", module.module(), List.of()), true);
    shown.put("err", module.why());
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

  private Map<String, Object> shown(NodeSet set) {
    return json(set, catalog.isEnabled(set));
  }

  /** The sets of the module that a path names. */
  private List<NodeSet> module(RoutingContext context) {
    List<NodeSet> sets = ofModule(context.pathParam("module"));
    if (sets.isEmpty()) {
      throw new ApiFailure(404, "not_found", "Module not found");
    }
    return sets;
  }

  /** The set that a path names. */
  private NodeSet set(RoutingContext context) {
    String id = context.pathParam("module") + "/" + context.pathParam("set");
    return catalog.sets().stream()
        .filter(set -> set.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new ApiFailure(404, "not_found", "Node not found"));
  }

  private static boolean wanted(RoutingContext context) {
    Object enabled = Json.body(context) instanceof Map<?, ?> body ? body.get("enabled") : null;
    // In a form everything is a text.
    if (enabled instanceof Boolean || "true".equals(enabled) || "false".equals(enabled)) {
      return Boolean.parseBoolean(String.valueOf(enabled));
    }
    throw new ApiFailure(400, "invalid_request", "Invalid request");
  }

  private void switchModule(RoutingContext context) {
    boolean enabled = wanted(context);
    List<NodeSet> sets = module(context);
    Audit.detail(context, "module", sets.get(0).module());
    Audit.detail(context, "enabled", enabled);
    runtime
        .setEnabled(sets, enabled)
        .onSuccess(done -> Json.send(context, moduleJson(sets)))
        .onFailure(context::fail);
  }

  private void switchSet(RoutingContext context) {
    boolean enabled = wanted(context);
    NodeSet set = set(context);
    Audit.detail(context, "id", set.id());
    Audit.detail(context, "enabled", enabled);
    runtime
        .setEnabled(List.of(set), enabled)
        .onSuccess(done -> Json.send(context, shown(set)))
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
      throw new ApiFailure(400, "module_already_loaded", "Module already loaded");
    }
    throw new ApiFailure(
        400,
        "install_not_allowed",
        (module == null ? "the module" : module)
            + " can't be installed: it is written for Node.js, which Weir runs without");
  }

  private void remove(RoutingContext context) {
    throw new ApiFailure(
        400,
        "install_not_allowed",
        module(context).get(0).module()
            + " is part of Weir and can't be removed; its node sets can be disabled one by one");
  }
}
