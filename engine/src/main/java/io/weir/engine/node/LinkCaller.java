package io.weir.engine.node;

import io.weir.engine.message.Message;

/**
 * A node that calls others by {@link LinkCalls} and gets their answers.
 *
 * @threads the node's context
 */
public interface LinkCaller {
  /**
   * An answer came. There may be several to one call, and some may come when nobody waits any more.
   *
   * @param callId the call's id
   * @param message the answer
   */
  void answered(String callId, Message message);
}
