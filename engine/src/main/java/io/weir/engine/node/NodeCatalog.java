package io.weir.engine.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All node types by name. */
public final class NodeCatalog {
  private final List<NodePack> packs;
  private final Map<String, NodeType> types;

  private NodeCatalog(List<NodePack> packs, Map<String, NodeType> types) {
    this.packs = packs;
    this.types = types;
  }

  /**
   * A catalog of packs.
   *
   * @throws IllegalArgumentException if two packs bring the same type
   */
  public static NodeCatalog of(List<NodePack> packs) {
    Map<String, NodeType> types = new LinkedHashMap<>();
    for (NodePack pack : packs) {
      for (NodeType type : pack.types()) {
        if (types.putIfAbsent(type.name(), type) != null) {
          throw new IllegalArgumentException(
              "the node type " + type.name() + " of " + pack.module() + " exists already");
        }
      }
    }
    return new NodeCatalog(List.copyOf(packs), types);
  }

  /** The type of a name. */
  public Optional<NodeType> type(String name) {
    return Optional.ofNullable(types.get(name));
  }

  /** All types in palette order. */
  public List<NodeType> types() {
    return new ArrayList<>(types.values());
  }

  /** The packs that the types come from. */
  public List<NodePack> packs() {
    return packs;
  }
}
