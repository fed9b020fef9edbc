package io.weir.engine.messagetest;

import io.weir.engine.event.LogEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a test went.
 *
 * @param hasRun false if it could not be run
 * @param outputs the outputs that it is about
 * @param log the errors and warnings that nobody caught
 * @param problem why it could not run, or was stopped before its end; null if neither
 */
public record MessageTestResult(
    String id,
    String name,
    boolean hasRun,
    List<OutputResult> outputs,
    List<LogEntry> log,
    @Nullable String problem) {
  public MessageTestResult {
    outputs = List.copyOf(outputs);
    log = List.copyOf(log);
  }

  /** Whether all came out as it should. */
  public boolean isOk() {
    return hasRun && problem == null && outputs.stream().allMatch(OutputResult::isOk);
  }
}
