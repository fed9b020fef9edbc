package io.weir.engine.flow;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A group of nodes: gives them environment, and a scope to catch and status nodes.
 *
 * @param id the id
 * @param flowId the tab or subflow that it stands in; empty if none
 * @param groupId the group around it; null if none
 * @param name the name that the user sees
 * @param env environment entries
 * @param raw the entry as the file has it
 */
public record Group(
    String id,
    String flowId,
    @Nullable String groupId,
    String name,
    List<EnvironmentEntry> env,
    Map<String, @Nullable Object> raw)
    implements FlowEntry {
  @Override
  public String type() {
    return "group";
  }
}
