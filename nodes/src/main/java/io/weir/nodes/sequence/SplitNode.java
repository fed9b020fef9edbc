package io.weir.nodes.sequence;

import static io.weir.engine.node.Property.choice;
import static io.weir.engine.node.Property.flag;
import static io.weir.engine.node.Property.number;
import static io.weir.engine.node.Property.path;
import static io.weir.engine.node.Property.text;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.ErrorValue;
import io.weir.engine.message.Message;
import io.weir.engine.message.MessageIds;
import io.weir.engine.message.PropertyPath;
import io.weir.engine.message.Undefined;
import io.weir.engine.message.Values;
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
import io.weir.engine.node.Rule;
import io.weir.nodes.support.Helps;
import io.weir.nodes.support.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a sequence of messages of the parts of a text, a Buffer, an array or an object. */
public final class SplitNode implements Node {
  /** Characters or bytes of a stream that may wait for a separator. */
  private static final int MOST_HELD = 16 * 1024 * 1024;

  private static final Property<PropertyPath> PROPERTY =
      path("property").label("Property").defaultsTo("payload");
  private static final Property<String> CUT_BY =
      choice(
              "spltType",
              Option.of("str", "at a text"),
              Option.of("bin", "at bytes"),
              Option.of("len", "by length"))
          .label("Texts and Buffers")
          .defaultsTo("str");
  private static final Property<String> SEPARATOR =
      text("splt")
          .label("Separator")
          .hint("\\n is a new line, \\r a return, \\t a tab.")
          .defaultsTo("\\n")
          .shownWhen("spltType", "str");
  private static final Property<String> BYTES =
      text("splt")
          .label("Separator")
          .hint("Byte numbers: [13, 10]")
          .rule(Rule.json())
          .shownWhen("spltType", "bin");
  private static final Property<Double> LENGTH =
      number("splt")
          .label("Characters or bytes")
          .storedAsText()
          .rule(Rule.atLeast(1))
          .shownWhen("spltType", "len");
  private static final Property<Boolean> STREAM =
      flag("stream")
          .label("Messages are one stream")
          .hint("What follows the last separator waits for the next message.")
          .defaultsTo(false);
  private static final Property<Double> ITEMS =
      number("arraySplt").label("Arrays: items in each part").defaultsTo(1).rule(Rule.atLeast(1));
  private static final Property<String> KEY =
      text("addname")
          .label("Objects: copy the key to")
          .hint("A message property, topic say. Empty: nowhere.")
          .defaultsTo("")
          .rule(Rule.path());

  /** The type. */
  public static final NodeType TYPE =
      NodeType.named("split")
          .category(Category.SEQUENCE)
          .kind(Kind.CHANGE)
          .color("#E2D96E")
          .icon("split.svg")
          .purpose("One message to many")
          .summary("{property}")
          .synonyms("array", "lines", "each", "loop", "sequence", "separate")
          .inputs(1)
          .outputs(1)
          .preview()
          .help(Helps.of(SplitNode.class, "split"))
          .properties(PROPERTY, CUT_BY, SEPARATOR, BYTES, LENGTH, STREAM, ITEMS, KEY)
          .create(SplitNode::new);

  private final PropertyPath property;
  private final @Nullable PropertyPath keyProperty;
  private final boolean isStream;
  private final int itemsEach;
  // Null if the configuration is of no use.
  private final @Nullable Cut cut;
  private final Tail<String> text = new Tail<>("");
  private final Tail<Buffer> bytes = new Tail<>(Buffer.buffer());
  private long streamIndex;

  private SplitNode(NodeConfig config, NodeContext context) {
    property = "".equals(config.raw("property")) ? PropertyPath.PAYLOAD : config.get(PROPERTY);
    String key = config.get(KEY);
    keyProperty = key.isEmpty() ? null : PropertyPath.ofMessage(key);
    isStream = config.get(STREAM);
    Cut made = null;
    int items = 1;
    try {
      made = cut(config);
      items = (int) atLeastOne("array split", config, "arraySplt", 1);
    } catch (NodeException e) {
      made = null;
      context.error("Invalid split property: " + e.getMessage(), null);
    }
    cut = made;
    itemsEach = items;
  }

  private static Cut cut(NodeConfig config) {
    String written = config.get(SEPARATOR);
    return switch (config.get(CUT_BY)) {
      case "bin" -> Cut.at(Separator.byteNumbers(written));
      case "len" -> Cut.every((int) atLeastOne("split", config, "splt", 0));
      default -> Cut.at(Separator.text(written.isEmpty() ? "\\n" : written));
    };
  }

  private static long atLeastOne(String what, NodeConfig config, String key, long ifAbsent) {
    long number = config.has(key) ? WholeNumber.of(config.raw(key), 0) : ifAbsent;
    if (number < 1) {
      throw new NodeException("invalid " + what + " length: " + Values.toText(config.raw(key)));
    }
    return Math.min(number, Integer.MAX_VALUE);
  }

  @Override
  public Future<Void> receive(Message message, Outputs out) {
    Cut by = cut;
    if (by == null) {
      return Outcome.dropped();
    }
    Object value = property.require(message);
    if (value == Undefined.VALUE) {
      return Outcome.dropped();
    }
    if (value == null) {
      throw NodeException.of(
          new ErrorValue(
              "TypeError", "Cannot convert undefined or null to object", null, null, null));
    }
    Sequence sequence = new Sequence(message, out);
    if (value instanceof String whole) {
      return split(whole, sequence, by);
    } else if (value instanceof Buffer whole) {
      return split(whole, sequence, by);
    } else if (value instanceof List<?> items) {
      split(items, sequence);
    } else if (value instanceof Map<?, ?> members) {
      split(members, sequence);
    }
    // Numbers and booleans have no parts, and what else there is has no keys.
    return Node.done();
  }

  private Future<Void> split(String whole, Sequence sequence, Cut by) {
    sequence.is("string");
    by.describe(sequence.parts, true);
    if (!isStream) {
      List<String> pieces = by.pieces(whole);
      sequence.sendAll(pieces, by.count(whole.length(), pieces.size()));
      return Node.done();
    }
    List<String> pieces = by.pieces(text.value() + whole);
    String last = pieces.remove(pieces.size() - 1);
    boolean waits = sendStream(pieces, last, last.length(), text, sequence, by);
    return waits && by.isByLength() ? text.await() : Node.done();
  }

  private Future<Void> split(Buffer whole, Sequence sequence, Cut by) {
    sequence.is("buffer");
    by.describe(sequence.parts, false);
    if (!isStream) {
      List<Buffer> pieces = by.pieces(whole);
      int count = by.count(whole.length(), pieces.size());
      if (!by.isByLength() && pieces.get(pieces.size() - 1).length() == 0) {
        // Counted all the same, as Node-RED does.
        pieces.remove(pieces.size() - 1);
      }
      sequence.sendAll(pieces, count);
      return Node.done();
    }
    Buffer held = bytes.value();
    List<Buffer> pieces = by.pieces(held.length() == 0 ? whole : held.copy().appendBuffer(whole));
    Buffer last = pieces.remove(pieces.size() - 1);
    boolean waits = sendStream(pieces, last, last.length(), bytes, sequence, by);
    return waits ? bytes.await() : Node.done();
  }

  /**
   * Sends what is complete of a stream.
   *
   * @return whether something waits for the next message
   */
  private <T> boolean sendStream(
      List<T> pieces, T last, int lastSize, Tail<T> tail, Sequence sequence, Cut by) {
    for (T piece : pieces) {
      sequence.send(piece, streamIndex++);
    }
    if (by.isByLength() && by.isFull(lastSize)) {
      sequence.send(last, streamIndex++);
      tail.sent();
      return false;
    }
    if (lastSize > MOST_HELD) {
      tail.drop();
      throw new NodeException(
          "more than " + MOST_HELD + " characters or bytes without a separator; they are dropped");
    }
    if (!pieces.isEmpty() || lastSize == 0) {
      tail.sent();
    }
    tail.keep(last);
    return lastSize > 0;
  }

  private void split(List<?> items, Sequence sequence) {
    sequence.is("array");
    sequence.parts.put("len", (long) itemsEach);
    long count = (items.size() + (long) itemsEach - 1) / itemsEach;
    sequence.parts.put("count", count);
    for (int part = 0; part < count; part++) {
      int from = part * itemsEach;
      sequence.send(
          itemsEach == 1
              ? items.get(from)
              : items.subList(from, (int) Math.min(items.size(), (long) from + itemsEach)),
          part);
    }
  }

  private void split(Map<?, ?> members, Sequence sequence) {
    sequence.is("object");
    sequence.parts.put("count", (long) members.size());
    long index = 0;
    for (Map.Entry<?, ?> member : members.entrySet()) {
      String key = Values.toText(member.getKey());
      sequence.parts.put("key", key);
      sequence.send(member.getValue(), index++, key);
    }
  }

  @Override
  public Future<Void> stop(boolean removed) {
    text.drop();
    bytes.drop();
    return Node.done();
  }

  /** The messages that one message becomes. */
  private final class Sequence {
    // Each part gets an id of its own.
    private final Message base;
    private final Outputs out;
    final Map<String, @Nullable Object> parts = new LinkedHashMap<>();

    Sequence(Message message, Outputs out) {
      base = message.without(Message.ID);
      this.out = out;
      if (message.has("parts")) {
        parts.put("parts", message.get("parts"));
      }
      parts.put("id", MessageIds.next());
      if (!property.equals(PropertyPath.PAYLOAD)) {
        parts.put("property", property.toString());
      }
    }

    void is(String type) {
      parts.put("type", type);
    }

    void sendAll(List<?> pieces, int count) {
      parts.put("count", (long) count);
      long index = 0;
      for (@Nullable Object piece : pieces) {
        send(piece, index++);
      }
    }

    void send(@Nullable Object value, long index) {
      send(value, index, null);
    }

    void send(@Nullable Object value, long index, @Nullable String key) {
      parts.put("index", index);
      Message part = base.with("parts", parts).with(property, value);
      out.send(keyProperty == null || key == null ? part : part.with(keyProperty, key));
    }
  }
}
