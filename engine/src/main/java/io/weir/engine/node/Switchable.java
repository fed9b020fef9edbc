package io.weir.engine.node;

/**
 * A node that can be switched on and off while it runs, without a deploy: debug.
 *
 * @threads the node's context
 */
public interface Switchable {
  /** Whether it is on. */
  boolean isActive();

  /** Switches it. */
  void setActive(boolean active);
}
