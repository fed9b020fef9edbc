package io.weir.engine.runtime;

/** How much of what runs a deploy starts anew. */
public enum DeployType {
  /** Everything. */
  FULL,
  /** What changed, and whatever is wired to it, directly or by others. */
  FLOWS,
  /** What changed; whatever else is wired differently goes on with its new wires. */
  NODES
}
