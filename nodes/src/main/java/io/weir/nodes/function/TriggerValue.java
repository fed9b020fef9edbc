package io.weir.nodes.function;

import io.weir.engine.message.Message;
import io.weir.engine.message.PropertyPath;
import io.weir.engine.message.Values;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.ValueSource;
import org.jspecify.annotations.Nullable;

/** What a trigger node sends as a payload: a value, one made of the message, or nothing at all. */
final class TriggerValue {
  private final String type;
  private final NodeContext context;
  private final ValueSource source;
  private final @Nullable String template;
  private final MustacheText mustache = new MustacheText(null, false);

  private TriggerValue(String type, ValueSource source, NodeContext context) {
    this.type = type;
    this.context = context;
    this.source = source;
    boolean isTemplate =
        source instanceof ValueSource.Fixed fixed
            && fixed.type().equals("str")
            && Values.toText(fixed.value()).contains("{{");
    template = isTemplate ? Values.toText(((ValueSource.Fixed) source).value()) : null;
  }

  /**
   * A value as flows.json has it.
   *
   * @param usual what an empty one stands for
   */
  static TriggerValue of(
      @Nullable Object value, @Nullable Object type, String usual, NodeContext context) {
    Object given = Values.isTruthy(value) ? value : usual;
    String name = type == null ? "str" : Values.toText(type);
    return new TriggerValue(
        name,
        name.equals("val") ? old(Values.toText(given)) : ValueSource.of(given, name),
        context);
  }

  /** Old flows tell no types: what reads as one of these three is it. */
  private static ValueSource old(String text) {
    return switch (text) {
      case "true", "false" -> ValueSource.of(text, "bool");
      case "null" -> new ValueSource.Fixed("nul", null);
      default -> ValueSource.of(text, "str");
    };
  }

  /** Whether nothing is sent. */
  boolean isNothing() {
    return type.equals("nul");
  }

  /** Whether the latest message is sent as it came. */
  boolean isLatestMessage() {
    return type.equals("payl");
  }

  /** Whether it is the time. */
  boolean isTime() {
    return source instanceof ValueSource.Now;
  }

  /** Whether it is looked up when it is sent. */
  boolean isLookedUpLate() {
    return source instanceof ValueSource.Variable;
  }

  /**
   * The value for a message.
   *
   * @throws io.weir.engine.node.NodeException if it can't be had
   */
  @Nullable Object evaluate(Message message) {
    if (type.equals("pay") || isNothing()) {
      return message.get(PropertyPath.PAYLOAD);
    }
    return template == null ? source.evaluate(message, context) : mustache.fill(template, message);
  }
}
