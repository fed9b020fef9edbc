package io.weir.engine.flow;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A node of a flow, or a config node: the same without a position.
 *
 * @param id the id
 * @param type the node type's name
 * @param flowId the tab or subflow that it stands in; empty if none
 * @param groupId the group that it stands in; null if none
 * @param name the name that the user gave; empty if none
 * @param disabled whether it is not started
 * @param isConfig whether it is a config node
 * @param wires for each output the ids of the targets
 * @param raw the entry as the file has it
 */
public record NodeDefinition(
    String id,
    String type,
    String flowId,
    @Nullable String groupId,
    String name,
    boolean disabled,
    boolean isConfig,
    List<List<String>> wires,
    Map<String, @Nullable Object> raw)
    implements FlowEntry {
  private static final String INSTANCE_TYPE = "subflow:";

  /** The definition that the node is an instance of; null if it is no instance. */
  public @Nullable String subflowId() {
    return type.startsWith(INSTANCE_TYPE) && !isConfig
        ? type.substring(INSTANCE_TYPE.length())
        : null;
  }
}
