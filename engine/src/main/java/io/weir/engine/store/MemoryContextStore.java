package io.weir.engine.store;

import io.weir.engine.node.Variables;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Variables in memory: those of a node until it stops, those of a flow until it is deleted, global
 * ones until the program ends.
 */
public final class MemoryContextStore implements ContextStore {
  private final Map<String, MemoryVariables> nodes = new ConcurrentHashMap<>();
  private final Map<String, MemoryVariables> flows = new ConcurrentHashMap<>();
  private final MemoryVariables global = new MemoryVariables();

  @Override
  public Variables ofNode(String nodeId, String flowId) {
    return nodes.computeIfAbsent(nodeId, id -> new MemoryVariables());
  }

  @Override
  public Variables ofFlow(String flowId) {
    return flows.computeIfAbsent(flowId, id -> new MemoryVariables());
  }

  @Override
  public Variables global() {
    return global;
  }

  @Override
  public void nodeStopped(String nodeId, String flowId) {
    nodes.remove(nodeId);
  }

  @Override
  public void retain(Set<String> nodeAndFlowIds) {
    nodes.keySet().retainAll(nodeAndFlowIds);
    flows.keySet().retainAll(nodeAndFlowIds);
  }
}
