package io.weir.engine.event;

/**
 * A flow's thread did not come back from a node. The flow was given up.
 *
 * @param flowId the flow
 * @param nodeId the node that the thread was in; empty if none
 * @param text what happened, for a person
 * @param isRestarted whether the flow was started afresh
 */
public record FlowStuck(String flowId, String nodeId, String text, boolean isRestarted)
    implements RuntimeEvent {}
