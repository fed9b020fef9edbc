package io.weir.nodes.support;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.engine.message.Message;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.Outputs;

/**
 * A message that a node keeps for a while. What becomes of it is sent on its own outputs, and its
 * source hears of the end when the node lets go.
 *
 * @threads the node's
 */
public final class HeldMessage {
  private final Message message;
  private final Outputs out;
  private final Promise<Void> letGo = Promise.promise();
  private Message left;

  /** A message in hand, which the node keeps. */
  public HeldMessage(Message message, Outputs out) {
    this.message = message;
    this.out = out;
    left = message;
  }

  /** The message as it came. */
  public Message message() {
    return message;
  }

  /** Completes when the node lets go of the message. */
  public Future<Void> handling() {
    return letGo.future();
  }

  /** Sends it, changed or not, and keeps it until the others of its kind are sent as well. */
  public void send(int output, Message changed) {
    left = changed;
    out.send(output, changed);
  }

  /** Sends it, changed or not, and is done with it. */
  public void release(int output, Message changed) {
    send(output, changed);
    complete();
  }

  /** The node is done with it. The message in hand has to be the last of several. */
  public void complete() {
    out.leaveAs(left);
    letGo.tryComplete();
  }

  /** It goes nowhere, and is dealt with. */
  public void finish() {
    letGo.tryComplete();
  }

  /** It goes nowhere, and Complete nodes aren't told. */
  public void drop() {
    letGo.tryFail(NodeException.dropped());
  }
}
