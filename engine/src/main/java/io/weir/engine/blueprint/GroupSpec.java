package io.weir.engine.blueprint;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A group as it runs: a scope of variables.
 *
 * @param id the id; inside an instance that of the copy
 * @param name the name that the user sees
 * @param containerId what it stands in
 * @param outerId the group around it; null if none
 * @param env the variables that it defines
 */
public record GroupSpec(
    String id, String name, String containerId, @Nullable String outerId, List<ScopeEntry> env) {}
