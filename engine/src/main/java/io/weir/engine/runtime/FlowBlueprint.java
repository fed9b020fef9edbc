package io.weir.engine.runtime;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything that one flow runs: a tab with the instances on it, or the shared config nodes.
 *
 * @param root the tab itself
 * @param containers the tab and the instances, by id, outer ones first
 * @param groups the groups, by id
 * @param nodes the nodes by id, in the order in which they start
 */
record FlowBlueprint(
    Container root,
    Map<String, Container> containers,
    Map<String, GroupSpec> groups,
    Map<String, NodeSpec> nodes) {

  String id() {
    return root.id();
  }

  Set<String> nodeIds() {
    return nodes.keySet();
  }

  /** The same flow with some of its nodes replaced. */
  FlowBlueprint with(Collection<NodeSpec> replaced) {
    Map<String, NodeSpec> all = new LinkedHashMap<>(nodes);
    for (NodeSpec spec : replaced) {
      all.put(spec.id(), spec);
    }
    return new FlowBlueprint(root, containers, groups, all);
  }

  List<NodeSpec> nodesInOrder() {
    return List.copyOf(nodes.values());
  }
}
