package io.weir.engine.blueprint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Wires without wires: a link source leads to what it lists and to whatever lists it, on any tab.
 * Nothing leads into a subflow or out of it.
 */
final class Links {
  private final Map<String, FlowBlueprint> flows;
  private final Map<String, NodeSpec> targets = new LinkedHashMap<>();

  Links(Map<String, FlowBlueprint> flows) {
    this.flows = flows;
    for (FlowBlueprint flow : flows.values()) {
      for (NodeSpec spec : flow.nodes().values()) {
        if (spec.type().linkTarget() != null) {
          targets.put(spec.id(), spec);
        }
      }
    }
  }

  /** The flows with what the links add to their wires. */
  Map<String, FlowBlueprint> linked() {
    Map<String, FlowBlueprint> linked = new LinkedHashMap<>();
    flows.forEach((id, flow) -> linked.put(id, linked(flow)));
    return linked;
  }

  private FlowBlueprint linked(FlowBlueprint flow) {
    List<NodeSpec> sources = new ArrayList<>();
    for (NodeSpec spec : flow.nodes().values()) {
      if (spec.type().linkSource() != null) {
        sources.add(spec.withWires(List.of(List.copyOf(targetsOf(spec)))));
      }
    }
    return sources.isEmpty() ? flow : flow.with(sources);
  }

  private Set<String> targetsOf(NodeSpec source) {
    Set<String> ids = new LinkedHashSet<>();
    for (String id : listed(source, source.type().linkSource())) {
      NodeSpec target = targets.get(id);
      if (target != null && canReach(source, target)) {
        ids.add(id);
      }
    }
    for (NodeSpec target : targets.values()) {
      if (listed(target, target.type().linkTarget()).contains(source.id())
          && canReach(source, target)) {
        ids.add(target.id());
      }
    }
    return ids;
  }

  private static boolean canReach(NodeSpec source, NodeSpec target) {
    return source.container().id().equals(target.container().id())
        || (isOnTab(source) && isOnTab(target));
  }

  private static boolean isOnTab(NodeSpec spec) {
    return spec.container().kind() == Container.Kind.TAB;
  }

  private static List<String> listed(NodeSpec spec, @Nullable String property) {
    Object value = property == null ? null : spec.definition().raw().get(property);
    if (value instanceof String single) {
      return List.of(single);
    }
    return value instanceof List<?> list
        ? list.stream().filter(String.class::isInstance).map(String.class::cast).toList()
        : List.of();
  }

  /** The nodes that can be called. */
  Map<String, LinkTarget> targets() {
    Map<String, LinkTarget> all = new LinkedHashMap<>();
    for (NodeSpec spec : targets.values()) {
      String name = spec.definition().name();
      all.put(
          spec.id(),
          new LinkTarget(
              spec.id(), name.isEmpty() ? spec.id() : name, spec.container().id(), isOnTab(spec)));
    }
    return all;
  }
}
