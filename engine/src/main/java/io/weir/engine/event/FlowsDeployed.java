package io.weir.engine.event;

/**
 * A deploy is finished and what it started runs.
 *
 * @param revision the revision now running
 */
public record FlowsDeployed(String revision) implements RuntimeEvent {}
