package io.weir.nodes.function.script;

import io.vertx.core.Future;
import io.weir.engine.node.NodeContext;
import java.time.Duration;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.jspecify.annotations.Nullable;

/**
 * Scripts on GraalJS: one engine for the process, so that code is parsed once, and one sandbox for
 * each script.
 *
 * <p>docs/decisions/0005-script-engine.md says why this engine, and what it costs.
 */
public final class GraalScripts implements Scripts {
  /** Longer than any function should take, short enough that a stuck flow is noticed. */
  private static final Duration LONGEST_CALL = Duration.ofSeconds(10);

  private final Duration longestCall;
  private @Nullable Engine engine;
  private @Nullable Watchdog watchdog;
  private boolean closed;

  /** Scripts that may run for ten seconds without a pause. */
  public GraalScripts() {
    this(LONGEST_CALL);
  }

  /**
   * Scripts with a time limit.
   *
   * @param longestCall how long a script may run without a pause, unless its node says otherwise
   */
  public GraalScripts(Duration longestCall) {
    if (longestCall.isNegative() || longestCall.isZero()) {
      throw new IllegalArgumentException("longestCall must be positive but is " + longestCall);
    }
    this.longestCall = longestCall;
  }

  @Override
  public void warmUp() {
    Thread thread =
        new Thread(
            () -> {
              // The first sandbox of an engine takes most of a second; nobody should wait for it.
              try (Context first = Context.newBuilder("js").engine(engine()).build()) {
                first.eval("js", "(function () {})()");
              }
            },
            "weir-script-warm-up");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public Future<Script> open(ScriptProgram program, NodeContext context) {
    return context.blocking(
        () -> new GraalScript(engine(), watchdog(), program, context, longestCall));
  }

  private synchronized Engine engine() {
    Engine made = engine;
    if (closed) {
      throw new IllegalStateException("the script engine is closed");
    }
    if (made == null) {
      made = Engine.newBuilder("js").option("engine.WarnInterpreterOnly", "false").build();
      engine = made;
    }
    return made;
  }

  private synchronized Watchdog watchdog() {
    Watchdog made = watchdog;
    if (made == null) {
      made = new Watchdog(new HeapMemory());
      watchdog = made;
    }
    return made;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (watchdog != null) {
      watchdog.close();
    }
    if (engine != null) {
      engine.close(true);
    }
  }
}
