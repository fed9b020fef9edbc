package io.weir.engine.node;

import java.net.URL;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All node types by name. Those in sets that are switched off are as good as unknown.
 *
 * @threads any
 */
public final class NodeCatalog {
  /**
   * A module of node types that can't be used.
   *
   * @param module its name, as far as it is known
   * @param why what is wrong with it
   */
  public record Unusable(String module, String why) {}

  private final List<NodePack> packs;
  private final List<NodeSet> sets;
  private final List<Unusable> unusable;
  private volatile Set<String> disabled = Set.of();
  private volatile Map<String, NodeType> types;

  private NodeCatalog(List<NodePack> packs, List<NodeSet> sets, List<Unusable> unusable) {
    this.packs = packs;
    this.sets = sets;
    this.unusable = unusable;
    this.types = typesOf(sets, disabled);
  }

  /**
   * A catalog of packs, with everything switched on.
   *
   * @throws IllegalArgumentException if two packs bring the same type
   */
  public static NodeCatalog of(List<NodePack> packs) {
    return of(packs, Set.of());
  }

  /**
   * A catalog of packs without some of their sets, with all others switched on.
   *
   * @param excluded sets to leave out, by name or by id
   * @throws IllegalArgumentException if two packs bring the same type
   */
  public static NodeCatalog of(List<NodePack> packs, Set<String> excluded) {
    return of(packs, excluded, List.of());
  }

  /**
   * A catalog of packs without some of their sets, with all others switched on.
   *
   * @param excluded sets to leave out, by name or by id
   * @param unusable what was meant to be in it and can't
   * @throws IllegalArgumentException if two packs bring the same type
   */
  public static NodeCatalog of(
      List<NodePack> packs, Set<String> excluded, List<Unusable> unusable) {
    Map<String, NodeType> types = new LinkedHashMap<>();
    List<NodeSet> sets = new ArrayList<>();
    for (NodePack pack : packs) {
      Map<String, List<NodeType>> bySet = new LinkedHashMap<>();
      for (NodeType type : pack.types()) {
        String set = pack.setOf(type);
        if (excluded.contains(set) || excluded.contains(pack.module() + "/" + set)) {
          continue;
        }
        if (types.putIfAbsent(type.name(), type) != null) {
          throw new IllegalArgumentException(
              "the node type " + type.name() + " of " + pack.module() + " exists already");
        }
        bySet.computeIfAbsent(set, name -> new ArrayList<>()).add(type);
      }
      bySet.forEach(
          (name, members) -> sets.add(new NodeSet(pack.module(), pack.version(), name, members)));
    }
    return new NodeCatalog(List.copyOf(packs), List.copyOf(sets), List.copyOf(unusable));
  }

  private static Map<String, NodeType> typesOf(List<NodeSet> sets, Set<String> disabled) {
    Map<String, NodeType> enabled = new LinkedHashMap<>();
    for (NodeSet set : sets) {
      if (!disabled.contains(set.id())) {
        set.types().forEach(type -> enabled.put(type.name(), type));
      }
    }
    return enabled;
  }

  /** The type of a name; empty if its set is switched off too. */
  public Optional<NodeType> type(String name) {
    return Optional.ofNullable(types.get(name));
  }

  /** All types that are switched on, in palette order. */
  public List<NodeType> types() {
    return new ArrayList<>(types.values());
  }

  /** All sets, those that are switched off too. */
  public List<NodeSet> sets() {
    return sets;
  }

  /** What was meant to be here and can't be used. */
  public List<Unusable> unusable() {
    return unusable;
  }

  /** A file that comes with a module, as {@link NodePack#file} names it; null if there is none. */
  public @Nullable URL file(String module, String path) {
    for (NodePack pack : packs) {
      URL file = pack.module().equals(module) ? pack.file(path) : null;
      if (file != null) {
        return file;
      }
    }
    return null;
  }

  /** Whether the types of a set can be used. */
  public boolean isEnabled(NodeSet set) {
    return !disabled.contains(set.id());
  }

  /** The ids of what is switched off. */
  public Set<String> disabled() {
    return disabled;
  }

  /**
   * Switches sets off, and all others on. What is made already goes on: see to it that nothing uses
   * them.
   *
   * @param ids the ids of the sets; those that don't exist make no difference
   */
  public void disable(Set<String> ids) {
    disabled = Set.copyOf(ids);
    types = typesOf(sets, disabled);
  }
}
