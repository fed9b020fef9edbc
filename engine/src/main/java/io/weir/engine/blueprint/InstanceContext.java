package io.weir.engine.blueprint;

import io.weir.engine.node.Status;

/** The context of a node, as far as the instance of a subflow that it stands in is concerned. */
public interface InstanceContext {
  /** Shows a status under the instance. */
  void showOnInstance(Status status);
}
