package io.weir.engine.node;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes a catch, status or complete node is about.
 *
 * @param kind all of the flow, those of the same group, or those listed
 * @param nodeIds the nodes listed; empty for the other kinds
 */
public record Scope(Kind kind, Set<String> nodeIds) {
  /** The kinds of scope. */
  public enum Kind {
    /** Every node of the flow. */
    ALL,
    /** The nodes of the same group and of groups inside it. */
    GROUP,
    /** The nodes listed. */
    NODES
  }

  /** All nodes of the flow. */
  public static final Scope ALL = new Scope(Kind.ALL, Set.of());

  public Scope {
    nodeIds = Set.copyOf(nodeIds);
  }

  /**
   * Reads the value of a node's {@code scope} property: null, {@code "group"}, or a list of ids.
   */
  public static Scope of(@Nullable Object value) {
    if (value instanceof List<?> ids) {
      return new Scope(
          Kind.NODES,
          ids.stream()
              .filter(String.class::isInstance)
              .map(String.class::cast)
              .collect(java.util.stream.Collectors.toSet()));
    }
    return "group".equals(value) ? new Scope(Kind.GROUP, Set.of()) : ALL;
  }
}
