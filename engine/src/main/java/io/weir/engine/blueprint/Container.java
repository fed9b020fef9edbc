package io.weir.engine.blueprint;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What nodes stand in: a tab, an instance of a subflow, or the place of the shared config nodes.
 *
 * @param id the id, which its nodes have as {@code z}
 * @param kind which of the three
 * @param name the name that the user sees
 * @param path the chain of tab and instances down to here, joined by slashes
 * @param env the variables that it defines
 * @param parent the container that the instance stands in; null for tabs
 * @param groups the groups around the instance, innermost first; empty for tabs
 * @param hasStatusOutput whether the subflow says itself what its status is
 */
public record Container(
    String id,
    Kind kind,
    String name,
    String path,
    List<ScopeEntry> env,
    @Nullable Container parent,
    List<String> groups,
    boolean hasStatusOutput) {

  /** The kinds of container. */
  public enum Kind {
    GLOBAL,
    TAB,
    INSTANCE
  }
}
