package io.weir.engine.blueprint;

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
public record FlowBlueprint(
    Container root,
    Map<String, Container> containers,
    Map<String, GroupSpec> groups,
    Map<String, NodeSpec> nodes) {

  /** The id of the flow of the shared config nodes. */
  public static final String GLOBAL = "global";

  /** The id: that of the tab, or {@link #GLOBAL}. */
  public String id() {
    return root.id();
  }

  /** The ids of the nodes, in the order in which they start. */
  public Set<String> nodeIds() {
    return nodes.keySet();
  }

  /** The same flow with some of its nodes replaced. */
  public FlowBlueprint with(Collection<NodeSpec> replaced) {
    Map<String, NodeSpec> all = new LinkedHashMap<>(nodes);
    for (NodeSpec spec : replaced) {
      all.put(spec.id(), spec);
    }
    return new FlowBlueprint(root, containers, groups, all);
  }

  /** The nodes in the order in which they start. */
  public List<NodeSpec> nodesInOrder() {
    return List.copyOf(nodes.values());
  }
}
