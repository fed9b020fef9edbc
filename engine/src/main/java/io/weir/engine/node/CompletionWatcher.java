package io.weir.engine.node;

/**
 * A node that wants to know when others have finished with a message. Gets the message by {@link
 * Node#receive}.
 */
public interface CompletionWatcher {
  /** Whose completions; a list of nodes. */
  Scope scope();
}
