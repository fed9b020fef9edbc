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
   * The future of a message that was dropped: dealt with, but Complete nodes aren't told, and Catch
   * nodes neither.
   */
  static Future<Void> dropped() {
    return NodeFutures.DROPPED;
  }

  /** Whether a future of {@link #receive} failed because the message was dropped. */
  static boolean isDropped(Future<Void> handling) {
    return handling.cause() == NodeException.dropped();
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
   *     which answers late. A node that keeps messages for later keeps the outputs with them and
   *     leaves the future open meanwhile: that is how a source knows that its message is not lost
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
