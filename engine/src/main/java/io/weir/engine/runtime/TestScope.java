package io.weir.engine.runtime;

import io.weir.engine.blueprint.Blueprint;
import io.weir.engine.blueprint.FlowBlueprint;
import io.weir.engine.blueprint.NodeSpec;
import io.weir.engine.flow.NodeDefinition;
import io.weir.engine.node.NodeException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that a message test is about, and which outputs matter to it.
 *
 * <p>Nodes that touch the world are <em>outside</em>, wherever they stand. Pure.
 */
final class TestScope {
  private final Blueprint whole;
  private final FlowBlueprint flow;
  private final @Nullable Set<String> origins;
  private final List<Output> everyOutput = new ArrayList<>();
  private final Map<String, List<Output>> leadingTo = new HashMap<>();
  private final Set<String> entrances = new LinkedHashSet<>();

  /** An output of a node. */
  record Output(NodeSpec node, int port) {
    String nodeId() {
      return node.id();
    }

    List<String> targets() {
      return node.definition().wires().get(port);
    }
  }

  private TestScope(Blueprint whole, FlowBlueprint flow, @Nullable Set<String> origins) {
    this.whole = whole;
    this.flow = flow;
    this.origins = origins;
    for (FlowBlueprint each : whole.flows().values()) {
      each.nodes().values().forEach(spec -> everyOutput.addAll(outputsOf(spec)));
    }
    for (Output output : everyOutput) {
      for (String target : output.targets()) {
        leadingTo.computeIfAbsent(target, id -> new ArrayList<>()).add(output);
      }
    }
    for (NodeSpec spec : flow.nodes().values()) {
      if (contains(spec)
          && spec.type().linkTarget() != null
          && leadingTo(spec.id()).stream().noneMatch(from -> contains(from.node()))) {
        entrances.add(spec.id());
      }
    }
  }

  /**
   * The scope of a test.
   *
   * @param nodeIds nodes of the flow; null for all of them
   * @throws NodeException {@code not_found} if the flow or one of the nodes isn't there to run
   */
  static TestScope of(Blueprint whole, String flowId, @Nullable List<String> nodeIds) {
    FlowBlueprint flow = flowId.equals(FlowBlueprint.GLOBAL) ? null : whole.flow(flowId);
    if (flow == null) {
      throw missing("flow " + flowId, whole.document().entry(flowId).isPresent());
    }
    if (nodeIds != null) {
      Set<String> there = new HashSet<>();
      flow.nodes().values().forEach(spec -> there.add(spec.originId()));
      for (String id : nodeIds) {
        if (!there.contains(id)) {
          throw missing("node " + id, whole.document().entry(id).isPresent());
        }
      }
    }
    return new TestScope(whole, flow, nodeIds == null ? null : Set.copyOf(nodeIds));
  }

  private static NodeException missing(String what, boolean isInFile) {
    return new NodeException(
        "not_found",
        what
            + (isInFile ? " can't run: it is switched off, or stands elsewhere" : " is not there"));
  }

  FlowBlueprint flow() {
    return flow;
  }

  boolean contains(NodeSpec spec) {
    return flow.id().equals(whole.flowOf(spec.id()))
        && !spec.definition().isConfig()
        && (origins == null || origins.contains(spec.originId()));
  }

  private boolean contains(String nodeId) {
    NodeSpec spec = flow.nodes().get(nodeId);
    return spec != null && contains(spec);
  }

  static boolean isOutside(NodeSpec spec) {
    return !spec.type().isSelfContained();
  }

  static List<Output> outputsOf(NodeSpec spec) {
    List<Output> outputs = new ArrayList<>();
    for (int port = 0; port < spec.definition().wires().size(); port++) {
      outputs.add(new Output(spec, port));
    }
    return outputs;
  }

  /** All outputs that lead to a node. */
  List<Output> leadingTo(String nodeId) {
    return leadingTo.getOrDefault(nodeId, List.of());
  }

  /** The nodes in scope at which messages come in that others send or call with, on any tab. */
  List<NodeSpec> entrances() {
    return flow.nodes().values().stream().filter(spec -> entrances.contains(spec.id())).toList();
  }

  /** The outputs outside of the scope that lead into it, entrances aside. */
  List<Output> leadingIn() {
    return everyOutput.stream()
        .filter(output -> !contains(output.node()) && !targetsIn(output).isEmpty())
        .toList();
  }

  /** The nodes in scope that an output leads to, entrances aside. */
  List<String> targetsIn(Output output) {
    return output.targets().stream()
        .filter(target -> contains(target) && !entrances.contains(target))
        .toList();
  }

  /** The outside nodes that have outputs: those in scope, and on the tabs that links lead to. */
  List<NodeSpec> outsideNodes() {
    List<NodeSpec> outside = new ArrayList<>();
    for (String flowId : reachedFlows()) {
      FlowBlueprint reached = whole.flow(flowId);
      if (reached != null) {
        reached.nodes().values().stream()
            .filter(spec -> isOutside(spec) && !spec.definition().isConfig())
            .filter(spec -> !flowId.equals(flow.id()) || contains(spec))
            .filter(spec -> !spec.definition().wires().isEmpty())
            .forEach(outside::add);
      }
    }
    return outside;
  }

  /** The tab, and those that its links lead to or call by id, and so on. */
  private Set<String> reachedFlows() {
    Set<String> reached = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(flow.id()));
    while (!open.isEmpty()) {
      String next = open.remove();
      if (reached.add(next)) {
        open.addAll(whole.flowsBehind(next));
        FlowBlueprint blueprint = whole.flow(next);
        if (blueprint != null) {
          blueprint.nodes().values().forEach(spec -> open.addAll(calledBy(spec.definition())));
        }
      }
    }
    return reached;
  }

  /** The flows of the link targets that one of a node's properties names. */
  private Set<String> calledBy(NodeDefinition node) {
    Set<String> flows = new LinkedHashSet<>();
    for (Object value : node.raw().values()) {
      for (Object item : value instanceof List<?> list ? list : List.of(String.valueOf(value))) {
        String flowId = item instanceof String id ? whole.flowOf(id) : null;
        if (flowId != null && whole.linkTargets().containsKey(item)) {
          flows.add(flowId);
        }
      }
    }
    return flows;
  }

  /**
   * The outputs whose messages are what comes out: those in scope that lead out of it, into an
   * outside node, into one that sends nothing on, or nowhere.
   */
  List<Output> results() {
    List<Output> results = new ArrayList<>();
    for (NodeSpec spec : flow.nodes().values()) {
      if (contains(spec) && !isOutside(spec) && !entrances.contains(spec.id())) {
        outputsOf(spec).stream().filter(this::isResult).forEach(results::add);
      }
    }
    return results;
  }

  private boolean isResult(Output output) {
    if (output.targets().isEmpty()) {
      // A link source that leads nowhere gives back to callers, or drops: what it gets counts.
      return output.node().type().linkSource() == null;
    }
    return output.targets().stream().anyMatch(this::isEnd);
  }

  private boolean isEnd(String target) {
    NodeSpec spec = flow.nodes().get(target);
    return spec == null || !contains(spec) || isOutside(spec) || sendsNothingOn(spec);
  }

  private static boolean sendsNothingOn(NodeSpec spec) {
    Map<String, Object> descriptor = spec.type().descriptor();
    return Integer.valueOf(0).equals(descriptor.get("outputs"))
        && spec.definition().wires().stream().allMatch(List::isEmpty);
  }
}
