package io.weir.engine.node;

import java.net.URL;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The node types of a module. */
public interface NodePack {
  /** The module's name as the Admin API reports it, {@code node-red} for the standard nodes. */
  String module();

  /** The module's version. */
  String version();

  /** The types in palette order. */
  List<NodeType> types();

  /**
   * A file that comes with the pack: {@code icons/<name>}, or {@code locales/<language>/<set>.json}
   * with the texts of a set. As it comes, a file of that name at the root of the pack's jar.
   *
   * @return null if there is none
   */
  default @Nullable URL file(String path) {
    return getClass().getResource("/" + path);
  }

  /** The set that a type is switched on and off with; as it comes, each type is its own. */
  default String setOf(NodeType type) {
    return type.name();
  }
}
