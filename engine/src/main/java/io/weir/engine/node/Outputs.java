package io.weir.engine.node;

import io.weir.engine.message.Message;
import java.util.List;

/**
 * Where a node sends the results for the message in hand. Sending to an output without wires, or to
 * one that the node doesn't have, does nothing.
 *
 * <p>Deliveries happen after the present call returned, in the order sent: outputs ascending, wires
 * in file order. Every recipient may treat the message as its own, since messages can't change.
 */
public interface Outputs {

  /** Sends on the first output. */
  default void send(Message message) {
    send(0, message);
  }

  /**
   * Sends on an output.
   *
   * @param output counted from 0
   */
  void send(int output, Message message);

  /**
   * Tells what has become of the message in hand, if that isn't what was sent: Complete nodes see
   * it like that. To be called while the message is handled, or right before the future of a
   * message that is handled later completes.
   */
  void leaveAs(Message message);

  /** Whether Complete nodes hear of this node, and so of how a message was left. */
  boolean tellsCompletion();

  /**
   * Sends on several outputs at once; messages without an id get the same one, the first that any
   * of them has.
   *
   * @param outputs for each output the messages to send in order; may be shorter or longer than the
   *     node has outputs
   */
  void sendAll(List<List<Message>> outputs);
}
