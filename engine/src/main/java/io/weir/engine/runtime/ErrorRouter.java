package io.weir.engine.runtime;

import io.weir.engine.blueprint.Container;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Who hears of a node's errors, statuses and completions: the watching nodes where it stands, and
 * if none of them does, those around the instance of the subflow that it is in, and so on outwards.
 *
 * @threads the tab's context
 */
final class ErrorRouter {
  static final ErrorRouter NONE = new ErrorRouter(List.of(), id -> null);

  private final Map<String, Watchers> byContainer = new HashMap<>();
  private final Function<String, @Nullable NodeSlot> slots;

  /**
   * A router for the nodes of one flow.
   *
   * @param slots finds the instances around a node
   */
  ErrorRouter(List<NodeSlot> all, Function<String, @Nullable NodeSlot> slots) {
    this.slots = slots;
    Map<String, List<NodeSlot>> grouped = new HashMap<>();
    for (NodeSlot slot : all) {
      grouped.computeIfAbsent(slot.container().id(), id -> new ArrayList<>()).add(slot);
    }
    grouped.forEach((id, inside) -> byContainer.put(id, new Watchers(inside)));
  }

  private @Nullable Watchers around(NodeSlot slot) {
    return byContainer.get(slot.container().id());
  }

  /** The instance that a node is in; null if it stands on a tab. */
  private @Nullable NodeSlot outerOf(NodeSlot slot) {
    return slot.container().kind() == Container.Kind.INSTANCE
        ? slots.apply(slot.container().id())
        : null;
  }

  /** The Catch nodes that an error of a node goes to. */
  List<NodeSlot> catchersOf(NodeSlot reporter) {
    for (NodeSlot seen = reporter; seen != null; seen = outerOf(seen)) {
      Watchers watchers = around(seen);
      List<NodeSlot> catchers = watchers == null ? List.of() : watchers.catchersOf(seen);
      if (!catchers.isEmpty()) {
        return catchers;
      }
    }
    return List.of();
  }

  /**
   * The Status nodes that a status of a node goes to. What a subflow says of itself by a status
   * output is all that is heard outside of it.
   */
  List<NodeSlot> statusWatchersOf(NodeSlot reporter) {
    for (NodeSlot seen = reporter; seen != null; seen = outerOf(seen)) {
      Watchers watchers = around(seen);
      List<NodeSlot> listeners = watchers == null ? List.of() : watchers.statusWatchersOf(seen);
      if (!listeners.isEmpty() || seen.container().hasStatusOutput()) {
        return listeners;
      }
    }
    return List.of();
  }

  /** The Complete nodes that want to know when a node has finished. */
  List<NodeSlot> completionWatchersOf(NodeSlot reporter) {
    Watchers watchers = around(reporter);
    return watchers == null ? List.of() : watchers.completionWatchersOf(reporter);
  }
}
