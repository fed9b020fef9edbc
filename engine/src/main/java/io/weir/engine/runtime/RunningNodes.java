package io.weir.engine.runtime;

import io.vertx.core.Future;
import io.weir.engine.blueprint.Blueprint;
import io.weir.engine.blueprint.Container;
import io.weir.engine.blueprint.FlowBlueprint;
import io.weir.engine.blueprint.NodeSpec;
import io.weir.engine.message.Message;
import io.weir.engine.node.Switchable;
import io.weir.engine.store.ContextScope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that run, for those who reach them from outside.
 *
 * @threads any
 */
public final class RunningNodes {
  private final RuntimeServices services;

  RunningNodes(RuntimeServices services) {
    this.services = services;
  }

  /**
   * Hands a message to a running node, as if a wire led to it.
   *
   * @param message the message; null for a fresh one
   * @return whether there is such a node
   */
  public Future<Boolean> deliver(String nodeId, @Nullable Message message) {
    RunningFlow flow = services.directory().flowOf(nodeId);
    if (flow == null) {
      return Future.succeededFuture(false);
    }
    return services
        .vertx()
        .eventBus()
        .<Boolean>request(services.directory().address(flow.id()), new Envelope(nodeId, message))
        .map(reply -> Boolean.TRUE.equals(reply.body()))
        .otherwise(false);
  }

  /**
   * Sends a message out of an output of a running node, as if the node did.
   *
   * @return whether there is such a node with such an output
   */
  public Future<Boolean> sendFrom(String nodeId, int output, Message message) {
    RunningFlow flow = services.directory().flowOf(nodeId);
    if (flow == null) {
      return Future.succeededFuture(false);
    }
    return flow.withSlots(
            slots -> {
              NodeSlot slot = slots.get(nodeId);
              if (slot == null || output < 0 || output >= slot.wires().outputs()) {
                return false;
              }
              slot.send(output, message);
              return true;
            })
        .otherwise(false);
  }

  /**
   * Switches a running node on or off.
   *
   * @return whether there is such a node, and it can be switched
   */
  public Future<Boolean> setActive(String nodeId, boolean active) {
    RunningFlow flow = services.directory().flowOf(nodeId);
    if (flow == null) {
      return Future.succeededFuture(false);
    }
    return flow.withNode(
            nodeId,
            node -> {
              if (node instanceof Switchable switchable) {
                switchable.setActive(active);
                return true;
              }
              return false;
            })
        .map(switched -> switched.orElse(false));
  }

  /**
   * The nodes that run on a tab, or in an instance of a subflow; none if there is no such thing.
   */
  public List<String> in(String containerId) {
    Blueprint blueprint = services.directory().blueprint();
    FlowBlueprint flow = blueprint.flow(containerId);
    if (flow == null) {
      String around = blueprint.flowOf(containerId);
      flow = around == null ? null : blueprint.flow(around);
    }
    return flow == null
        ? List.of()
        : flow.nodes().values().stream()
            .filter(spec -> spec.container().id().equals(containerId))
            .map(NodeSpec::id)
            .toList();
  }

  /**
   * What a node, or an instance, is called by those who look in: its id in the flow file, after
   * those of the instances around it, with slashes between them.
   *
   * @param runningId the id that it runs under; what doesn't run is called by that
   */
  public String nameOf(String runningId) {
    return services.directory().blueprint().nameOf(runningId);
  }

  /**
   * The id that a node or an instance runs under.
   *
   * @param name its name as {@link #nameOf} gives it, or that id itself
   */
  public String idOf(String name) {
    return services.directory().blueprint().idOf(name);
  }

  /** Where the variables of a running node are kept; null if the node doesn't run. */
  public @Nullable ContextScope scopeOf(String nodeId) {
    NodeSpec spec = services.directory().blueprint().node(nodeId);
    if (spec == null) {
      return null;
    }
    if (spec.isInstance()) {
      // An instance's own variables are those that its nodes share.
      return ContextScope.flow(nodeId);
    }
    Container container = spec.container();
    return ContextScope.node(
        spec.fileId(), container.kind() == Container.Kind.GLOBAL ? "" : container.id());
  }
}
