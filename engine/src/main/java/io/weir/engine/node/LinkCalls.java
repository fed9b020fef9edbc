package io.weir.engine.node;

import io.weir.engine.message.Message;

/**
 * Calls to nodes on any tab, and answers to them. Who is to be answered travels with the message,
 * in {@code _linkSource}, so calls may be nested.
 *
 * @threads the node's context
 */
public interface LinkCalls {

  /**
   * A call under way.
   *
   * @param id what the answer will be known by
   * @param message the message as it was sent
   */
  record Call(String id, Message message) {}

  /**
   * Finds whom to call by a node's id, or by a name that is one node's alone: first where the
   * caller stands, then on all tabs.
   *
   * @return the node's id
   * @throws NodeException if there is no such node, or more than one
   */
  String find(String target);

  /**
   * Sends a message to a node. The answers come to the caller as a {@link LinkCaller}.
   *
   * @param targetId the node's id
   * @throws NodeException if the node doesn't run
   */
  Call call(String targetId, Message message);

  /**
   * Hands a message back to whoever sent it here.
   *
   * @return whether there is somebody who waits for it
   */
  boolean giveBack(Message message);
}
