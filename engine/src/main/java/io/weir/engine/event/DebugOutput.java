package io.weir.engine.event;

import org.jspecify.annotations.Nullable;

/**
 * A value for the debug view.
 *
 * @param nodeId the node it comes from
 * @param alias the node's id in the flow file if that differs
 * @param flowId the node's tab or subflow instance
 * @param path the chain of tab and instances
 * @param name the node's name; empty if none
 * @param topic the message's topic; null if none
 * @param property the property shown; null for the whole message or an expression's result
 * @param value the value; {@link io.weir.engine.message.Undefined#VALUE} for undefined
 */
public record DebugOutput(
    String nodeId,
    @Nullable String alias,
    String flowId,
    String path,
    String name,
    @Nullable Object topic,
    @Nullable String property,
    @Nullable Object value)
    implements RuntimeEvent {}
