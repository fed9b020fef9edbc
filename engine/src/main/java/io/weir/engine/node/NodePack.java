package io.weir.engine.node;

import java.util.List;

/** A set of node types, found by {@link java.util.ServiceLoader} or handed over by hand. */
public interface NodePack {
  /** The module's name as the Admin API reports it, {@code node-red} for the standard nodes. */
  String module();

  /** The module's version. */
  String version();

  /** The types in palette order. */
  List<NodeType> types();
}
