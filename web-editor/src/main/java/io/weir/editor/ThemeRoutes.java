package io.weir.editor;

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

/** What Node-RED's own editor asks for on its way up: theme, catalogues of texts, icons. */
final class ThemeRoutes {
  private static final String TITLE = "Weir";
  // Drawn by our editor itself; other clients get a plain arrow for each name, as Node-RED answers
  // for icons that it doesn't have.
  private static final String ICON =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"60\" viewBox=\"0 0 40 60\">"
          + "<path d=\"M8 27h14v-7l11 10-11 10v-7H8z\" fill=\"#fff\"/></svg>";

  private final NodeCatalog catalog;

  ThemeRoutes(NodeCatalog catalog) {
    this.catalog = catalog;
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
            .answers(200, "None: the editor has its texts with it", "Texts")
            .by(context -> Json.send(context, Map.of())),
        Endpoint.get("/icons", "The icons that there are")
            .of(Kind.EDITOR)
            .needs("nodes.read")
            .answers(200, "Names, by module", "Icons")
            .by(context -> Json.send(context, icons())),
        Endpoint.get("/icons/{icon*}", "An icon")
            .of(Kind.EDITOR)
            .part("icon", "Its module and name")
            .answersWith(200, "The picture; an arrow for all of them", "image/svg+xml")
            .by(context -> Answers.end(context, "image/svg+xml", ICON)));
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
