package io.weir.engine.runtime;

/**
 * A node of another flow that a link leads to.
 *
 * @param flowId the flow
 * @param nodeId the node
 */
record FarTarget(String flowId, String nodeId) {}
