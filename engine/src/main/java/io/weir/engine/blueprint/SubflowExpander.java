package io.weir.engine.blueprint;

import io.weir.engine.flow.EnvironmentEntry;
import io.weir.engine.flow.FlowDocument;
import io.weir.engine.flow.Group;
import io.weir.engine.flow.NodeDefinition;
import io.weir.engine.flow.Subflow;
import io.weir.engine.flow.Tab;
import io.weir.engine.node.NodeCatalog;
import io.weir.engine.node.NodeType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns a document into what runs: instances of subflows become plain nodes with ids of their own,
 * {@code <instance>-<node>}, and with references, wires and groups that lead to each other.
 *
 * <p>Pure. What can't run (disabled, of unknown type, a subflow inside itself) is left out.
 */
public final class SubflowExpander {
  private final FlowDocument document;
  private final NodeCatalog catalog;
  private final Map<String, List<NodeDefinition>> nodesOf = new HashMap<>();
  private final Map<String, List<Group>> groupsOf = new HashMap<>();
  private final List<String> complaints = new ArrayList<>();

  private SubflowExpander(FlowDocument document, NodeCatalog catalog) {
    this.document = document;
    this.catalog = catalog;
  }

  /** The blueprint of a document. */
  public static Blueprint expand(FlowDocument document, NodeCatalog catalog) {
    return new SubflowExpander(document, catalog).expand();
  }

  private Blueprint expand() {
    Set<String> flowIds = new LinkedHashSet<>();
    document.tabs().stream().filter(tab -> !tab.disabled()).map(Tab::id).forEach(flowIds::add);
    for (NodeDefinition node : document.nodes()) {
      boolean isShared =
          node.isConfig() && (node.flowId().isEmpty() || document.entry(node.flowId()).isEmpty());
      String container = isShared ? FlowBlueprint.GLOBAL : node.flowId();
      nodesOf.computeIfAbsent(container, id -> new ArrayList<>()).add(node);
      // Nodes on a tab that isn't in the file run all the same, as in Node-RED.
      if (!isShared && !container.isEmpty() && document.entry(container).isEmpty()) {
        flowIds.add(container);
      }
    }
    for (Group group : document.groups()) {
      groupsOf.computeIfAbsent(group.flowId(), id -> new ArrayList<>()).add(group);
    }
    Map<String, FlowBlueprint> flows = new LinkedHashMap<>();
    flows.put(FlowBlueprint.GLOBAL, flow(global()));
    for (String id : flowIds) {
      flows.put(id, flow(tab(id)));
    }
    Links links = new Links(flows);
    return new Blueprint(document, links.linked(), links.targets(), complaints);
  }

  private static Container global() {
    return new Container(
        FlowBlueprint.GLOBAL,
        Container.Kind.GLOBAL,
        "",
        FlowBlueprint.GLOBAL,
        List.of(),
        null,
        List.of(),
        false);
  }

  private Container tab(String id) {
    Tab tab = document.entry(id).orElse(null) instanceof Tab found ? found : null;
    return new Container(
        id,
        Container.Kind.TAB,
        tab == null ? "" : tab.label(),
        id,
        tab == null ? List.of() : ScopeEntry.of(tab.env(), id),
        null,
        List.of(),
        false);
  }

  private FlowBlueprint flow(Container root) {
    Contents contents = new Contents();
    contents.fill(root, root.id(), Copy.NONE, Set.of());
    return new FlowBlueprint(root, contents.containers, contents.groups, contents.nodes);
  }

  /**
   * What is different about the nodes of an instance.
   *
   * @param originId the outermost instance; null outside instances
   * @param renamed the copies' ids by those in the file
   * @param moreWires what is wired to a node from outside, by its id in the file and its output
   */
  private record Copy(
      @Nullable String originId,
      Map<String, String> renamed,
      Map<String, Map<Integer, List<String>>> moreWires) {
    static final Copy NONE = new Copy(null, Map.of(), Map.of());

    boolean isPlain() {
      return originId == null;
    }

    String rename(String id) {
      return renamed.getOrDefault(id, id);
    }
  }

  /** Collects what stands on one tab. */
  private final class Contents {
    private final Map<String, Container> containers = new LinkedHashMap<>();
    private final Map<String, GroupSpec> groups = new LinkedHashMap<>();
    private final Map<String, NodeSpec> nodes = new LinkedHashMap<>();

    /**
     * Adds a container's nodes.
     *
     * @param fileId the tab or definition in the file that they stand in
     * @param around the definitions being unfolded
     */
    void fill(Container container, String fileId, Copy copy, Set<String> around) {
      containers.put(container.id(), container);
      for (Group group : groupsOf.getOrDefault(fileId, List.of())) {
        String outer = group.groupId();
        groups.put(
            copy.rename(group.id()),
            new GroupSpec(
                copy.rename(group.id()),
                group.name(),
                container.id(),
                outer == null ? null : copy.rename(outer),
                ScopeEntry.of(
                    group.env().stream().map(entry -> entry.renamed(copy.renamed)).toList(),
                    group.id())));
      }
      List<NodeSpec> config = new ArrayList<>();
      List<NodeSpec> ordinary = new ArrayList<>();
      for (NodeDefinition node : nodesOf.getOrDefault(fileId, List.of())) {
        NodeType type = node.disabled() ? null : typeOf(node, around);
        if (type != null) {
          NodeSpec spec = spec(node, type, container, copy);
          (node.isConfig() ? config : ordinary).add(spec);
        }
      }
      for (NodeSpec spec : ConfigOrder.of(config, complaints)) {
        nodes.put(spec.id(), spec);
      }
      for (NodeSpec spec : ordinary) {
        if (spec.type() == BuiltInNodes.INSTANCE) {
          unfold(spec, copy, around);
        } else {
          nodes.put(spec.id(), spec);
        }
      }
    }

    private @Nullable NodeType typeOf(NodeDefinition node, Set<String> around) {
      String definition = node.subflowId();
      if (definition != null) {
        return document.entry(definition).orElse(null) instanceof Subflow
                && !around.contains(definition)
            ? BuiltInNodes.INSTANCE
            : null;
      }
      return node.type().equals("junction")
          ? BuiltInNodes.JUNCTION
          : catalog.type(node.type()).orElse(null);
    }

    private NodeSpec spec(NodeDefinition node, NodeType type, Container container, Copy copy) {
      NodeDefinition running =
          copy.isPlain() ? node : References.in(node, container.id(), copy.renamed, copy.moreWires);
      return new NodeSpec(
          running,
          type,
          copy.isPlain() ? null : node.id(),
          copy.originId == null ? node.id() : copy.originId,
          container,
          groupsAround(running.groupId()));
    }

    private List<String> groupsAround(@Nullable String innermost) {
      List<String> around = new ArrayList<>();
      String id = innermost;
      while (id != null && !around.contains(id)) {
        GroupSpec group = groups.get(id);
        if (group == null) {
          break;
        }
        around.add(id);
        id = group.outerId();
      }
      return List.copyOf(around);
    }

    private void unfold(NodeSpec instance, Copy outer, Set<String> around) {
      NodeDefinition node = instance.definition();
      if (!(document.entry(String.valueOf(node.subflowId())).orElse(null)
          instanceof Subflow subflow)) {
        return;
      }
      Map<String, String> renamed = new HashMap<>();
      nodesOf
          .getOrDefault(subflow.id(), List.of())
          .forEach(inner -> renamed.put(inner.id(), instance.id() + "-" + inner.id()));
      groupsOf
          .getOrDefault(subflow.id(), List.of())
          .forEach(inner -> renamed.put(inner.id(), instance.id() + "-" + inner.id()));
      Container container = container(instance, subflow, renamed);
      Map<String, Map<Integer, List<String>>> moreWires = new HashMap<>();
      List<String> entrance = new ArrayList<>();
      subflow.inputs().stream().map(renamed::get).filter(id -> id != null).forEach(entrance::add);
      for (int output = 0; output < subflow.outputs().size(); output++) {
        List<String> targets =
            output < node.wires().size() ? node.wires().get(output) : List.<String>of();
        connect(subflow, subflow.outputs().get(output), targets, entrance, moreWires);
      }
      List<Subflow.Port> status = subflow.status();
      String statusId = instance.id() + ":status";
      if (status != null) {
        connect(subflow, status, List.of(statusId), entrance, moreWires);
      }
      nodes.put(instance.id(), instance.withWires(List.of(List.copyOf(entrance))));
      Set<String> deeper = new LinkedHashSet<>(around);
      deeper.add(subflow.id());
      String origin = outer.originId == null ? node.id() : outer.originId;
      fill(container, subflow.id(), new Copy(origin, renamed, moreWires), deeper);
      if (status != null) {
        nodes.put(statusId, statusNode(statusId, container, origin));
      }
    }

    private void connect(
        Subflow subflow,
        List<Subflow.Port> from,
        List<String> targets,
        List<String> entrance,
        Map<String, Map<Integer, List<String>>> moreWires) {
      for (Subflow.Port port : from) {
        if (port.nodeId().equals(subflow.id())) {
          // Wired straight from the input.
          entrance.addAll(targets);
        } else if (document.entry(port.nodeId()).isEmpty()) {
          complaints.add("Unknown node referenced inside subflow: " + port.nodeId());
        } else {
          moreWires
              .computeIfAbsent(port.nodeId(), id -> new HashMap<>())
              .computeIfAbsent(port.output(), output -> new ArrayList<>())
              .addAll(targets);
        }
      }
    }

    private Container container(NodeSpec instance, Subflow subflow, Map<String, String> renamed) {
      Map<String, ScopeEntry> env = new LinkedHashMap<>();
      for (EnvironmentEntry entry : subflow.env()) {
        env.put(entry.name(), new ScopeEntry(entry.renamed(renamed), List.of(subflow.id())));
      }
      for (EnvironmentEntry entry : EnvironmentEntry.list(instance.definition().raw().get("env"))) {
        env.put(entry.name(), new ScopeEntry(entry, List.of(instance.fileId(), subflow.id())));
      }
      return new Container(
          instance.id(),
          Container.Kind.INSTANCE,
          instance.definition().name(),
          instance.container().path() + "/" + instance.fileId(),
          List.copyOf(env.values()),
          instance.container(),
          instance.groups(),
          subflow.status() != null);
    }

    private NodeSpec statusNode(String id, Container container, String origin) {
      return new NodeSpec(
          new NodeDefinition(
              id, "subflow-status", container.id(), null, "", false, false, List.of(), Map.of()),
          BuiltInNodes.STATUS_OUTPUT,
          null,
          origin,
          container,
          List.of());
    }
  }
}
