package io.weir.engine.runtime;

import io.weir.engine.event.EventHub;
import io.weir.engine.event.LogEntry;
import io.weir.engine.flow.FlowDocument;
import io.weir.engine.flow.FlowEntry;
import io.weir.engine.flow.FlowReader;
import io.weir.engine.flow.NodeDefinition;
import io.weir.engine.flow.Problem;
import io.weir.engine.node.NodeCatalog;
import io.weir.engine.node.NodeSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Flows, and what is wrong with them. Immutable.
 *
 * @param document the flows
 * @param problems what is wrong with them
 */
record CheckedFlows(FlowDocument document, List<Problem> problems) {
  static final CheckedFlows NONE = new CheckedFlows(FlowDocument.EMPTY, List.of());

  /** Checks a document: of thousands of nodes that takes milliseconds. */
  static CheckedFlows of(FlowDocument document, NodeCatalog catalog) {
    return new CheckedFlows(document, DocumentCheck.problems(document, catalog));
  }

  /**
   * As {@link #of}, of what is to run.
   *
   * @throws DeployException if a problem is fatal
   */
  static CheckedFlows sound(FlowDocument document, NodeCatalog catalog) {
    CheckedFlows checked = of(document, catalog);
    if (checked.problems.stream().anyMatch(Problem::isFatal)) {
      throw DeployException.ofProblems(checked.problems);
    }
    return checked;
  }

  /** The types that are not known, of nodes that are switched on. */
  List<String> unknownTypes() {
    return problems.stream()
        .filter(Problem.UnknownType.class::isInstance)
        .map(problem -> ((Problem.UnknownType) problem).nodeType())
        .distinct()
        .toList();
  }

  /** The types of some sets that the flows have nodes of. */
  List<String> typesOf(List<NodeSet> sets) {
    Set<String> used =
        document.nodes().stream().map(NodeDefinition::type).collect(Collectors.toSet());
    return sets.stream().flatMap(set -> set.typeNames().stream()).filter(used::contains).toList();
  }

  /** The flows as they are with the nodes of some sets switched off. */
  FlowDocument without(List<NodeSet> sets) {
    Set<String> types =
        sets.stream().flatMap(set -> set.typeNames().stream()).collect(Collectors.toSet());
    return FlowReader.ofValue(
        document.entries().stream()
            .map(
                entry -> {
                  Map<String, @Nullable Object> raw = new LinkedHashMap<>(entry.raw());
                  if (types.contains(entry.type())) {
                    raw.put("d", true);
                  }
                  return raw;
                })
            .toList());
  }

  /** Puts the problems into the log. */
  void report(EventHub events) {
    for (Problem problem : problems) {
      FlowEntry entry = document.entry(problem.nodeId()).orElse(null);
      String where =
          entry instanceof NodeDefinition node
              ? node.type() + " " + (node.name().isEmpty() ? node.id() : node.name())
              : problem.nodeId();
      events.publish(
          LogEntry.ofRuntime(
              problem.isFatal() ? LogEntry.Level.ERROR : LogEntry.Level.WARN,
              where + ": " + problem.text()));
    }
  }
}
