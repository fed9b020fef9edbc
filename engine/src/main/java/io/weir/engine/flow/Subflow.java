package io.weir.engine.flow;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The definition of a subflow.
 *
 * @param id the id, which instances name in their type
 * @param name the name that the user sees
 * @param env environment entries with their defaults
 * @param raw the entry as the file has it
 */
public record Subflow(
    String id, String name, List<EnvironmentEntry> env, Map<String, @Nullable Object> raw)
    implements FlowEntry {
  @Override
  public String type() {
    return "subflow";
  }
}
