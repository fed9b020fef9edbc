package io.weir.engine.flow;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is different between two documents, as far as it matters to what runs. Where nodes stand on
 * the canvas doesn't.
 *
 * <p>Whatever depends on a change is changed itself: users of a config node, members of a group,
 * instances of a subflow, each as far as it goes.
 *
 * @param added nodes that weren't there, or were disabled
 * @param removed nodes that are gone, or disabled now
 * @param changed nodes that are other than they were
 * @param rewired nodes whose wires alone are others
 * @param restartedTabs tabs whose variables changed
 * @param isEverything whether a change concerns every node: that of the global settings
 */
public record FlowDiff(
    Set<String> added,
    Set<String> removed,
    Set<String> changed,
    Set<String> rewired,
    Set<String> restartedTabs,
    boolean isEverything) {

  private static final Set<String> NODE_LOOKS = Set.of("x", "y", "wires", "credentials");
  private static final Set<String> GROUP_LOOKS =
      Set.of("x", "y", "w", "h", "nodes", "style", "credentials");
  private static final Set<String> NO_REFERENCE = Set.of("id", "z", "wires");

  public FlowDiff {
    added = Set.copyOf(added);
    removed = Set.copyOf(removed);
    changed = Set.copyOf(changed);
    rewired = Set.copyOf(rewired);
    restartedTabs = Set.copyOf(restartedTabs);
  }

  /**
   * Compares two documents.
   *
   * @param withCredentials entries whose credentials were set by the deploy
   */
  public static FlowDiff between(
      FlowDocument before, FlowDocument after, Set<String> withCredentials) {
    return new Comparison(before, after, withCredentials).result();
  }

  /** Whether nothing that runs is concerned. */
  public boolean isEmpty() {
    return !isEverything
        && added.isEmpty()
        && removed.isEmpty()
        && changed.isEmpty()
        && rewired.isEmpty()
        && restartedTabs.isEmpty();
  }

  /** Works a comparison out. */
  private static final class Comparison {
    private final FlowDocument before;
    private final FlowDocument after;
    private final Set<String> withCredentials;
    private final Map<String, NodeDefinition> old;
    private final Map<String, NodeDefinition> now;
    private final Set<String> added = new HashSet<>();
    private final Set<String> removed = new HashSet<>();
    private final Set<String> changed = new HashSet<>();
    private final Set<String> rewired = new HashSet<>();
    private final Set<String> touchedTabs = new HashSet<>();
    private final Set<String> touchedGroups = new HashSet<>();
    private final Set<String> touchedSubflows = new HashSet<>();

    Comparison(FlowDocument before, FlowDocument after, Set<String> withCredentials) {
      this.before = before;
      this.after = after;
      this.withCredentials = withCredentials;
      this.old = enabled(before);
      this.now = enabled(after);
    }

    private static Map<String, NodeDefinition> enabled(FlowDocument document) {
      Map<String, NodeDefinition> nodes = new LinkedHashMap<>();
      document.nodes().stream()
          .filter(node -> !node.disabled())
          .forEach(node -> nodes.put(node.id(), node));
      return nodes;
    }

    FlowDiff result() {
      compareNodes();
      compareGroups();
      compareSubflows();
      boolean isEverything = globalSettingsDiffer();
      while (spread()) {
        // Until nothing new is concerned.
      }
      return new FlowDiff(added, removed, changed, rewired, restartedTabs(), isEverything);
    }

    private void compareNodes() {
      old.forEach(
          (id, node) -> {
            NodeDefinition next = now.get(id);
            if (next == null) {
              removed.add(id);
            } else if (withCredentials.contains(id) || differs(node, next, NODE_LOOKS)) {
              changed.add(id);
            } else if (!node.wires().equals(next.wires())) {
              rewired.add(id);
            }
          });
      now.keySet().stream().filter(id -> !old.containsKey(id)).forEach(added::add);
    }

    private static boolean differs(FlowEntry a, FlowEntry b, Set<String> looks) {
      // Most entries of most deploys are as they were: told without a copy.
      return !a.raw().equals(b.raw()) && !without(a, looks).equals(without(b, looks));
    }

    private static Map<String, @Nullable Object> without(FlowEntry entry, Set<String> keys) {
      Map<String, @Nullable Object> rest = new HashMap<>(entry.raw());
      rest.keySet().removeAll(keys);
      return rest;
    }

    private void compareGroups() {
      Map<String, Group> then = new HashMap<>();
      before.groups().forEach(group -> then.put(group.id(), group));
      for (Group group : after.groups()) {
        Group was = then.remove(group.id());
        if (was == null
            || withCredentials.contains(group.id())
            || differs(was, group, GROUP_LOOKS)) {
          touchedGroups.add(group.id());
        }
      }
      touchedGroups.addAll(then.keySet());
    }

    private void compareSubflows() {
      Map<String, Subflow> then = new HashMap<>();
      before.subflows().forEach(subflow -> then.put(subflow.id(), subflow));
      for (Subflow subflow : after.subflows()) {
        Subflow was = then.remove(subflow.id());
        if (was == null
            || withCredentials.contains(subflow.id())
            || !was.inputs().equals(subflow.inputs())
            || !was.outputs().equals(subflow.outputs())
            || !Objects.equals(was.status(), subflow.status())
            // Ports are compared above, without where they stand on the canvas.
            || differs(was, subflow, Set.of("in", "out", "status", "credentials"))) {
          touchedSubflows.add(subflow.id());
        }
      }
      touchedSubflows.addAll(then.keySet());
    }

    private boolean globalSettingsDiffer() {
      Set<String> ids = new HashSet<>();
      ids.addAll(globalSettings(before));
      ids.addAll(globalSettings(after));
      return ids.stream()
          .anyMatch(id -> changed.contains(id) || added.contains(id) || removed.contains(id));
    }

    private static List<String> globalSettings(FlowDocument document) {
      return document.nodes().stream()
          .filter(node -> node.type().equals("global-config"))
          .map(NodeDefinition::id)
          .toList();
    }

    // ---- what depends on it ----

    private boolean spread() {
      int size = changed.size() + touchedGroups.size() + touchedSubflows.size();
      spreadIn(before, old);
      spreadIn(after, now);
      // What comes or goes with its surroundings is no change of its own.
      changed.removeAll(added);
      changed.removeAll(removed);
      rewired.removeAll(changed);
      return changed.size() + touchedGroups.size() + touchedSubflows.size() > size;
    }

    private void spreadIn(FlowDocument document, Map<String, NodeDefinition> nodes) {
      for (Group group : document.groups()) {
        if (group.groupId() != null && touchedGroups.contains(group.groupId())) {
          touchedGroups.add(group.id());
        }
        if (touchedGroups.contains(group.id())) {
          touch(document, group.flowId());
        }
      }
      Set<String> settings = new HashSet<>();
      nodes.values().stream()
          .filter(node -> node.isConfig() && isConcerned(node.id()))
          .forEach(node -> settings.add(node.id()));
      spreadByVariables(document, settings);
      for (NodeDefinition node : nodes.values()) {
        boolean depends =
            (node.groupId() != null && touchedGroups.contains(node.groupId()))
                || (node.subflowId() != null && touchedSubflows.contains(node.subflowId()))
                || refersToAny(node, settings);
        if (depends) {
          changed.add(node.id());
        }
        if (isConcerned(node.id()) || rewired.contains(node.id())) {
          touch(document, node.flowId());
        }
      }
    }

    /** A variable may hand a config node to what is inside its scope. */
    private void spreadByVariables(FlowDocument document, Set<String> settings) {
      if (settings.isEmpty()) {
        return;
      }
      document.tabs().stream()
          .filter(tab -> EnvironmentEntry.nameAny(tab.env(), settings))
          .forEach(tab -> touchedTabs.add(tab.id()));
      document.groups().stream()
          .filter(group -> EnvironmentEntry.nameAny(group.env(), settings))
          .forEach(group -> touchedGroups.add(group.id()));
      document.subflows().stream()
          .filter(subflow -> EnvironmentEntry.nameAny(subflow.env(), settings))
          .forEach(subflow -> touchedSubflows.add(subflow.id()));
    }

    private boolean isConcerned(String id) {
      return changed.contains(id) || added.contains(id) || removed.contains(id);
    }

    private void touch(FlowDocument document, String containerId) {
      if (document.entry(containerId).orElse(null) instanceof Subflow) {
        touchedSubflows.add(containerId);
      }
    }

    private static boolean refersToAny(NodeDefinition node, Set<String> ids) {
      return !ids.isEmpty()
          && node.raw().entrySet().stream()
              .filter(property -> !NO_REFERENCE.contains(property.getKey()))
              .anyMatch(
                  property ->
                      property.getKey().equals("env")
                          ? EnvironmentEntry.nameAny(
                              EnvironmentEntry.list(property.getValue()), ids)
                          : namesAny(property.getValue(), ids));
    }

    private static boolean namesAny(@Nullable Object value, Set<String> ids) {
      if (value instanceof List<?> list) {
        return list.stream().anyMatch(ids::contains);
      }
      return value != null && ids.contains(value);
    }

    private Set<String> restartedTabs() {
      Set<String> tabs = new HashSet<>();
      for (Tab tab : after.tabs()) {
        if (before.entry(tab.id()).orElse(null) instanceof Tab was
            && (withCredentials.contains(tab.id())
                || touchedTabs.contains(tab.id())
                || !was.env().equals(tab.env())
                || was.disabled() != tab.disabled())) {
          tabs.add(tab.id());
        }
      }
      return tabs;
    }
  }
}
