package io.weir.nodes.function;

import io.weir.engine.message.Message;
import io.weir.engine.node.NodeException;
import io.weir.nodes.support.Parts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Messages of sequences that aren't complete yet. */
final class SequenceBuffer {
  private static final class Pending {
    final List<Message> messages = new ArrayList<>();
    long count = -1;
  }

  private final Map<Object, Pending> byId = new HashMap<>();
  private final int mostMessages;
  private int size;

  /**
   * A buffer.
   *
   * @param mostMessages messages that may wait; above that all are given up
   */
  SequenceBuffer(int mostMessages) {
    this.mostMessages = mostMessages;
  }

  /** Whether a message says that it is part of a sequence. */
  static boolean isPart(Message message) {
    Map<?, ?> parts = Parts.of(message);
    return parts != null && parts.containsKey("id") && parts.containsKey("index");
  }

  /**
   * Takes a message.
   *
   * @return the whole sequence in the order of arrival if this completes it, else nothing
   * @throws NodeException if too many messages wait
   */
  List<Message> add(Message message) {
    Map<?, ?> parts = Objects.requireNonNull(Parts.of(message));
    Object id = String.valueOf(parts.get("id"));
    Pending pending = byId.computeIfAbsent(id, key -> new Pending());
    pending.messages.add(message);
    if (++size > mostMessages) {
      byId.clear();
      size = 0;
      throw new NodeException("too many pending messages in switch node");
    }
    if (parts.get("count") instanceof Number count) {
      pending.count = count.longValue();
    }
    if (pending.messages.size() != pending.count) {
      return List.of();
    }
    byId.remove(id);
    size -= pending.messages.size();
    return pending.messages.stream()
        .map(part -> Parts.change(part, Map.of("count", pending.count)))
        .toList();
  }

  /** A message as part of another sequence. */
  static Message renumbered(Message message, String id, int index, int count) {
    return Parts.change(message, Map.of("id", id, "index", (long) index, "count", (long) count));
  }
}
