package io.weir.engine.node;

/** A node that wants the statuses of others. Gets them as messages by {@link Node#receive}. */
public interface StatusWatcher {
  /** Whose statuses. */
  Scope scope();
}
