package io.weir.nodes.function.script;

import io.vertx.core.Future;
import io.weir.engine.node.NodeContext;

/** Compiles and calls user JavaScript. */
public interface Scripts extends AutoCloseable {

  /** Whether scripts may import modules. */
  boolean allowsModules();

  /**
   * Looks for what keeps a program from running: its syntax, modules that can't be had. Costs
   * little, where a sandbox costs ten milliseconds and a megabyte.
   *
   * @return arrives on the node's context; fails as {@link #open} would
   */
  Future<Void> check(ScriptProgram program, NodeContext context);

  /**
   * Compiles a program into a sandbox of its own.
   *
   * @param program the code
   * @param context the node whose code it is; what the script may use of the world
   * @return arrives on the node's context; fails with a {@link io.weir.engine.node.NodeException}
   *     if the code can't be compiled
   */
  Future<Script> open(ScriptProgram program, NodeContext context);

  /** Ends every script and releases everything. */
  @Override
  void close();
}
