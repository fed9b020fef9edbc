package io.weir.nodes.sequence;

import io.weir.engine.node.NodeException;
import io.weir.nodes.support.HeldMessage;
import io.weir.nodes.support.Parts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Messages that wait to be sent as a sequence, oldest first. */
final class Batch {
  private final List<HeldMessage> messages = new ArrayList<>();

  boolean isEmpty() {
    return messages.isEmpty();
  }

  int size() {
    return messages.size();
  }

  void add(HeldMessage message) {
    messages.add(message);
  }

  /** Sends all as a sequence, and lets go of them but for the last few. */
  void send(int kept) {
    sendAsSequence(messages);
    List<HeldMessage> sent = messages.subList(0, Math.max(0, messages.size() - kept));
    sent.forEach(HeldMessage::complete);
    sent.clear();
  }

  /** Sends messages as a sequence, which is named after the first. */
  static void sendAsSequence(List<HeldMessage> messages) {
    String id = messages.get(0).message().id();
    long count = messages.size();
    long index = 0;
    for (HeldMessage held : messages) {
      held.send(
          0, Parts.change(held.message(), Map.of("id", id, "index", index++, "count", count)));
    }
  }

  /** Throws all away: they are dealt with. */
  void discard() {
    messages.forEach(HeldMessage::complete);
    messages.clear();
  }

  /** Gives all up: too many wait. */
  NodeException overflow() {
    return overflow(messages);
  }

  /** Gives messages up: too many wait. */
  static NodeException overflow(Collection<HeldMessage> messages) {
    messages.forEach(HeldMessage::drop);
    messages.clear();
    return new NodeException("too many pending messages in batch node");
  }
}
