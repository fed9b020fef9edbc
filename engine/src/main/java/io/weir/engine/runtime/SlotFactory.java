package io.weir.engine.runtime;

import io.weir.engine.blueprint.NodeSpec;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeConfig;
import io.weir.engine.node.Property;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes the nodes of a flow.
 *
 * @threads the flow's context
 */
final class SlotFactory {
  private final RuntimeServices services;
  private final Function<String, Optional<Node>> configNodes;

  /**
   * A factory.
   *
   * @param configNodes finds the running config node of an id
   */
  SlotFactory(RuntimeServices services, Function<String, Optional<Node>> configNodes) {
    this.services = services;
    this.configNodes = configNodes;
  }

  /** Makes a slot's node. One that can't be made says so and leaves the slot empty. */
  void fill(NodeSlot slot) {
    NodeSpec spec = slot.spec();
    try {
      Substitution substitution = new Substitution(slot::env);
      NodeConfig config =
          new NodeConfig(
              substitution.in(spec.definition().raw()),
              substitution.in(services.credentials().of(spec.fileId())));
      resolve(slot, config);
      slot.created(spec.type().create(config, slot));
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      slot.error(e, null);
    }
  }

  private void resolve(NodeSlot slot, NodeConfig config) {
    for (Property<?> property : slot.spec().type().properties()) {
      if (property.configType() != null
          && config.raw(property.key()) instanceof String reference
          && !reference.isEmpty()) {
        slot.use(reference);
        if (configNodes.apply(reference).isEmpty()) {
          complain(slot, property, reference);
        }
      }
    }
  }

  /** A reference to a config node that isn't running is the most common reason of a silent node. */
  private static void complain(NodeSlot slot, Property<?> property, String reference) {
    slot.error(
        property.label()
            + " refers to "
            + reference
            + ", but no "
            + property.configType()
            + " of that id is running",
        null);
  }
}
