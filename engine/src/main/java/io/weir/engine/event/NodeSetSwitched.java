package io.weir.engine.event;

import io.weir.engine.node.NodeSet;

/**
 * The types of a set can be used now, or no longer.
 *
 * @param enabled whether they can
 */
public record NodeSetSwitched(NodeSet set, boolean enabled) implements RuntimeEvent {}
