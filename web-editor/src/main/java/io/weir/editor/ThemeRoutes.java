package io.weir.editor;

import io.vertx.core.http.MimeMapping;
import io.vertx.ext.web.RoutingContext;
import io.weir.editor.http.Answers;
import io.weir.editor.http.Endpoint;
import io.weir.editor.http.Endpoint.Kind;
import io.weir.editor.http.Json;
import io.weir.engine.node.NodeCatalog;
import io.weir.engine.node.NodeSet;
import io.weir.engine.node.NodeType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What Node-RED's own editor asks for on its way up: theme, catalogues of texts, icons, and files
 * that its forms of nodes use.
 */
final class ThemeRoutes {
  private static final String TITLE = "Weir";
  private static final String PICTURE_ONLY = "default-src 'none'; style-src 'unsafe-inline'";
  // Drawn by our editor itself; other clients get a plain arrow for each name, as Node-RED answers
  // for icons that it doesn't have.
  private static final String ICON =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"60\" viewBox=\"0 0 40 60\">"
          + "<path d=\"M8 27h14v-7l11 10-11 10v-7H8z\" fill=\"#fff\"/></svg>";

  private final NodeCatalog catalog;
  private final PackFiles files;

  ThemeRoutes(NodeCatalog catalog, PackFiles files) {
    this.catalog = catalog;
    this.files = files;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/theme", "How the editor is dressed")
            .of(Kind.EDITOR)
            .answers(200, "Titles and pictures", "Theme")
            .by(context -> Json.send(context, theme())),
        Endpoint.get("/locales/{namespace*}", "The editor's texts")
            .of(Kind.EDITOR)
            .part("namespace", "editor, node-red, jsonata, infotips or a set of node types")
            .query("lng", "The language")
            .answers(200, "Those of a set that brings some; the editor has its own", "Texts")
            .by(this::texts),
        Endpoint.get("/icons", "The icons that there are")
            .of(Kind.EDITOR)
            .needs("nodes.read")
            .answers(200, "Names, by module", "Icons")
            .by(context -> Json.send(context, icons())),
        Endpoint.get("/icons/{icon*}", "An icon")
            .of(Kind.EDITOR)
            .part("icon", "Its module and name")
            .answersWith(200, "The picture; an arrow if the module brings none", "image/svg+xml")
            .by(this::icon),
        Endpoint.get("/resources/{module@}/{path*}", "A file that a module brings for its forms")
            .of(Kind.EDITOR)
            .part("module", "The name of the module")
            .part("path", "Where it is in the module's folder resources")
            .answersWith(200, "The file", "*/*")
            .answers(404, "There is none")
            .by(this::resource));
  }

  private void texts(RoutingContext context) {
    String namespace = context.pathParam("namespace").replaceFirst("\\.json$", "");
    NodeSet set =
        catalog.sets().stream().filter(one -> one.id().equals(namespace)).findFirst().orElse(null);
    if (set == null) {
      Json.send(context, Map.of());
      return;
    }
    files
        .texts(set, context.request().getParam("lng"))
        .onSuccess(found -> Json.send(context, found))
        .onFailure(context::fail);
  }

  private void icon(RoutingContext context) {
    String path = context.pathParam("icon");
    int slash = path.lastIndexOf('/');
    String name = path.substring(slash + 1);
    files
        .icon(slash < 0 ? "" : path.substring(0, slash), name)
        .onSuccess(
            picture -> {
              if (picture == null) {
                Answers.end(context, "image/svg+xml", ICON);
              } else {
                // A picture may be a document with code in it, and is shown from our origin.
                context.response().putHeader("Content-Security-Policy", PICTURE_ONLY);
                Answers.end(context, mediaType(name), picture);
              }
            })
        .onFailure(context::fail);
  }

  private static String mediaType(String name) {
    String type = MimeMapping.mimeTypeForFilename(name);
    return type == null ? "application/octet-stream" : type;
  }

  private void resource(RoutingContext context) {
    String path = context.pathParam("path");
    files
        .resource(context.pathParam("module"), path)
        .onSuccess(
            file -> {
              if (file == null) {
                context.response().setStatusCode(404);
                Answers.end(context, "");
                return;
              }
              Answers.end(context, mediaType(path), file);
            })
        .onFailure(context::fail);
  }

  private static Map<String, Object> theme() {
    Map<String, Object> theme = new LinkedHashMap<>();
    theme.put("page", Map.of("title", TITLE, "favicon", "favicon.ico"));
    theme.put("header", Map.of("title", TITLE));
    theme.put("themes", List.of());
    return theme;
  }

  private Map<String, Object> icons() {
    Map<String, Set<Object>> byModule = new LinkedHashMap<>();
    for (NodeSet set : catalog.sets()) {
      Set<Object> names = byModule.computeIfAbsent(set.module(), module -> new TreeSet<>());
      for (NodeType type : set.types()) {
        if (type.descriptor().get("icon") instanceof String icon) {
          names.add(icon);
        }
      }
    }
    Map<String, Object> icons = new LinkedHashMap<>();
    byModule.forEach((module, names) -> icons.put(module, List.copyOf(names)));
    return icons;
  }
}
