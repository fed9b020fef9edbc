package io.weir.engine.event;

import org.jspecify.annotations.Nullable;

/**
 * The flows could not be loaded, or that is over.
 *
 * @param fault file, place and reason; null once flows were deployed in their place
 */
public record FlowsUnreadable(@Nullable String fault) implements RuntimeEvent {}
