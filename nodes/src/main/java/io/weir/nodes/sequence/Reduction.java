package io.weir.nodes.sequence;

import io.vertx.core.Future;
import io.weir.engine.message.Message;
import io.weir.engine.message.Undefined;
import io.weir.engine.message.Values;
import io.weir.engine.node.Expressions.Expression;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeConfig;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.Outputs;
import io.weir.engine.node.ValueSource;
import io.weir.nodes.support.Outcome;
import io.weir.nodes.support.Parts;
import io.weir.nodes.support.Waiting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A join node that goes through each sequence with an expression. */
final class Reduction implements Node {
  private static final class Pending {
    final List<Message> messages = new ArrayList<>();
    final Waiting waiting = new Waiting();
    double count;
  }

  private final NodeContext context;
  private final int mostBuffered;
  private final ValueSource initial;
  private final boolean fromLast;
  // Null if the configuration is of no use.
  private @Nullable Expression expression;
  private @Nullable Expression fixUp;
  private final Map<String, Pending> sequences = new HashMap<>();
  private int held;

  Reduction(NodeConfig config, NodeContext context, int mostBuffered) {
    this.context = context;
    this.mostBuffered = mostBuffered;
    Object type = config.raw("reduceInitType");
    Object value =
        config.has("reduceInit") || type != null ? config.raw("reduceInit") : Undefined.VALUE;
    initial = ValueSource.of(value, type == null ? null : Values.toText(type));
    fromLast = Boolean.TRUE.equals(config.raw("reduceRight"));
    try {
      String end = text(config, "reduceFixup");
      fixUp = end.isEmpty() ? null : context.expressions().compile(end);
      expression = context.expressions().compile(text(config, "reduceExp"));
    } catch (NodeException e) {
      expression = null;
      context.error("Invalid JSONata expression: " + e.getMessage(), null);
    }
  }

  private static String text(NodeConfig config, String key) {
    Object value = config.raw(key);
    return value == null ? "" : Values.toText(value);
  }

  @Override
  public Future<Void> receive(Message message, Outputs out) {
    Expression each = expression;
    if (each == null) {
      return Outcome.dropped();
    }
    Map<?, ?> parts = Parts.of(message);
    if (parts == null) {
      out.send(message);
      return Node.done();
    }
    String id = Parts.id(parts);
    Pending sequence = sequences.computeIfAbsent(id, key -> new Pending());
    sequence.messages.add(message);
    if (++held > mostBuffered) {
      dropAll();
      throw new NodeException("too many pending messages in join node");
    }
    double count = Parts.number(parts, "count");
    if (!(sequence.count > 0) && count > 0) {
      sequence.count = count;
    }
    if (sequence.messages.size() != sequence.count) {
      return sequence.waiting.add();
    }
    sequences.remove(id);
    held -= sequence.messages.size();
    try {
      out.send(reduced(sequence, each));
    } catch (NodeException e) {
      sequence.waiting.drop();
      throw e;
    }
    sequence.waiting.complete();
    return Node.done();
  }

  private Message reduced(Pending sequence, Expression each) {
    Comparator<Message> byPlace = Comparator.comparingDouble(Reduction::place);
    sequence.messages.sort(fromLast ? byPlace.reversed() : byPlace);
    Map<String, @Nullable Object> bound = new HashMap<>();
    bound.put("N", Values.number(sequence.count));
    bound.put("A", initial.evaluate(Message.empty(), context));
    for (Message message : sequence.messages) {
      Map<?, ?> parts = Parts.of(message);
      bound.put("I", parts == null ? Undefined.VALUE : parts.get("index"));
      bound.put("A", evaluate(each, message.properties(), bound));
    }
    if (fixUp != null) {
      bound.remove("I");
      bound.put("A", evaluate(fixUp, Map.of(), bound));
    }
    return sequence.messages.get(sequence.messages.size() - 1).with("payload", bound.get("A"));
  }

  private @Nullable Object evaluate(
      Expression with, Object root, Map<String, @Nullable Object> bound) {
    try {
      return with.evaluate(root, bound, context);
    } catch (NodeException e) {
      throw new NodeException(e.code(), "Invalid JSONata expression: " + e.getMessage());
    }
  }

  private static double place(Message message) {
    Map<?, ?> parts = Parts.of(message);
    return parts == null ? Double.NaN : Parts.number(parts, "index");
  }

  private void dropAll() {
    sequences.values().forEach(sequence -> sequence.waiting.drop());
    sequences.clear();
    held = 0;
  }

  @Override
  public Future<Void> stop(boolean removed) {
    sequences.values().forEach(sequence -> sequence.waiting.complete());
    sequences.clear();
    held = 0;
    return Node.done();
  }
}
