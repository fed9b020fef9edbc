package io.weir.nodes.sequence;

import io.vertx.core.Future;
import io.weir.engine.message.Message;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeConfig;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.Outputs;
import io.weir.nodes.support.HeldMessage;
import io.weir.nodes.support.Parts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A batch node that makes one sequence of several: one of each topic, in the order of topics. */
final class ConcatBatch implements Node {
  /** A sequence, as far as it has come. */
  private static final class Group {
    final List<HeldMessage> messages = new ArrayList<>();
    double count = Double.NaN;

    boolean isComplete() {
      return messages.size() == count;
    }
  }

  private final int mostBuffered;
  private final List<String> topics;
  // Of each topic its sequences by their ids, the oldest first.
  private final Map<String, Map<String, Group>> byTopic = new HashMap<>();
  private int held;

  ConcatBatch(NodeConfig config, int mostBuffered) {
    this.mostBuffered = mostBuffered;
    topics =
        config.get(BatchNode.TOPICS).stream()
            .map(row -> row.raw("topic") instanceof String topic ? topic : "")
            .toList();
    topics.forEach(topic -> byTopic.put(topic, new LinkedHashMap<>()));
  }

  @Override
  public Future<Void> receive(Message message, Outputs out) {
    if (message.has("reset")) {
      discard();
      return Node.done();
    }
    Map<String, Group> groups =
        message.get("topic") instanceof String topic ? byTopic.get(topic) : null;
    if (groups == null) {
      return Node.dropped();
    }
    Map<?, ?> parts = Parts.of(message);
    if (parts == null
        || !parts.containsKey("id")
        || !parts.containsKey("index")
        || !parts.containsKey("count")) {
      throw new NodeException("no parts property in message");
    }
    HeldMessage inHand = new HeldMessage(message, out);
    Group group = groups.computeIfAbsent(Parts.id(parts), id -> new Group());
    group.messages.add(inHand);
    group.count = Parts.number(parts, "count");
    held++;
    sendComplete(inHand);
    if (held > mostBuffered) {
      throw Batch.overflow(takeAll());
    }
    return inHand.handling();
  }

  private void sendComplete(HeldMessage inHand) {
    Set<HeldMessage> sent = new LinkedHashSet<>();
    for (List<HeldMessage> next = next(); next != null; next = next()) {
      Batch.sendAsSequence(next);
      sent.addAll(next);
      for (Map<String, Group> groups : byTopic.values()) {
        held -= oldest(groups).messages.size();
        groups.remove(groups.keySet().iterator().next());
      }
    }
    boolean isSent = sent.remove(inHand);
    sent.forEach(HeldMessage::complete);
    if (isSent) {
      inHand.complete();
    }
  }

  /** What makes up the next sequence; null if it isn't there yet. */
  private @Nullable List<HeldMessage> next() {
    List<HeldMessage> next = new ArrayList<>();
    for (String topic : topics) {
      Map<String, Group> groups = byTopic.get(topic);
      if (groups == null || groups.isEmpty() || !oldest(groups).isComplete()) {
        return null;
      }
      next.addAll(oldest(groups).messages);
    }
    return next.isEmpty() ? null : next;
  }

  private static Group oldest(Map<String, Group> groups) {
    return groups.values().iterator().next();
  }

  private Collection<HeldMessage> takeAll() {
    List<HeldMessage> all = new ArrayList<>(held);
    for (Map<String, Group> groups : byTopic.values()) {
      groups.values().forEach(group -> all.addAll(group.messages));
      groups.clear();
    }
    held = 0;
    return all;
  }

  private void discard() {
    takeAll().forEach(HeldMessage::complete);
  }

  @Override
  public Future<Void> stop(boolean removed) {
    discard();
    return Node.done();
  }
}
