package io.weir.engine.blueprint;

import io.weir.engine.flow.EnvironmentEntry;
import io.weir.engine.flow.NodeDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Copies a node of a subflow for an instance: whatever names a node of the subflow is renamed. */
final class References {
  private static final Set<String> PLACE = Set.of("id", "type", "z", "g", "x", "y", "wires");

  private References() {}

  /** Whether a key says where a node stands and what it is, in contrast to a property of it. */
  static boolean isPlace(String key) {
    return PLACE.contains(key);
  }

  /**
   * The copy of a node.
   *
   * @param containerId the instance
   * @param renamed the copies' ids by those in the file
   * @param moreWires what is wired to nodes from outside, by id in the file and output
   */
  static NodeDefinition in(
      NodeDefinition node,
      String containerId,
      Map<String, String> renamed,
      Map<String, Map<Integer, List<String>>> moreWires) {
    String id = renamed.getOrDefault(node.id(), node.id());
    String group = node.groupId() == null ? null : renamed.get(node.groupId());
    Map<String, @Nullable Object> raw = new LinkedHashMap<>();
    node.raw().forEach((key, value) -> raw.put(key, isPlace(key) ? value : in(value, renamed)));
    if (raw.get("env") instanceof List<?> env) {
      raw.put("env", env.stream().map(entry -> variable(entry, renamed)).toList());
    }
    raw.put("id", id);
    raw.put("z", containerId);
    return new NodeDefinition(
        id,
        node.type(),
        containerId,
        group,
        node.name(),
        node.disabled(),
        node.isConfig(),
        wires(node.wires(), renamed, moreWires.getOrDefault(node.id(), Map.of())),
        raw);
  }

  private static @Nullable Object in(@Nullable Object value, Map<String, String> renamed) {
    if (value instanceof String text) {
      return renamed.getOrDefault(text, text);
    }
    if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
      List<@Nullable Object> copy = new ArrayList<>();
      list.forEach(item -> copy.add(in(item, renamed)));
      return copy;
    }
    return value;
  }

  /** An entry of an instance's variables, which may hand a config node into it. */
  private static @Nullable Object variable(@Nullable Object entry, Map<String, String> renamed) {
    if (!(entry instanceof Map<?, ?> map)) {
      return entry;
    }
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    map.forEach((key, value) -> copy.put(String.valueOf(key), value));
    EnvironmentEntry.list(List.of(map))
        .forEach(variable -> copy.put("value", variable.renamed(renamed).value()));
    return copy;
  }

  private static List<List<String>> wires(
      List<List<String>> own, Map<String, String> renamed, Map<Integer, List<String>> more) {
    int outputs = own.size();
    for (int output : more.keySet()) {
      outputs = Math.max(outputs, output + 1);
    }
    List<List<String>> wires = new ArrayList<>();
    for (int output = 0; output < outputs; output++) {
      List<String> targets = new ArrayList<>();
      if (output < own.size()) {
        own.get(output).stream()
            .map(renamed::get)
            .filter(target -> target != null)
            .forEach(targets::add);
      }
      targets.addAll(more.getOrDefault(output, List.of()));
      wires.add(List.copyOf(targets));
    }
    return List.copyOf(wires);
  }
}
