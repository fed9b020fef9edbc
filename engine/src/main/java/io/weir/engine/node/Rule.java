package io.weir.engine.node;

import io.weir.engine.message.JsonException;
import io.weir.engine.message.MessageJson;
import io.weir.engine.message.PathException;
import io.weir.engine.message.PropertyPath;
import io.weir.engine.message.Undefined;
import io.weir.engine.message.Values;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a property's value must fulfil. Data with a handful of meanings: Java checks it at deploy,
 * the editor while typing, and both test suites run the same table of cases.
 */
public final class Rule {
  private static final Pattern ENVIRONMENT = Pattern.compile("\\$\\{[^}]+}");

  private final Map<String, Object> data;
  private final Function<@Nullable Object, @Nullable String> check;

  private Rule(Map<String, Object> data, Function<@Nullable Object, @Nullable String> check) {
    this.data = data;
    this.check = check;
  }

  private static Map<String, Object> data(String rule, Object... more) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("rule", rule);
    for (int i = 0; i < more.length; i += 2) {
      data.put((String) more[i], more[i + 1]);
    }
    return data;
  }

  /** A value must be there. */
  public static Rule required() {
    return new Rule(data("required"), value -> isBlank(value) ? "is required" : null);
  }

  /** A number must not be smaller. */
  public static Rule atLeast(double min) {
    return new Rule(
        data("atLeast", "min", Values.number(min)),
        value -> number(value, n -> n < min, "must be at least " + Values.toText(min)));
  }

  /** A number must not be greater. */
  public static Rule atMost(double max) {
    return new Rule(
        data("atMost", "max", Values.number(max)),
        value -> number(value, n -> n > max, "must be at most " + Values.toText(max)));
  }

  private static @Nullable String number(
      @Nullable Object value, java.util.function.DoublePredicate isWrong, String text) {
    if (isBlank(value)) {
      return null;
    }
    double n = Values.toNumber(value);
    if (Double.isNaN(n)) {
      return "must be a number but is " + Values.toText(value);
    }
    return isWrong.test(n) ? text + " but is " + Values.toText(value) : null;
  }

  /**
   * A text must match a pattern from its first to its last character.
   *
   * @param pattern understood alike by Java and JavaScript
   * @param text what to say otherwise, continuing a sentence which starts with the label
   */
  public static Rule matches(String pattern, String text) {
    Pattern compiled = Pattern.compile(pattern);
    return new Rule(
        data("matches", "pattern", pattern, "text", text),
        value -> isBlank(value) || compiled.matcher(Values.toText(value)).matches() ? null : text);
  }

  /** A text must be an MQTT topic filter. */
  public static Rule topicFilter() {
    return new Rule(
        data("topicFilter"),
        value -> isBlank(value) ? null : Topics.wrongFilter(Values.toText(value)));
  }

  /** A text must be an MQTT topic name: without wildcards. */
  public static Rule topicName() {
    return new Rule(
        data("topicName"), value -> isBlank(value) ? null : Topics.wrongName(Values.toText(value)));
  }

  /** A text must be JSON. */
  public static Rule json() {
    return new Rule(
        data("json"),
        value -> {
          if (isBlank(value)) {
            return null;
          }
          try {
            MessageJson.parse(Values.toText(value));
            return null;
          } catch (JsonException e) {
            return "is not JSON: " + e.getMessage();
          }
        });
  }

  /** A text must be a property path. */
  public static Rule path() {
    return new Rule(
        data("path"),
        value -> {
          if (isBlank(value)) {
            return null;
          }
          try {
            PropertyPath.ofMessage(Values.toText(value));
            return null;
          } catch (PathException e) {
            return "is not a property path: " + e.getMessage();
          }
        });
  }

  private static boolean isBlank(@Nullable Object value) {
    return value == null
        || value == Undefined.VALUE
        || (value instanceof String text && text.isBlank());
  }

  /** The rule as the editor receives it. */
  public Map<String, Object> data() {
    return data;
  }

  /**
   * What is wrong with a value, continuing a sentence which starts with the property's label; null
   * if nothing is. A value that names an environment variable passes every rule.
   */
  public @Nullable String check(@Nullable Object value) {
    if (value instanceof String text && ENVIRONMENT.matcher(text).matches()) {
      return null;
    }
    return check.apply(value);
  }
}
