package io.weir.engine.runtime;

import io.weir.engine.flow.FlowDocument;
import io.weir.engine.flow.FlowEntry;
import io.weir.engine.flow.NodeDefinition;
import io.weir.engine.flow.Problem;
import io.weir.engine.message.Values;
import io.weir.engine.node.NodeCatalog;
import io.weir.engine.node.NodeConfig;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.Property;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Lists every problem of a document. Pure: the same document always gives the same list. */
public final class DocumentCheck {
  /** Types that are part of the file format and need no pack. */
  private static final Set<String> BUILT_IN = Set.of("junction", "global-config", "unknown");

  private final FlowDocument document;
  private final NodeCatalog catalog;
  private final List<Problem> problems = new ArrayList<>();

  private DocumentCheck(FlowDocument document, NodeCatalog catalog) {
    this.document = document;
    this.catalog = catalog;
  }

  /** The problems of a document, in file order. */
  public static List<Problem> problems(FlowDocument document, NodeCatalog catalog) {
    DocumentCheck check = new DocumentCheck(document, catalog);
    check.ids();
    document.nodes().forEach(check::node);
    return List.copyOf(check.problems);
  }

  private void ids() {
    Map<String, FlowEntry> seen = new HashMap<>();
    for (FlowEntry entry : document.entries()) {
      FlowEntry first = seen.putIfAbsent(entry.id(), entry);
      if (first != null) {
        problems.add(new Problem.DuplicateId(entry.id(), first.type(), entry.type()));
      }
    }
  }

  private void node(NodeDefinition node) {
    wires(node);
    if (node.disabled() || BUILT_IN.contains(node.type())) {
      return;
    }
    NodeType type = catalog.type(node.type()).orElse(null);
    if (type == null) {
      if (!isInstanceOfKnownSubflow(node)) {
        problems.add(new Problem.UnknownType(node.id(), node.type()));
      }
      return;
    }
    NodeConfig config = new NodeConfig(node.raw(), Map.of());
    for (Property<?> property : type.properties()) {
      if (!property.isShown(config, type.properties())) {
        continue;
      }
      for (String text : property.problems(config)) {
        problems.add(new Problem.BadProperty(node.id(), property.key(), text));
      }
      reference(node, config, property);
    }
  }

  private boolean isInstanceOfKnownSubflow(NodeDefinition node) {
    return node.type().startsWith("subflow:")
        && document
            .entry(node.type().substring("subflow:".length()))
            .filter(entry -> entry.type().equals("subflow"))
            .isPresent();
  }

  private void wires(NodeDefinition node) {
    for (int output = 0; output < node.wires().size(); output++) {
      for (String target : node.wires().get(output)) {
        if (document.entry(target).isEmpty()) {
          problems.add(new Problem.DanglingWire(node.id(), output, target));
        }
      }
    }
  }

  private void reference(NodeDefinition node, NodeConfig config, Property<?> property) {
    String configType = property.configType();
    if (configType == null) {
      return;
    }
    Object raw = config.raw(property.key());
    String reference = raw == null ? "" : Values.toText(raw);
    // That nothing is chosen is for the property's own rules to say.
    if (reference.isEmpty() || reference.startsWith("${")) {
      return;
    }
    boolean found =
        document.entry(reference).filter(entry -> entry.type().equals(configType)).isPresent();
    if (!found) {
      problems.add(
          new Problem.MissingConfigNode(
              node.id(), property.key(), property.label(), configType, reference));
    }
  }
}
