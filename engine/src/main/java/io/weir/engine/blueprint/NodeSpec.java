package io.weir.engine.blueprint;

import io.weir.engine.flow.NodeDefinition;
import io.weir.engine.node.NodeType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node to be run, in its place.
 *
 * @param definition the node; inside an instance the copy, with its own ids and references
 * @param type the node's type
 * @param alias the id in the flow file where that differs; null otherwise
 * @param originId the entry outside all subflows that it comes from: the node itself, or the
 *     outermost instance around it
 * @param container what it stands in
 * @param groups the groups around it, innermost first
 */
public record NodeSpec(
    NodeDefinition definition,
    NodeType type,
    @Nullable String alias,
    String originId,
    Container container,
    List<String> groups) {

  /** The id that it runs under. */
  public String id() {
    return definition.id();
  }

  /** The id in the flow file. */
  public String fileId() {
    return alias == null ? id() : alias;
  }

  /** Whether it is an instance of a subflow itself. */
  public boolean isInstance() {
    return type == BuiltInNodes.INSTANCE;
  }

  /** The same node as one of another type. */
  public NodeSpec withType(NodeType other) {
    return new NodeSpec(definition, other, alias, originId, container, groups);
  }

  /** The same node with other wires. */
  public NodeSpec withWires(List<List<String>> wires) {
    NodeDefinition d = definition;
    return new NodeSpec(
        new NodeDefinition(
            d.id(),
            d.type(),
            d.flowId(),
            d.groupId(),
            d.name(),
            d.disabled(),
            d.isConfig(),
            wires,
            d.raw()),
        type,
        alias,
        originId,
        container,
        groups);
  }
}
