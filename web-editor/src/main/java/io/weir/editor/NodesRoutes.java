package io.weir.editor;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.weir.engine.node.NodeCatalog;
import io.weir.engine.node.NodePack;
import io.weir.engine.node.NodeType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The node types: Node-RED's {@code /nodes}, and our descriptors at {@code /node-types}. */
final class NodesRoutes {
  private final NodeCatalog catalog;

  NodesRoutes(NodeCatalog catalog) {
    this.catalog = catalog;
  }

  void mount(Router router) {
    router.get("/node-types").handler(context -> Json.send(context, descriptors()));
    router.get("/node-types/:type/help").handler(this::help);
    router.get("/nodes").handler(this::sets);
    router.get("/nodes/messages").handler(context -> Json.send(context, Map.of()));
    router.get("/nodes/:module").handler(this::module);
    router.get("/nodes/:module/:set").handler(this::set);
    router.post("/nodes").handler(NodesRoutes::refuseInstall);
    router.delete("/nodes/:module").handler(NodesRoutes::refuseInstall);
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

  private static Map<String, @Nullable Object> nodeSet(NodePack pack, NodeType type) {
    Map<String, @Nullable Object> set = new LinkedHashMap<>();
    set.put("id", pack.module() + "/" + type.name());
    set.put("name", type.name());
    set.put("types", List.of(type.name()));
    set.put("enabled", true);
    set.put("local", false);
    set.put("user", false);
    set.put("module", pack.module());
    set.put("version", pack.version());
    return set;
  }

  private void sets(RoutingContext context) {
    List<Object> sets = new ArrayList<>();
    for (NodePack pack : catalog.packs()) {
      pack.types().forEach(type -> sets.add(nodeSet(pack, type)));
    }
    Json.send(context, sets);
  }

  private void module(RoutingContext context) {
    for (NodePack pack : catalog.packs()) {
      if (pack.module().equals(context.pathParam("module"))) {
        Map<String, @Nullable Object> module = new LinkedHashMap<>();
        module.put("name", pack.module());
        module.put("version", pack.version());
        module.put("local", false);
        module.put("user", false);
        module.put("nodes", pack.types().stream().map(type -> nodeSet(pack, type)).toList());
        module.put("plugins", List.of());
        Json.send(context, module);
        return;
      }
    }
    ApiError.send(context, 404, "not_found", "Module not found");
  }

  private void set(RoutingContext context) {
    for (NodePack pack : catalog.packs()) {
      for (NodeType type : pack.types()) {
        if (pack.module().equals(context.pathParam("module"))
            && type.name().equals(context.pathParam("set"))) {
          Json.send(context, nodeSet(pack, type));
          return;
        }
      }
    }
    ApiError.send(context, 404, "not_found", "Node not found");
  }

  private static void refuseInstall(RoutingContext context) {
    ApiError.send(
        context,
        400,
        "install_not_allowed",
        "nodes written for Node-RED can't be installed here; put a jar of node types into the"
            + " user directory's nodes folder instead");
  }
}
