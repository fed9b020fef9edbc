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
  private final boolean allowsModules;
  private final Object checking = new Object();
  // Guarded by checking.
  private @Nullable Context checker;
  private @Nullable Engine engine;
  private @Nullable Watchdog watchdog;
  private boolean closed;

  /** Scripts that may run for ten seconds without a pause, and import modules. */
  public GraalScripts() {
    this(LONGEST_CALL, true);
  }

  /**
   * Scripts with a time limit.
   *
   * @param longestCall how long a script may run without a pause, unless its node says otherwise
   * @param allowsModules whether scripts may import modules
   */
  public GraalScripts(Duration longestCall, boolean allowsModules) {
    if (longestCall.isNegative() || longestCall.isZero()) {
      throw new IllegalArgumentException("longestCall must be positive but is " + longestCall);
    }
    this.longestCall = longestCall;
    this.allowsModules = allowsModules;
  }

  @Override
  public boolean allowsModules() {
    return allowsModules;
  }

  @Override
  public Future<Void> check(ScriptProgram program, NodeContext context) {
    return context.blocking(
        () -> {
          check(program);
          return null;
        });
  }

  /** One at a time, as contexts want it. The first makes the engine start, which takes a second. */
  private void check(ScriptProgram program) {
    synchronized (checking) {
      Context reader = checker;
      if (reader == null) {
        reader = Guest.closedOff(engine());
        checker = reader;
      }
      GraalScript.check(reader, program);
    }
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
