package io.weir.app;

import io.weir.engine.flow.FlowDocument;
import io.weir.engine.flow.FlowEntry;
import io.weir.engine.flow.NodeDefinition;
import io.weir.engine.flow.Problem;
import io.weir.engine.flow.Tab;
import io.weir.engine.node.NodeCatalog;
import io.weir.engine.runtime.DocumentCheck;
import io.weir.engine.store.FileFlowStore;
import io.weir.engine.store.FlowStore;
import io.weir.nodes.StandardNodes;
import io.weir.nodes.function.script.GraalScripts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Checks a flow file without running it. */
public final class FlowFileCheck {
  private FlowFileCheck() {}

  /**
   * What was found.
   *
   * @param lines one for each problem, or one that says that there is none
   * @param isFatal whether the file can't be run
   */
  public record Result(List<String> lines, boolean isFatal) {
    public Result {
      lines = List.copyOf(lines);
    }
  }

  /** Checks a file. */
  public static Result check(Path file) {
    if (!Files.exists(file)) {
      return new Result(List.of(file + ": there is no such file"), true);
    }
    FlowStore.Loaded loaded = new FileFlowStore(file).load();
    if (loaded.fault() != null) {
      return new Result(List.of(loaded.fault()), true);
    }
    // Nothing is connected and no script runs: the catalog is wanted for its descriptors.
    NodeCatalog catalog =
        NodeCatalog.of(
            List.of(
                new StandardNodes(
                    (settings, listener) -> {
                      throw new IllegalStateException("a check opens no connection");
                    },
                    new GraalScripts())));
    List<String> lines = new ArrayList<>();
    boolean fatal = false;
    for (Problem problem : DocumentCheck.problems(loaded.document(), catalog)) {
      lines.add(
          file
              + ": "
              + (problem.isFatal() ? "error: " : "warning: ")
              + place(loaded.document(), problem)
              + problem.text());
      fatal |= problem.isFatal();
    }
    if (lines.isEmpty()) {
      lines.add(file + ": no problems");
    }
    return new Result(lines, fatal);
  }

  private static String place(FlowDocument document, Problem problem) {
    FlowEntry entry = document.entry(problem.nodeId()).orElse(null);
    if (!(entry instanceof NodeDefinition node)) {
      return problem.nodeId() + ": ";
    }
    String tab =
        document.entry(node.flowId()).orElse(null) instanceof Tab found
            ? "flow " + (found.label().isEmpty() ? found.id() : found.label()) + ", "
            : "";
    String name = node.name().isEmpty() ? node.id() : node.name() + " (" + node.id() + ")";
    String property = problem.property() == null ? "" : ", " + problem.property();
    return tab + node.type() + " " + name + property + ": ";
  }
}
