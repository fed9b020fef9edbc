package io.weir.engine.node;

/** A node that wants the errors of others. Gets them as messages by {@link Node#receive}. */
public interface ErrorCatcher {
  /** Whose errors. */
  Scope scope();

  /** Whether it wants only what no other catcher took. */
  boolean wantsOnlyUncaught();
}
