package io.weir.engine.live;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A message's stay in one node.
 *
 * @threads the node's; read under its trace's lock
 */
public final class Hop {
  /** How it ended. */
  public enum End {
    /** The node sent something on, and is done. */
    PASSED,
    /** The node is done and has sent nothing. */
    ENDED,
    /** The node keeps it back, and says so. */
    DROPPED,
    /** The node failed. */
    ERROR
  }

  /**
   * What a reader sees of it.
   *
   * @param step which one it is, from 0
   * @param nodeId where
   * @param fromStep the step that it came from; -1 for the source itself
   * @param fromOutput the output that it came out of; {@link Trace#NO_OUTPUT} if the node is told
   *     of another's error or completion
   * @param atMicros when it came, in microseconds since the source sent the message
   * @param tookMicros how long the node was at it; -1 if it still is
   * @param outputs the outputs that the node sent something to, in order, each once
   * @param end how it ended; null if it hasn't
   * @param error what the node failed with; null if it didn't
   */
  public record View(
      int step,
      String nodeId,
      int fromStep,
      int fromOutput,
      long atMicros,
      long tookMicros,
      List<Integer> outputs,
      @Nullable End end,
      @Nullable String error) {}

  private final Trace trace;
  private final int step;
  private final String nodeId;
  private final int fromStep;
  private final int fromOutput;
  private final long atNanos;
  private final List<Integer> outputs = new ArrayList<>(1);
  private long tookNanos = -1;
  private @Nullable End end;
  private @Nullable String error;

  Hop(Trace trace, int step, String nodeId, int fromStep, int fromOutput, long atNanos) {
    this.trace = trace;
    this.step = step;
    this.nodeId = nodeId;
    this.fromStep = fromStep;
    this.fromOutput = fromOutput;
    this.atNanos = atNanos;
  }

  /** The node has sent something that came of the message to these nodes. */
  public void sent(int output, List<String> targets) {
    synchronized (trace) {
      if (!outputs.contains(output)) {
        outputs.add(output);
      }
      trace.expect(step, output, targets);
    }
  }

  /** These nodes are told of its error, or that it is done. */
  public void told(List<String> watchers) {
    synchronized (trace) {
      trace.expect(step, Trace.NO_OUTPUT, watchers);
    }
  }

  /** The node is done with it. */
  public void done() {
    synchronized (trace) {
      end(outputs.isEmpty() ? End.ENDED : End.PASSED, null);
    }
  }

  /** The node has dropped it. */
  public void dropped() {
    synchronized (trace) {
      end(End.DROPPED, null);
    }
  }

  /** The node has failed. */
  public void failed(@Nullable Object failure) {
    synchronized (trace) {
      end(
          End.ERROR,
          Preview.of(failure instanceof Throwable thrown ? thrown.getMessage() : failure));
    }
  }

  private void end(End how, @Nullable String why) {
    if (end == null) {
      end = how;
      error = why;
      tookNanos = System.nanoTime() - trace.startNanos() - atNanos;
    }
  }

  View view() {
    return new View(
        step,
        nodeId,
        fromStep,
        fromOutput,
        TimeUnit.NANOSECONDS.toMicros(atNanos),
        tookNanos < 0 ? -1 : TimeUnit.NANOSECONDS.toMicros(tookNanos),
        List.copyOf(outputs),
        end,
        error);
  }
}
