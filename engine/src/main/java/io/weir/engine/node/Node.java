package io.weir.engine.node;

import io.vertx.core.Future;
import io.weir.engine.message.Message;

/**
 * A running node. Made by its {@link NodeType} when its flow starts, gone when the flow stops.
 *
 * @threads all methods are called on the context of the node's tab, one at a time (for config nodes
 *     outside tabs: the context that they share)
 */
public interface Node {

  /** The future of a message that is dealt with. */
  static Future<Void> done() {
    return NodeFutures.DONE;
  }

  /**
   * Called once, after every node of the flow was made. Messages sent from here reach the nodes
   * that the wires lead to.
   *
   * @return fails if the node can't work; its flow goes on without it
   */
  default Future<Void> start() {
    return done();
  }

  /**
   * Takes a message.
   *
   * @param message the message; has an id
   * @param out where results go; may be used until the future completes, and later too by a node
   *     which answers late
   * @return completes when the node has finished with the message, fails with what Catch nodes
   *     should see; throwing does the same. {@link #done} costs nothing
   */
  default Future<Void> receive(Message message, Outputs out) {
    return done();
  }

  /**
   * Called once when the node goes. Timers made by {@link NodeContext} are stopped afterwards by
   * themselves; whatever else was opened is closed here.
   *
   * @param removed whether the node was deleted or disabled, in contrast to a restart
   * @return completes when everything is closed; waited for within a limit
   */
  default Future<Void> stop(boolean removed) {
    return done();
  }
}
