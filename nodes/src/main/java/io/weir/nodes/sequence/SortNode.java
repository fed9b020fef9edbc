package io.weir.nodes.sequence;

import static io.weir.engine.node.Property.choice;
import static io.weir.engine.node.Property.flag;
import static io.weir.engine.node.Property.path;
import static io.weir.engine.node.Property.typed;

import io.vertx.core.Future;
import io.weir.engine.message.Message;
import io.weir.engine.message.PropertyPath;
import io.weir.engine.message.Undefined;
import io.weir.engine.message.Values;
import io.weir.engine.node.Expressions.Expression;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeConfig;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.NodeType.Category;
import io.weir.engine.node.NodeType.Kind;
import io.weir.engine.node.Outputs;
import io.weir.engine.node.Property;
import io.weir.engine.node.Property.Option;
import io.weir.engine.node.ValueSource;
import io.weir.nodes.support.HeldMessage;
import io.weir.nodes.support.Helps;
import io.weir.nodes.support.Outcome;
import io.weir.nodes.support.Parts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sorts an array, or the messages of a sequence. */
public final class SortNode implements Node {
  private static final Property<String> TARGET_TYPE =
      choice(
              "targetType",
              Option.of("msg", "the items of an array"),
              new Option("seq", "the messages of a sequence", "By msg.parts."))
          .label("Sort")
          .defaultsTo("msg")
          .ifAbsent("seq");
  private static final Property<PropertyPath> TARGET =
      path("target").label("Array").defaultsTo("payload").shownWhen("targetType", "msg");
  private static final Property<ValueSource> ITEM_KEY =
      typed(
              "msgKey",
              "msgKeyType",
              "elem",
              Map.of("type", "elem", "label", "the item itself", "value", "payload"),
              "jsonata")
          .label("By")
          .defaultsTo("payload")
          .shownWhen("targetType", "msg");
  private static final Property<ValueSource> MESSAGE_KEY =
      typed("seqKey", "seqKeyType", "msg", "msg", "jsonata")
          .label("By")
          .defaultsTo("payload")
          .shownWhen("targetType", "seq");
  private static final Property<String> ORDER =
      choice(
              "order",
              Option.of("ascending", "smallest first"),
              Option.of("descending", "greatest first"))
          .label("Order")
          .defaultsTo("ascending");
  private static final Property<Boolean> AS_NUMBERS =
      flag("as_num").label("Compare as numbers").defaultsTo(false);

  /**
   * The type.
   *
   * @param mostBuffered messages that wait for the rest of their sequences
   */
  public static NodeType type(int mostBuffered) {
    return NodeType.named("sort")
        .category(Category.SEQUENCE)
        .kind(Kind.CHANGE)
        .color("#E2D96E")
        .icon("sort.svg")
        .purpose("Put into order")
        .summary("{targetType}, {order}")
        .synonyms("order", "rank", "array", "sequence")
        .inputs(1)
        .outputs(1)
        .selfContained()
        .help(Helps.of(SortNode.class, "sort"))
        .properties(TARGET_TYPE, TARGET, ITEM_KEY, MESSAGE_KEY, ORDER, AS_NUMBERS)
        .create((config, context) -> new SortNode(config, context, mostBuffered));
  }

  /** What is sorted, and by what. */
  private record Keyed<T>(T item, @Nullable Object key) {}

  /** A sequence that isn't complete yet. */
  private static final class Pending {
    final List<HeldMessage> messages = new ArrayList<>();
    double count = Double.NaN;
  }

  private final NodeContext context;
  private final int mostBuffered;
  private final boolean sortsArrays;
  private final PropertyPath target;
  private final boolean isAscending;
  private final boolean asNumbers;
  // How to find the key: an expression, or else a path, or the item itself if there is neither.
  private final @Nullable Expression expression;
  private final @Nullable PropertyPath keyPath;
  private final boolean isBroken;
  // Oldest first.
  private final Map<String, Pending> sequences = new LinkedHashMap<>();
  private int held;

  private SortNode(NodeConfig config, NodeContext context, int mostBuffered) {
    this.context = context;
    this.mostBuffered = mostBuffered;
    sortsArrays = config.get(TARGET_TYPE).equals("msg");
    target = "".equals(config.raw("target")) ? PropertyPath.PAYLOAD : config.get(TARGET);
    isAscending = config.get(ORDER).equals("ascending");
    asNumbers = config.get(AS_NUMBERS);
    Object key = config.raw(sortsArrays ? "msgKey" : "seqKey");
    String written = key == null || "".equals(key) ? "payload" : Values.toText(key);
    Expression compiled = null;
    boolean failed = false;
    if ("jsonata".equals(config.raw(sortsArrays ? "msgKeyType" : "seqKeyType"))) {
      keyPath = null;
      try {
        compiled = context.expressions().compile(written);
      } catch (NodeException e) {
        failed = true;
        context.error(invalid(e).getMessage(), null);
      }
    } else {
      keyPath = sortsArrays ? null : PropertyPath.ofMessage(written);
    }
    expression = compiled;
    isBroken = failed;
  }

  private static NodeException invalid(NodeException why) {
    return new NodeException(
        why.code(), "Invalid JSONata expression in sort node: " + why.getMessage());
  }

  @Override
  public Future<Void> receive(Message message, Outputs out) {
    if (isBroken) {
      return Outcome.dropped();
    }
    if (!sortsArrays) {
      return receivePart(message, out);
    }
    if (target.require(message) instanceof List<?> items) {
      out.send(message.with(target, sorted(items)));
    }
    return Node.done();
  }

  private List<@Nullable Object> sorted(List<?> items) {
    List<Keyed<@Nullable Object>> keyed = new ArrayList<>(items.size());
    int missing = 0;
    for (@Nullable Object item : items) {
      if (expression == null && item == Undefined.VALUE) {
        missing++;
      } else {
        keyed.add(new Keyed<>(item, key(item, item)));
      }
    }
    List<@Nullable Object> sorted = new ArrayList<>(items.size());
    TolerantSort.sorted(keyed, order()).forEach(entry -> sorted.add(entry.item));
    for (int i = 0; i < missing; i++) {
      sorted.add(Undefined.VALUE);
    }
    return sorted;
  }

  private @Nullable Object key(@Nullable Object root, @Nullable Object otherwise) {
    Object key = otherwise;
    if (expression != null) {
      try {
        key = expression.evaluate(root, Map.of(), context);
      } catch (NodeException e) {
        throw invalid(e);
      }
    }
    return asNumbers ? (Object) Values.toNumber(key) : key;
  }

  private <T> Comparator<Keyed<T>> order() {
    return isAscending ? (a, b) -> compare(a.key, b.key) : (a, b) -> compare(b.key, a.key);
  }

  private static int compare(@Nullable Object a, @Nullable Object b) {
    if (Values.strictEqual(a, b)) {
      return 0;
    }
    Integer compared = Values.compare(a, b);
    return compared != null && compared > 0 ? 1 : -1;
  }

  // ---- sequences ----

  private Future<Void> receivePart(Message message, Outputs out) {
    Map<?, ?> parts = Parts.of(message);
    if (parts == null || !parts.containsKey("id") || !parts.containsKey("index")) {
      return Node.done();
    }
    String id = Parts.id(parts);
    Pending sequence = sequences.computeIfAbsent(id, key -> new Pending());
    HeldMessage inHand = new HeldMessage(message, out);
    sequence.messages.add(inHand);
    held++;
    double count = Parts.number(parts, "count");
    if (!Double.isNaN(count)) {
      sequence.count = count;
    }
    if (sequence.messages.size() == sequence.count) {
      forget(id, sequence);
      send(sequence);
    } else if (held > mostBuffered) {
      giveUpOldest();
    }
    return inHand.handling();
  }

  private void forget(String id, Pending sequence) {
    sequences.remove(id);
    held -= sequence.messages.size();
  }

  private void send(Pending sequence) {
    List<Keyed<HeldMessage>> keyed = new ArrayList<>(sequence.messages.size());
    try {
      for (HeldMessage part : sequence.messages) {
        Message message = part.message();
        keyed.add(new Keyed<>(part, key(message.properties(), property(message))));
      }
    } catch (NodeException e) {
      sequence.messages.forEach(HeldMessage::drop);
      throw e;
    }
    long index = 0;
    for (Keyed<HeldMessage> entry : TolerantSort.sorted(keyed, order())) {
      entry.item.send(0, Parts.change(entry.item.message(), Map.of("index", index++)));
    }
    sequence.messages.forEach(HeldMessage::complete);
  }

  private @Nullable Object property(Message message) {
    return keyPath == null ? Undefined.VALUE : message.get(keyPath);
  }

  private void giveUpOldest() {
    Map.Entry<String, Pending> oldest = sequences.entrySet().iterator().next();
    List<HeldMessage> messages = oldest.getValue().messages;
    forget(oldest.getKey(), oldest.getValue());
    messages.forEach(HeldMessage::drop);
    context.error(
        new NodeException("Too many pending messages in sort node"),
        messages.get(messages.size() - 1).message());
  }

  @Override
  public Future<Void> stop(boolean removed) {
    for (Pending sequence : sequences.values()) {
      context.log("clear pending message in sort node");
      sequence.messages.forEach(HeldMessage::complete);
    }
    sequences.clear();
    held = 0;
    return Node.done();
  }
}
