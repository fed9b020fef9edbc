package io.weir.engine.runtime;

import io.weir.engine.blueprint.Blueprint;
import io.weir.engine.blueprint.FlowBlueprint;
import io.weir.engine.blueprint.NodeSpec;
import io.weir.engine.flow.FlowDiff;
import io.weir.engine.flow.FlowDocument;
import io.weir.engine.flow.NodeDefinition;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a deploy does to what runs: which flows stop and start as a whole, and which nodes in those
 * that go on. Pure.
 *
 * @param stopFlows flows to stop
 * @param startFlows flows to start
 * @param stopNodes nodes to stop in flows that go on, by flow
 * @param startNodes nodes to start in flows that go on, by flow; every such flow is in here, since
 *     what isn't restarted may be wired differently
 */
record DeployPlan(
    Set<String> stopFlows,
    Set<String> startFlows,
    Map<String, Set<String>> stopNodes,
    Map<String, Set<String>> startNodes) {

  /** A plan that starts everything anew. */
  static DeployPlan full(Blueprint before, Blueprint after) {
    return new DeployPlan(before.flows().keySet(), after.flows().keySet(), Map.of(), Map.of());
  }

  /**
   * The plan of a deploy.
   *
   * @param before what runs
   * @param after what is to run
   */
  static DeployPlan of(FlowDiff diff, DeployType type, Blueprint before, Blueprint after) {
    if (type == DeployType.FULL || diff.isEverything()) {
      return full(before, after);
    }
    Set<String> concerned = new HashSet<>();
    concerned.addAll(diff.changed());
    concerned.addAll(diff.removed());
    concerned.addAll(diff.added());
    if (type == DeployType.FLOWS) {
      // What is only new concerns nobody; what was wired to it has other wires now.
      Set<String> seeds = new HashSet<>(diff.changed());
      seeds.addAll(diff.removed());
      seeds.addAll(diff.rewired());
      concerned.addAll(wiredTo(seeds, before.document(), after.document()));
    }
    Set<String> stopFlows = new LinkedHashSet<>();
    Set<String> startFlows = new LinkedHashSet<>();
    Map<String, Set<String>> stopNodes = new LinkedHashMap<>();
    Map<String, Set<String>> startNodes = new LinkedHashMap<>();
    for (FlowBlueprint was : before.flows().values()) {
      FlowBlueprint next = after.flow(was.id());
      if (next == null || diff.restartedTabs().contains(was.id())) {
        stopFlows.add(was.id());
        continue;
      }
      Set<String> stopped = new LinkedHashSet<>();
      for (NodeSpec spec : was.nodes().values()) {
        if (concerned.contains(spec.originId()) || !next.nodes().containsKey(spec.id())) {
          stopped.add(spec.id());
        }
      }
      Set<String> started = new LinkedHashSet<>(next.nodeIds());
      started.removeIf(id -> was.nodes().containsKey(id) && !stopped.contains(id));
      stopNodes.put(was.id(), stopped);
      startNodes.put(was.id(), started);
    }
    for (String id : after.flows().keySet()) {
      if (!startNodes.containsKey(id)) {
        startFlows.add(id);
      }
    }
    return new DeployPlan(stopFlows, startFlows, stopNodes, startNodes);
  }

  /** How many nodes it concerns. */
  DeployForecast forecast(Blueprint before, Blueprint after) {
    Set<String> ending = nodes(stopFlows, stopNodes, before);
    Set<String> starting = nodes(startFlows, startNodes, after);
    int running = before.flows().values().stream().mapToInt(flow -> flow.nodes().size()).sum();
    int restarts = (int) ending.stream().filter(starting::contains).count();
    return new DeployForecast(
        restarts, starting.size() - restarts, ending.size() - restarts, running - ending.size());
  }

  private static Set<String> nodes(
      Set<String> flows, Map<String, Set<String>> single, Blueprint blueprint) {
    Set<String> nodes = new HashSet<>();
    for (String id : flows) {
      FlowBlueprint flow = blueprint.flow(id);
      if (flow != null) {
        nodes.addAll(flow.nodes().keySet());
      }
    }
    single.values().forEach(nodes::addAll);
    return nodes;
  }

  /** What wires lead to from the nodes given, in either direction, before or after; with them. */
  private static Set<String> wiredTo(Set<String> seeds, FlowDocument before, FlowDocument after) {
    Map<String, Set<String>> neighbours = new HashMap<>();
    for (FlowDocument document : List.of(before, after)) {
      for (NodeDefinition node : document.nodes()) {
        for (List<String> targets : node.wires()) {
          for (String target : targets) {
            neighbours.computeIfAbsent(node.id(), id -> new HashSet<>()).add(target);
            neighbours.computeIfAbsent(target, id -> new HashSet<>()).add(node.id());
          }
        }
      }
    }
    Set<String> reached = new HashSet<>(seeds);
    Deque<String> open = new ArrayDeque<>(seeds);
    while (!open.isEmpty()) {
      for (String next : neighbours.getOrDefault(open.remove(), Set.of())) {
        if (reached.add(next)) {
          open.add(next);
        }
      }
    }
    return reached;
  }
}
