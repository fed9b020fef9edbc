package io.weir.engine.runtime;

import io.weir.engine.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * A message for a node of a tab, on the event bus at {@code weir.flow.<tab id>}. The reply says
 * whether the node runs.
 *
 * @param nodeId the node
 * @param message the message; null for a fresh one
 */
public record Envelope(String nodeId, @Nullable Message message) {}
