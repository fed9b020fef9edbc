package io.weir.engine.store;

import io.weir.engine.node.Variables;
import java.util.Set;

/**
 * Keeps the variables of nodes, flows and the whole.
 *
 * @threads any
 */
public interface ContextStore {
  /** The variables of a node. */
  Variables ofNode(String nodeId, String flowId);

  /** The variables of a tab or subflow instance. */
  Variables ofFlow(String flowId);

  /** The variables of all flows. */
  Variables global();

  /** Forgets the variables of a node that stopped, if the store doesn't keep them. */
  void nodeStopped(String nodeId, String flowId);

  /** Forgets the variables of nodes and flows which no longer exist. */
  void retain(Set<String> nodeAndFlowIds);
}
