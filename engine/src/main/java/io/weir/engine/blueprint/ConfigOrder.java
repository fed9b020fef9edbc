package io.weir.engine.blueprint;

import java.util.ArrayList;
import java.util.List;

/** Puts config nodes behind those that they refer to. */
final class ConfigOrder {
  private ConfigOrder() {}

  /**
   * The nodes in the order in which they can start, without those that refer to each other.
   *
   * @param complaints gets what is left out, and why
   */
  static List<NodeSpec> of(List<NodeSpec> config, List<String> complaints) {
    List<NodeSpec> waiting = new ArrayList<>(config);
    List<NodeSpec> ordered = new ArrayList<>();
    while (!waiting.isEmpty()) {
      List<NodeSpec> ready =
          waiting.stream()
              .filter(spec -> waiting.stream().noneMatch(other -> refersTo(spec, other)))
              .toList();
      if (ready.isEmpty()) {
        complaints.add(
            "Circular config node dependency detected: "
                + String.join(", ", waiting.stream().map(NodeSpec::id).toList())
                + "; they are not started");
        break;
      }
      ordered.addAll(ready);
      waiting.removeAll(ready);
    }
    return ordered;
  }

  private static boolean refersTo(NodeSpec spec, NodeSpec other) {
    return !other.id().equals(spec.id())
        && spec.definition().raw().entrySet().stream()
            .anyMatch(
                property ->
                    !References.isPlace(property.getKey())
                        && other.id().equals(property.getValue()));
  }
}
