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
 * @param inputs the inner nodes that receive what instances receive
 * @param outputs for each output of instances where it comes from
 * @param status where the instances' status comes from; null if they have no status output
 * @param raw the entry as the file has it
 */
public record Subflow(
    String id,
    String name,
    List<EnvironmentEntry> env,
    List<String> inputs,
    List<List<Port>> outputs,
    @Nullable List<Port> status,
    Map<String, @Nullable Object> raw)
    implements FlowEntry {

  /**
   * An output inside the subflow.
   *
   * @param nodeId the inner node; the subflow's own id stands for its input
   * @param output the node's output, counted from 0
   */
  public record Port(String nodeId, int output) {}

  @Override
  public String type() {
    return "subflow";
  }
}
