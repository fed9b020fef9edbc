package io.weir.engine.runtime;

import io.weir.engine.message.Message;
import io.weir.engine.node.Outputs;
import java.util.List;

/** The outputs of a node for a message that somebody wants to know the end of. */
record TracedOutputs(NodeSlot slot, Lineage lineage) implements Outputs {
  @Override
  public void send(int output, Message message) {
    slot.send(output, message, lineage);
  }

  @Override
  public void leaveAs(Message message) {
    slot.leaveAs(message);
  }

  @Override
  public void sendAll(List<List<Message>> outputs) {
    slot.sendAll(outputs, lineage);
  }
}
