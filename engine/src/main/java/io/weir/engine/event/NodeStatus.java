package io.weir.engine.event;

import io.weir.engine.node.Status;
import org.jspecify.annotations.Nullable;

/**
 * A node's status changed.
 *
 * @param nodeId the node
 * @param status the new status; null if the node is gone
 */
public record NodeStatus(String nodeId, @Nullable Status status) implements RuntimeEvent {}
