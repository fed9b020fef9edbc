package io.weir.engine.blueprint;

import io.weir.engine.flow.EnvironmentEntry;
import java.util.List;

/**
 * A variable that a scope defines.
 *
 * @param entry the variable
 * @param secretOwners whose credentials hold its value if it is secret; the first that has one
 *     counts
 */
public record ScopeEntry(EnvironmentEntry entry, List<String> secretOwners) {

  /** The variables of a scope that has one entry in the file. */
  public static List<ScopeEntry> of(List<EnvironmentEntry> entries, String owner) {
    return entries.stream().map(entry -> new ScopeEntry(entry, List.of(owner))).toList();
  }
}
