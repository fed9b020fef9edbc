package io.weir.engine.node;

import java.util.List;

/** The node types of a module. */
public interface NodePack {
  /** The module's name as the Admin API reports it, {@code node-red} for the standard nodes. */
  String module();

  /** The module's version. */
  String version();

  /** The types in palette order. */
  List<NodeType> types();

  /** The set that a type is switched on and off with; as it comes, each type is its own. */
  default String setOf(NodeType type) {
    return type.name();
  }
}
