package io.weir.engine.runtime;

import io.weir.engine.flow.FlowDocument;
import io.weir.engine.flow.FlowEntry;
import io.weir.engine.flow.NodeDefinition;
import io.weir.engine.flow.Problem;
import io.weir.engine.flow.Subflow;
import io.weir.engine.message.Values;
import io.weir.engine.node.NodeCatalog;
import io.weir.engine.node.NodeConfig;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.Property;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
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
    check.recursion();
    document.nodes().forEach(check::node);
    return List.copyOf(check.problems);
  }

  /**
   * Every type in a document that can't be made, those of disabled nodes too: what keeps Node-RED
   * from starting.
   */
  public static List<String> missingTypes(FlowDocument document, NodeCatalog catalog) {
    DocumentCheck check = new DocumentCheck(document, catalog);
    return document.nodes().stream()
        .filter(node -> !BUILT_IN.contains(node.type()))
        .filter(node -> catalog.type(node.type()).isEmpty())
        .filter(node -> !check.isInstanceOfKnownSubflow(node))
        .map(NodeDefinition::type)
        .distinct()
        .toList();
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
    String definition = node.subflowId();
    return definition != null
        && document.entry(definition).filter(entry -> entry.type().equals("subflow")).isPresent();
  }

  /** A subflow that contains itself, be it by others. */
  private void recursion() {
    Map<String, List<NodeDefinition>> instancesIn = new HashMap<>();
    for (NodeDefinition node : document.nodes()) {
      if (node.subflowId() != null) {
        instancesIn.computeIfAbsent(node.flowId(), id -> new ArrayList<>()).add(node);
      }
    }
    for (Subflow subflow : document.subflows()) {
      Set<String> seen = new HashSet<>();
      Deque<String> open = new ArrayDeque<>(List.of(subflow.id()));
      while (!open.isEmpty()) {
        for (NodeDefinition instance : instancesIn.getOrDefault(open.remove(), List.of())) {
          String inner = String.valueOf(instance.subflowId());
          if (inner.equals(subflow.id())) {
            problems.add(new Problem.RecursiveSubflow(subflow.id(), subflow.name()));
            open.clear();
            break;
          }
          if (seen.add(inner)) {
            open.add(inner);
          }
        }
      }
    }
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
    if (reference.isEmpty() || reference.startsWith("${") || reference.startsWith("$(")) {
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
