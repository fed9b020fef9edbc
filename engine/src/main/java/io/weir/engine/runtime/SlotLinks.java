package io.weir.engine.runtime;

import io.weir.engine.message.Message;
import io.weir.engine.message.MessageIds;
import io.weir.engine.node.LinkCalls;
import io.weir.engine.node.NodeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The calls of one node. */
record SlotLinks(NodeSlot slot, FlowDirectory directory) implements LinkCalls {
  /** The property of a message in which its callers stand, the latest last. */
  static final String CALLERS = "_linkSource";

  // As long as Node-RED's, whose function nodes may look at them.
  private static final int ID_LENGTH = 28;

  @Override
  public String find(String target) {
    return directory.find(target, slot.flowId());
  }

  @Override
  public Call call(String targetId, Message message) {
    String id = (MessageIds.next() + MessageIds.next()).substring(0, ID_LENGTH);
    Map<String, @Nullable Object> caller = new LinkedHashMap<>();
    caller.put("id", id);
    caller.put("node", slot.id());
    List<@Nullable Object> callers = callers(message);
    callers.add(caller);
    Message sent = message.with(CALLERS, callers);
    if (!directory.deliver(targetId, sent, null)) {
      throw new NodeException("target link-in node '" + targetId + "' not found");
    }
    return new Call(id, sent);
  }

  @Override
  public boolean giveBack(Message message) {
    List<@Nullable Object> callers = callers(message);
    if (callers.isEmpty()
        || !(callers.remove(callers.size() - 1) instanceof Map<?, ?> caller)
        || !(caller.get("id") instanceof String callId)
        || !(caller.get("node") instanceof String nodeId)) {
      return false;
    }
    return directory.giveBack(
        nodeId,
        callId,
        callers.isEmpty() ? message.without(CALLERS) : message.with(CALLERS, callers));
  }

  private static List<@Nullable Object> callers(Message message) {
    return message.get(CALLERS) instanceof List<?> list ? new ArrayList<>(list) : new ArrayList<>();
  }
}
