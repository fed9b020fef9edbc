package io.weir.engine.runtime;

import io.weir.engine.node.CompletionWatcher;
import io.weir.engine.node.ErrorCatcher;
import io.weir.engine.node.Node;
import io.weir.engine.node.Scope;
import io.weir.engine.node.StatusWatcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Who in a flow wants the errors, statuses and completions of its nodes, and in which order.
 *
 * @threads built once when the flow starts; then the tab's context
 */
final class Watchers {
  private final List<Watcher> catchers = new ArrayList<>();
  private final List<Watcher> statusWatchers = new ArrayList<>();
  private final List<Watcher> completionWatchers = new ArrayList<>();

  /** A watching node and what it is about. */
  private record Watcher(NodeSlot slot, Scope scope, boolean wantsOnlyUncaught) {

    /** Scoped ones first, then those for all, then those for what nobody else took. */
    int rank() {
      if (scope.kind() != Scope.Kind.ALL) {
        return 0;
      }
      return wantsOnlyUncaught ? 2 : 1;
    }

    boolean wants(NodeSlot reporter) {
      return switch (scope.kind()) {
        case ALL -> true;
        case NODES -> scope.nodeIds().contains(reporter.id());
        case GROUP -> slot.groups().isEmpty() || reporter.groups().contains(slot.groups().get(0));
      };
    }

    /** Steps from the reporter's group outwards to the watcher's. */
    int distanceTo(NodeSlot reporter) {
      if (reporter.groups().isEmpty()) {
        return 0;
      }
      int steps = slot.groups().isEmpty() ? -1 : reporter.groups().indexOf(slot.groups().get(0));
      return steps < 0 ? reporter.groups().size() : steps;
    }
  }

  Watchers(List<NodeSlot> slots) {
    for (NodeSlot slot : slots) {
      Node node = slot.node();
      if (node instanceof ErrorCatcher catcher) {
        catchers.add(new Watcher(slot, catcher.scope(), catcher.wantsOnlyUncaught()));
      }
      if (node instanceof StatusWatcher watcher) {
        statusWatchers.add(new Watcher(slot, withoutOwnTargets(watcher.scope(), slot), false));
      }
      if (node instanceof CompletionWatcher watcher) {
        completionWatchers.add(new Watcher(slot, withoutOwnTargets(watcher.scope(), slot), false));
      }
    }
    catchers.sort(Comparator.comparingInt(Watcher::rank));
  }

  /** A node that watched what it is wired to would feed itself for ever. */
  private static Scope withoutOwnTargets(Scope scope, NodeSlot slot) {
    Set<String> ids = new HashSet<>(scope.nodeIds());
    slot.spec().definition().wires().forEach(ids::removeAll);
    return new Scope(scope.kind(), ids);
  }

  /**
   * The catchers that an error of the reporter goes to: all that match, nearest group first; those
   * for uncaught errors only while nobody has taken it, or after one of their kind did.
   */
  List<NodeSlot> catchersOf(NodeSlot reporter) {
    List<NodeSlot> takers = new ArrayList<>();
    boolean uncaughtTookIt = false;
    for (Watcher catcher : inReach(catchers, reporter)) {
      if (catcher.wantsOnlyUncaught() && !takers.isEmpty() && !uncaughtTookIt) {
        continue;
      }
      uncaughtTookIt |= catcher.wantsOnlyUncaught();
      takers.add(catcher.slot());
    }
    return takers;
  }

  /** The nodes that a status of the reporter goes to. */
  List<NodeSlot> statusWatchersOf(NodeSlot reporter) {
    return inReach(statusWatchers, reporter).stream().map(Watcher::slot).toList();
  }

  /** The nodes that want to know when the reporter has finished. */
  List<NodeSlot> completionWatchersOf(NodeSlot reporter) {
    return inReach(completionWatchers, reporter).stream().map(Watcher::slot).toList();
  }

  private static List<Watcher> inReach(List<Watcher> watchers, NodeSlot reporter) {
    List<Watcher> matching = new ArrayList<>();
    for (Watcher watcher : watchers) {
      if (watcher.wants(reporter)) {
        matching.add(watcher);
      }
    }
    // Stable: equals keep the order that they have.
    matching.sort(Comparator.comparingInt(watcher -> watcher.distanceTo(reporter)));
    return matching;
  }
}
