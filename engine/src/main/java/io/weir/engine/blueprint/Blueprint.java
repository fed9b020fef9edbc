package io.weir.engine.blueprint;

import io.weir.engine.flow.FlowDocument;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A whole document as it is to run: subflows unfolded, links resolved, nothing in it that can't
 * run. Pure data; two equal documents have equal blueprints.
 */
public final class Blueprint {
  /** Nothing at all. */
  public static final Blueprint EMPTY =
      new Blueprint(FlowDocument.EMPTY, Map.of(), Map.of(), List.of());

  private final FlowDocument document;
  private final Map<String, FlowBlueprint> flows;
  private final Map<String, LinkTarget> linkTargets;
  private final List<String> complaints;
  private final Map<String, String> flowOfNode = new HashMap<>();
  private final Set<String> containers = new HashSet<>();

  /**
   * A blueprint.
   *
   * @param flows the shared config nodes and the enabled tabs, by id, in file order
   * @param linkTargets the nodes that other flows may call, by id
   * @param complaints what can't run and why, for the log
   */
  public Blueprint(
      FlowDocument document,
      Map<String, FlowBlueprint> flows,
      Map<String, LinkTarget> linkTargets,
      List<String> complaints) {
    this.document = document;
    this.flows = flows;
    this.linkTargets = linkTargets;
    this.complaints = List.copyOf(complaints);
    for (FlowBlueprint flow : flows.values()) {
      flow.nodeIds().forEach(id -> flowOfNode.put(id, flow.id()));
      containers.addAll(flow.containers().keySet());
    }
  }

  /** The document that it was made of. */
  public FlowDocument document() {
    return document;
  }

  /** The shared config nodes and the enabled tabs, by id, in file order. */
  public Map<String, FlowBlueprint> flows() {
    return flows;
  }

  /** A flow; null if there is none of that id. */
  public @Nullable FlowBlueprint flow(String id) {
    return flows.get(id);
  }

  /** The nodes that other flows may call, by id. */
  public Map<String, LinkTarget> linkTargets() {
    return linkTargets;
  }

  /** What can't run and why, for the log. */
  public List<String> complaints() {
    return complaints;
  }

  /** The flow that a node runs in; null if there is no such node. */
  public @Nullable String flowOf(String nodeId) {
    return flowOfNode.get(nodeId);
  }

  /** A node that is to run; null if there is no such node. */
  public @Nullable NodeSpec node(String nodeId) {
    FlowBlueprint flow = flows.get(flowOfNode.getOrDefault(nodeId, ""));
    return flow == null ? null : flow.nodes().get(nodeId);
  }

  /**
   * What a node, or an instance, is called by those who look in: its id in the flow file, after
   * those of the instances around it, with slashes between them.
   *
   * @param runningId the id that it runs under; what doesn't run is called by that
   */
  public String nameOf(String runningId) {
    NodeSpec spec = node(runningId);
    if (spec == null || spec.container().kind() != Container.Kind.INSTANCE) {
      return runningId;
    }
    Container around = spec.container();
    return around.path().substring(rootOf(around).length() + 1) + "/" + spec.fileId();
  }

  private static String rootOf(Container container) {
    Container parent = container.parent();
    return parent == null ? container.id() : rootOf(parent);
  }

  /** The id that a node runs under, of which {@link #nameOf} gives the name. */
  public String idOf(String name) {
    return name.indexOf('/') < 0 || node(name) != null ? name : name.replace('/', '-');
  }

  /** The flows that links of a flow lead to, directly or by others, without itself. */
  public Set<String> flowsBehind(String flowId) {
    Set<String> found = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(flowId));
    while (!open.isEmpty()) {
      for (String next : linkedTo(open.remove())) {
        if (!next.equals(flowId) && found.add(next)) {
          open.add(next);
        }
      }
    }
    return Set.copyOf(found);
  }

  private Set<String> linkedTo(String flowId) {
    FlowBlueprint flow = flows.get(flowId);
    Set<String> others = new HashSet<>();
    if (flow != null) {
      for (NodeSpec spec : flow.nodes().values()) {
        if (spec.type().linkSource() != null) {
          for (List<String> targets : spec.definition().wires()) {
            targets.forEach(target -> others.add(flowOfNode.getOrDefault(target, flowId)));
          }
        }
      }
    }
    return others;
  }

  /**
   * Whether variables may belong to an id: that of an entry of the file, or of a copy inside an
   * instance, be the instance running or not.
   */
  public boolean owns(String id) {
    if (flowOfNode.containsKey(id) || containers.contains(id) || document.entry(id).isPresent()) {
      return true;
    }
    for (int dash = id.indexOf('-'); dash > 0; dash = id.indexOf('-', dash + 1)) {
      if (document.entry(id.substring(0, dash)).isPresent() && owns(id.substring(dash + 1))) {
        return true;
      }
    }
    return false;
  }
}
