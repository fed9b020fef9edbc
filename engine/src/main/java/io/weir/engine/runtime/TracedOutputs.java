package io.weir.engine.runtime;

import io.weir.engine.live.Hop;
import io.weir.engine.message.Message;
import io.weir.engine.node.Outputs;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outputs of a node for a message that somebody wants to know the end of.
 *
 * @param hop where its stay in the node is noted; null for nowhere
 */
record TracedOutputs(NodeSlot slot, Lineage lineage, @Nullable Hop hop) implements Outputs {
  @Override
  public void send(int output, Message message) {
    note(output);
    slot.send(output, message, lineage);
  }

  private void note(int output) {
    if (hop != null && output >= 0 && output < slot.wires().outputs()) {
      hop.sent(output, slot.wires().ids(output));
    }
  }

  @Override
  public void leaveAs(Message message) {
    slot.leaveAs(message);
  }

  @Override
  public boolean tellsCompletion() {
    return slot.tellsCompletion();
  }

  @Override
  public void sendAll(List<List<Message>> outputs) {
    if (hop != null) {
      for (int output = 0; output < outputs.size(); output++) {
        for (int i = 0; i < outputs.get(output).size(); i++) {
          note(output);
        }
      }
    }
    slot.sendAll(outputs, lineage);
  }
}
