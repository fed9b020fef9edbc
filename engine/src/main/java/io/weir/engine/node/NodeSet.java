package io.weir.engine.node;

import java.util.List;

/**
 * Node types of a module that are switched on and off together.
 *
 * @param module the module's name
 * @param version the module's version
 * @param name the set's name, once in its module
 * @param types what is in it, in palette order
 */
public record NodeSet(String module, String version, String name, List<NodeType> types) {

  public NodeSet {
    types = List.copyOf(types);
  }

  /** What the Admin API knows the set by. */
  public String id() {
    return module + "/" + name;
  }

  /** The names of its types. */
  public List<String> typeNames() {
    return types.stream().map(NodeType::name).toList();
  }
}
