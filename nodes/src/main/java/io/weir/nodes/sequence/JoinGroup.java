package io.weir.nodes.sequence;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.Message;
import io.weir.engine.message.PropertyPath;
import io.weir.engine.message.Undefined;
import io.weir.engine.message.Values;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.Outputs;
import io.weir.nodes.support.Parts;
import io.weir.nodes.support.Waiting;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Messages that become one, as far as they have come. */
final class JoinGroup {

  /** What the messages become. */
  enum Kind {
    TEXT,
    BYTES,
    ARRAY,
    OBJECT,
    MERGED;

    /** The kind by its name in flows.json and in the parts of messages. */
    static Kind of(@Nullable Object name) {
      return switch (name instanceof String text ? text : "") {
        case "string" -> TEXT;
        case "buffer" -> BYTES;
        case "object" -> OBJECT;
        case "merged" -> MERGED;
        default -> ARRAY;
      };
    }
  }

  /**
   * How the messages become one.
   *
   * @param property where the result goes
   * @param joiner what stands between texts or Buffers: text, Buffer, or byte numbers; null for
   *     nothing
   * @param chunk items that each value of an array stands for
   */
  record Recipe(Kind kind, PropertyPath property, @Nullable Object joiner, double chunk) {}

  private final Recipe recipe;
  // Values by place, or by key for objects.
  private final TreeMap<Integer, @Nullable Object> items = new TreeMap<>();
  private final Map<String, @Nullable Object> members = new LinkedHashMap<>();
  private final Map<String, @Nullable Object> properties = new LinkedHashMap<>();
  private final Waiting waiting = new Waiting();
  private Outputs out;
  private double target;
  private NodeContext.@Nullable Timer timer;

  JoinGroup(Recipe recipe, Outputs out) {
    this.recipe = recipe;
    this.out = out;
  }

  Kind kind() {
    return recipe.kind;
  }

  /** The messages that wait for the result. */
  Waiting waiting() {
    return waiting;
  }

  /** How much it keeps, in values and messages. */
  int size() {
    return Math.max(count(), waiting.size());
  }

  private int count() {
    return items.size() + members.size();
  }

  /** Sets the value of a place. */
  void put(int index, @Nullable Object value) {
    items.put(index, value);
  }

  /** Adds a value behind the others. */
  void append(@Nullable Object value) {
    items.put(items.isEmpty() ? 0 : items.lastKey() + 1, value);
  }

  /** Sets a member of an object. */
  void put(String key, @Nullable Object value) {
    members.put(key, value);
  }

  /** Adds the properties of a message to those of the result; the later ones count. */
  void take(Message message, Outputs itsOutputs) {
    properties.putAll(message.properties());
    out = itsOutputs;
  }

  /** Says how many values there will be, unless that is known. */
  void expect(double count) {
    if (!(target > 0) && count > 0) {
      target = count;
    }
  }

  boolean isComplete() {
    return target > 0 && count() >= target;
  }

  /** Whether a message has said that this is all. */
  boolean isDeclaredComplete() {
    return properties.containsKey("complete");
  }

  /** Starts the time that the group has, in the place of the time that it had. */
  void limit(NodeContext.Timer newTimer) {
    stopTimer();
    timer = newTimer;
  }

  void stopTimer() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  /** Sends the result. */
  void send() {
    Message message = Message.of(properties).without("complete").with(recipe.property, result());
    Map<?, ?> parts = Parts.of(message);
    out.send(
        parts != null && parts.containsKey("parts")
            ? message.with("parts", parts.get("parts"))
            : message.without("parts"));
  }

  private Object result() {
    return switch (recipe.kind) {
      case TEXT -> text();
      case BYTES -> bytes();
      case ARRAY -> array();
      case OBJECT, MERGED -> members;
    };
  }

  private String text() {
    Object joiner = recipe.joiner;
    String between =
        joiner instanceof List<?> numbers
            ? Separator.bytes(numbers).toString()
            : joiner == null ? "" : Values.toText(joiner);
    StringBuilder text = new StringBuilder();
    int next = 0;
    for (Map.Entry<Integer, @Nullable Object> item : items.entrySet()) {
      // Places that nothing came for are empty.
      for (; next < item.getKey(); next++) {
        text.append(between);
      }
      Object value = item.getValue();
      if (value != null && value != Undefined.VALUE) {
        text.append(Values.toText(value));
      }
    }
    return text.toString();
  }

  private Buffer bytes() {
    Buffer between = recipe.joiner == null ? Buffer.buffer() : bytes(recipe.joiner);
    Buffer all = Buffer.buffer();
    boolean isFirst = true;
    for (Object value : items.values()) {
      if (!isFirst) {
        all.appendBuffer(between);
      }
      isFirst = false;
      if (value != Undefined.VALUE) {
        all.appendBuffer(bytes(value));
      }
    }
    return all;
  }

  private static Buffer bytes(@Nullable Object value) {
    if (value instanceof Buffer buffer) {
      return buffer;
    }
    return value instanceof List<?> numbers
        ? Separator.bytes(numbers)
        : Buffer.buffer(Values.toText(value).getBytes(StandardCharsets.UTF_8));
  }

  private List<@Nullable Object> array() {
    List<@Nullable Object> array = new ArrayList<>(items.size());
    if (recipe.chunk > 1) {
      for (Object value : items.values()) {
        if (value instanceof List<?> chunk) {
          array.addAll(chunk);
        } else {
          array.add(value);
        }
      }
      return array;
    }
    items.forEach(
        (index, value) -> {
          while (array.size() < index) {
            array.add(Undefined.VALUE);
          }
          array.add(value);
        });
    return array;
  }
}
