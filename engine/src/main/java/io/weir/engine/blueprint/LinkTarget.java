package io.weir.engine.blueprint;

/**
 * A node that can be called from anywhere: link in.
 *
 * @param nodeId the node
 * @param name the name that it is called by
 * @param containerId what it stands in
 * @param isOnTab whether it stands on a tab; inside an instance it can be called from there alone
 */
public record LinkTarget(String nodeId, String name, String containerId, boolean isOnTab) {}
