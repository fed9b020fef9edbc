package io.weir.nodes.function;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.JsonException;
import io.weir.engine.message.Message;
import io.weir.engine.message.MessageJson;
import io.weir.engine.message.Undefined;
import io.weir.engine.message.Values;
import io.weir.engine.node.NodeException;
import io.weir.nodes.support.BoundedText;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a rule of a switch node tests.
 *
 * @see SwitchRule
 */
@FunctionalInterface
interface Condition {
  /**
   * Whether the condition holds.
   *
   * @param a the value tested
   * @param b the rule's value
   * @param c the rule's second value
   * @param message the message, for rules about its place in a sequence
   */
  boolean holds(@Nullable Object a, @Nullable Object b, @Nullable Object c, Message message);

  /** The condition of a rule, by its name in flows.json. */
  static Condition of(String name, boolean ignoresCase) {
    return switch (name) {
      case "eq" -> (a, b, c, m) -> Values.looseEqual(a, b);
      case "neq" -> (a, b, c, m) -> !Values.looseEqual(a, b);
      case "lt" -> (a, b, c, m) -> compares(a, b, n -> n < 0);
      case "lte" -> (a, b, c, m) -> compares(a, b, n -> n <= 0);
      case "gt" -> (a, b, c, m) -> compares(a, b, n -> n > 0);
      case "gte" -> (a, b, c, m) -> compares(a, b, n -> n >= 0);
      case "btwn" -> (a, b, c, m) -> isBetween(a, b, c) || isBetween(a, c, b);
      case "hask" -> (a, b, c, m) -> hasKey(a, b);
      case "cont" -> (a, b, c, m) -> text(a).contains(text(b));
      case "regex" -> new Regex(ignoresCase);
      case "true" -> (a, b, c, m) -> Boolean.TRUE.equals(a);
      case "false" -> (a, b, c, m) -> Boolean.FALSE.equals(a);
      case "null" -> (a, b, c, m) -> isNothing(a);
      case "nnull" -> (a, b, c, m) -> !isNothing(a);
      case "empty" -> (a, b, c, m) -> sizeOf(a) == 0;
      case "nempty" -> (a, b, c, m) -> sizeOf(a) > 0;
      case "istype" -> (a, b, c, m) -> isOfType(a, text(b));
      case "head" -> (a, b, c, m) -> part(m, "index") < Values.toNumber(b);
      case "index" ->
          (a, b, c, m) -> {
            double index = part(m, "index");
            return Values.toNumber(b) <= index && index <= Values.toNumber(c);
          };
      case "tail" -> (a, b, c, m) -> part(m, "count") - Values.toNumber(b) <= part(m, "index");
      case "jsonata_exp" -> (a, b, c, m) -> Boolean.TRUE.equals(b);
      default -> throw new NodeException("there is no switch rule called " + name);
    };
  }

  private static boolean compares(
      @Nullable Object a, @Nullable Object b, java.util.function.IntPredicate isWanted) {
    Integer result = Values.compare(a, b);
    return result != null && isWanted.test(result);
  }

  private static boolean isBetween(
      @Nullable Object a, @Nullable Object low, @Nullable Object high) {
    return compares(a, low, n -> n >= 0) && compares(a, high, n -> n <= 0);
  }

  private static boolean isNothing(@Nullable Object value) {
    return value == null || value == Undefined.VALUE;
  }

  private static String text(@Nullable Object value) {
    return Values.toText(value);
  }

  private static boolean hasKey(@Nullable Object a, @Nullable Object key) {
    if (isNothing(a) || (key != null && "object".equals(Values.typeOf(key)))) {
      return false;
    }
    String name = text(key);
    if (a instanceof Map<?, ?> map) {
      return map.containsKey(name);
    }
    int size = a instanceof List<?> list ? list.size() : a instanceof String s ? s.length() : -1;
    double index = Values.toNumber(name);
    return size >= 0 && (name.equals("length") || (index >= 0 && index < size));
  }

  /** The number of items, characters, bytes or keys; -1 for what has none. */
  private static int sizeOf(@Nullable Object value) {
    if (value instanceof String s) {
      return s.length();
    }
    if (value instanceof List<?> list) {
      return list.size();
    }
    if (value instanceof Buffer buffer) {
      return buffer.length();
    }
    return value instanceof Map<?, ?> map ? map.size() : -1;
  }

  private static boolean isOfType(@Nullable Object a, String type) {
    return switch (type) {
      case "array" -> a instanceof List<?>;
      case "buffer" -> a instanceof Buffer;
      case "json" -> isJson(a);
      case "null" -> a == null;
      case "number" -> a instanceof Number n && !Double.isNaN(n.doubleValue());
      case "object" ->
          a != null
              && "object".equals(Values.typeOf(a))
              && !(a instanceof List<?>)
              && !(a instanceof Buffer);
      default -> Values.typeOf(a).equals(type);
    };
  }

  private static boolean isJson(@Nullable Object value) {
    try {
      MessageJson.parse(text(value));
      return true;
    } catch (JsonException e) {
      return false;
    }
  }

  private static double part(Message message, String name) {
    if (!(message.get("parts") instanceof Map<?, ?> parts)) {
      throw new NodeException(
          "TypeError", "Cannot read properties of undefined (reading '" + name + "')");
    }
    Object value = parts.get(name);
    return value == null ? Double.NaN : Values.toNumber(value);
  }

  /** A regular expression, compiled again only when its text changes. */
  final class Regex implements Condition {
    private final boolean ignoresCase;
    private String text = "";
    private Pattern pattern = Pattern.compile("");

    Regex(boolean ignoresCase) {
      this.ignoresCase = ignoresCase;
    }

    @Override
    public boolean holds(
        @Nullable Object a, @Nullable Object b, @Nullable Object c, Message message) {
      String wanted = Values.toText(b);
      if (!wanted.equals(text)) {
        pattern = JavaScriptPattern.compile(wanted, ignoresCase);
        text = wanted;
      }
      return JavaScriptPattern.find(pattern.matcher(new BoundedText(Values.toText(a))));
    }
  }
}
