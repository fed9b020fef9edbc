package io.weir.engine.store;

/**
 * Where a runtime keeps what it is to remember.
 *
 * @param flows the flows
 * @param credentials the nodes' credentials
 * @param variables the variables of nodes and flows
 * @param settings what the runtime remembers of itself
 * @param nodeSets which sets of node types are switched off
 */
public record Stores(
    FlowStore flows,
    Credentials credentials,
    ContextStore variables,
    RuntimeSettings settings,
    NodeSetSettings nodeSets) {}
