package io.weir.nodes.function;

import io.weir.engine.testing.NodeTester;
import io.weir.nodes.common.CompleteNode;
import java.util.List;
import java.util.Map;

/** Hears what a node under test has finished with. */
final class Completions {
  private Completions() {}

  /** Puts a Complete node beside it, whose messages come as those of one more output. */
  static NodeTester at(NodeTester node, int output) {
    return node.beside(
        CompleteNode.TYPE,
        Map.of(
            "id",
            "complete",
            "type",
            "complete",
            "z",
            "t",
            "x",
            0,
            "y",
            0,
            "scope",
            List.of("node"),
            "wires",
            List.of(List.of("out" + output))));
  }
}
