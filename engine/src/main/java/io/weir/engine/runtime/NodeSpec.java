package io.weir.engine.runtime;

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
record NodeSpec(
    NodeDefinition definition,
    NodeType type,
    @Nullable String alias,
    String originId,
    Container container,
    List<String> groups) {

  String id() {
    return definition.id();
  }

  /** The id in the flow file. */
  String fileId() {
    return alias == null ? id() : alias;
  }

  /** The same node with other wires. */
  NodeSpec withWires(List<List<String>> wires) {
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
