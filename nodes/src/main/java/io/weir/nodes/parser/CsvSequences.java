package io.weir.nodes.parser;

import io.vertx.core.Future;
import io.weir.engine.message.Message;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.Outputs;
import io.weir.nodes.support.Parts;
import io.weir.nodes.support.Waiting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The objects of sequences whose messages have a line each, until the last one is there.
 *
 * @threads the node's
 */
final class CsvSequences {
  /**
   * Objects and messages that all sequences keep together. As many messages as a tab takes before
   * it refuses more: no sequence that arrives whole is longer.
   */
  private static final int MOST_HELD = 200_000;

  private static final class Sequence {
    final List<Object> objects = new ArrayList<>();
    final Waiting messages = new Waiting();

    int size() {
      return objects.size() + messages.size();
    }
  }

  private final Map<String, Sequence> sequences = new HashMap<>();
  private int held;

  /**
   * Adds what a message has, and sends everything if it is the last of its sequence.
   *
   * @param message the message without its objects
   * @return completes when the objects are sent
   * @throws NodeException if that is too much to keep
   */
  Future<Void> add(List<Object> objects, Message message, Map<?, ?> parts, Outputs out) {
    String id = Parts.id(parts);
    Sequence sequence = sequences.computeIfAbsent(id, key -> new Sequence());
    if (Parts.number(parts, "index") + 1 == Parts.number(parts, "count")) {
      sequences.remove(id);
      held -= sequence.size();
      sequence.objects.addAll(objects);
      out.send(message.without("parts").with("payload", sequence.objects));
      sequence.messages.complete();
      return Node.done();
    }
    sequence.objects.addAll(objects);
    held += objects.size() + 1;
    if (held > MOST_HELD) {
      drop();
      throw new NodeException("too many pending messages in csv node");
    }
    return sequence.messages.add();
  }

  private void drop() {
    sequences.values().forEach(sequence -> sequence.messages.drop());
    sequences.clear();
    held = 0;
  }

  /** Nothing more comes of those that aren't complete. */
  void end() {
    sequences.values().forEach(sequence -> sequence.messages.complete());
    sequences.clear();
    held = 0;
  }
}
