package io.weir.nodes.function;

import io.weir.engine.message.Message;
import io.weir.engine.message.Undefined;
import io.weir.engine.message.Values;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.ValueSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A rule of a switch node: an output, and when a message goes to it. */
final class SwitchRule {
  /** A value that is the one tested before. */
  private static final String PREVIOUS = "prev";

  private final String name;
  private final Condition condition;
  private final ValueSource first;
  private final ValueSource second;

  private SwitchRule(String name, Condition condition, ValueSource first, ValueSource second) {
    this.name = name;
    this.condition = condition;
    this.first = first;
    this.second = second;
  }

  static SwitchRule of(Map<?, ?> row) {
    String name = row.get("t") instanceof String t ? t : "eq";
    return new SwitchRule(
        name,
        name.equals("else")
            ? (a, b, c, m) -> false
            : Condition.of(name, Boolean.TRUE.equals(row.get("case"))),
        name.equals("istype") || (name.equals("jsonata_exp") && row.get("vt") == null)
            ? fixed(name, row.get("v"))
            : source(row.get("v"), row.get("vt")),
        source(row.get("v2"), row.get("v2t")));
  }

  private static ValueSource fixed(String name, @Nullable Object value) {
    return ValueSource.of(value, name.equals("jsonata_exp") ? "jsonata" : "str");
  }

  private static ValueSource source(@Nullable Object value, @Nullable Object type) {
    String name = type instanceof String t ? t : null;
    if (name == null) {
      // Old files have no types: what reads as a number is one.
      name = Double.isNaN(Values.toNumber(value)) ? "str" : "num";
    }
    if (name.equals("num") && Double.isNaN(Values.toNumber(value))) {
      return new ValueSource.Fixed("num", value);
    }
    return ValueSource.of(value, name);
  }

  boolean isElse() {
    return name.equals("else");
  }

  /** Whether it can be decided only when the end of a sequence is known. */
  boolean needsWholeSequence() {
    return name.equals("tail");
  }

  /** Compiles what has to be compiled. */
  void check(NodeContext context) {
    for (ValueSource source : new ValueSource[] {first, second}) {
      if (source instanceof ValueSource.Jsonata expression && !expression.text().isEmpty()) {
        expression.compile(context);
      }
    }
  }

  boolean matches(
      @Nullable Object value, @Nullable Object previous, Message message, NodeContext context) {
    return condition.holds(
        value,
        evaluate(first, previous, message, context),
        evaluate(second, previous, message, context),
        message);
  }

  private @Nullable Object evaluate(
      ValueSource source, @Nullable Object previous, Message message, NodeContext context) {
    if (source instanceof ValueSource.Fixed fixed) {
      return fixed.type().equals(PREVIOUS) ? previous : fixed.value();
    }
    if (source instanceof ValueSource.Jsonata) {
      return source.evaluate(message, context);
    }
    try {
      return source.evaluate(message, context);
    } catch (NodeException e) {
      return Undefined.VALUE;
    }
  }
}
