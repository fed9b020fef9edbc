package io.weir.nodes.function.script;

import io.vertx.core.Future;
import io.weir.engine.node.NodeContext;

/** Compiles and calls user JavaScript. */
public interface Scripts extends AutoCloseable {

  /**
   * Begins to get ready in the background, which takes a second or so. A script that is opened
   * before waits for it.
   *
   * @threads any
   */
  void warmUp();

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
