package io.weir.engine.message;

import io.vertx.core.buffer.Buffer;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of value that a message holds, and how they behave.
 *
 * <table>
 * <caption>Kinds</caption>
 * <tr><th>in a flow</th><th>in Java</th></tr>
 * <tr><td>null, boolean, string</td><td>{@code null}, {@link Boolean}, {@link String}</td></tr>
 * <tr><td>number</td><td>{@link Long} if whole and exact, else {@link Double}; {@code -0} is a
 *     Double</td></tr>
 * <tr><td>bigint</td><td>{@link BigInteger}</td></tr>
 * <tr><td>Buffer</td><td>{@link Buffer}, never written to once in a message</td></tr>
 * <tr><td>Date</td><td>{@link Instant}</td></tr>
 * <tr><td>array, object</td><td>unmodifiable {@link List}, unmodifiable {@link Map} in order of
 *     insertion</td></tr>
 * <tr><td>Map, Set, Error</td><td>{@link MapValue}, {@link SetValue}, {@link ErrorValue}</td></tr>
 * <tr><td>undefined in an array</td><td>{@link Undefined#VALUE}</td></tr>
 * <tr><td>anything else</td><td>{@link Opaque}</td></tr>
 * </table>
 */
public final class Values {
  /** Whole numbers up to this are exact in JavaScript. */
  private static final double LARGEST_EXACT = 9_007_199_254_740_991d;

  private Values() {}

  /**
   * The value with everything in it unmodifiable and of the kinds above. What is frozen already is
   * returned as it is.
   */
  public static @Nullable Object freeze(@Nullable Object value) {
    if (value == null
        || value instanceof String
        || value instanceof Long
        || value instanceof Boolean
        || value instanceof Frozen
        || value instanceof Buffer) {
      return value;
    }
    if (value instanceof Double d) {
      return number(d);
    }
    if (value instanceof Map<?, ?> map) {
      return freezeMap(map);
    }
    if (value instanceof List<?> list) {
      return freezeList(list);
    }
    if (value instanceof Number n) {
      if (n instanceof BigInteger) {
        return n;
      }
      return n instanceof Float || n instanceof java.math.BigDecimal
          ? number(n.doubleValue())
          : (Object) n.longValue();
    }
    if (value instanceof byte[] bytes) {
      return Buffer.buffer(bytes);
    }
    if (value instanceof CharSequence text) {
      return text.toString();
    }
    if (value instanceof Instant
        || value instanceof Undefined
        || value instanceof ErrorValue
        || value instanceof MapValue
        || value instanceof SetValue
        || value instanceof Opaque) {
      return value;
    }
    return new Opaque(value.getClass().getSimpleName(), value);
  }

  private static Map<String, @Nullable Object> freezeMap(Map<?, ?> map) {
    if (map.isEmpty()) {
      return FrozenMap.EMPTY;
    }
    String[] keys = new String[map.size()];
    @Nullable Object[] values = new @Nullable Object[keys.length];
    int i = 0;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (entry.getValue() == Undefined.VALUE) {
        continue;
      }
      keys[i] = String.valueOf(entry.getKey());
      values[i++] = freeze(entry.getValue());
    }
    if (i < keys.length) {
      keys = java.util.Arrays.copyOf(keys, i);
      values = java.util.Arrays.copyOf(values, i);
    }
    return new FrozenMap(keys, values);
  }

  private static List<@Nullable Object> freezeList(List<?> list) {
    if (list.isEmpty()) {
      return FrozenList.EMPTY;
    }
    @Nullable Object[] items = new @Nullable Object[list.size()];
    int i = 0;
    for (Object item : list) {
      items[i++] = freeze(item);
    }
    return new FrozenList(items);
  }

  /**
   * An object made of the two arrays, which the caller gives up. Values must be frozen already, or
   * be filled in before anyone else sees the object (that is how circular structures are made).
   */
  public static Map<String, @Nullable Object> objectOf(
      String[] keys, @Nullable Object[] frozenValues) {
    return new FrozenMap(keys, frozenValues);
  }

  /** An array made of the items; the same conditions as for {@link #objectOf}. */
  public static List<@Nullable Object> arrayOf(@Nullable Object[] frozenItems) {
    return new FrozenList(frozenItems);
  }

  /** The number as messages hold it: Long if whole and exact, else Double. */
  public static Number number(double value) {
    long whole = (long) value;
    if (whole == value
        && Math.abs(value) <= LARGEST_EXACT
        && (whole != 0 || Double.doubleToRawLongBits(value) == 0)) {
      return whole;
    }
    return value;
  }

  /** A mutable copy of a container for editing; its members stay shared. */
  static Object thawed(Object container) {
    return container instanceof Map<?, ?> map
        ? new LinkedHashMap<>(map)
        : new ArrayList<>((List<?>) container);
  }

  /** What JavaScript's {@code typeof} says. */
  public static String typeOf(@Nullable Object value) {
    if (value instanceof String) {
      return "string";
    }
    if (value instanceof BigInteger) {
      return "bigint";
    }
    if (value instanceof Number) {
      return "number";
    }
    if (value instanceof Boolean) {
      return "boolean";
    }
    return value == Undefined.VALUE ? "undefined" : "object";
  }

  /** Whether an {@code if} in JavaScript would take the value for true. */
  public static boolean isTruthy(@Nullable Object value) {
    if (value instanceof Boolean b) {
      return b;
    }
    if (value instanceof String s) {
      return !s.isEmpty();
    }
    if (value instanceof Number n) {
      double d = n.doubleValue();
      return d != 0 && !Double.isNaN(d);
    }
    return value != null && value != Undefined.VALUE;
  }

  /** JavaScript's {@code Number(value)}; NaN where it gives NaN. */
  public static double toNumber(@Nullable Object value) {
    return NumberText.toNumber(value);
  }

  /** JavaScript's {@code String(value)}. */
  public static String toText(@Nullable Object value) {
    if (value instanceof String s) {
      return s;
    }
    if (value instanceof Long || value instanceof BigInteger || value instanceof Boolean) {
      return value.toString();
    }
    if (value instanceof Number n) {
      return NumberText.of(n.doubleValue());
    }
    if (value == null) {
      return "null";
    }
    if (value instanceof Buffer buffer) {
      return buffer.toString();
    }
    if (value instanceof Instant instant) {
      return DateText.of(instant);
    }
    if (value instanceof List<?> list) {
      return listText(list);
    }
    if (value instanceof Map<?, ?> || value instanceof Opaque) {
      return "[object Object]";
    }
    if (value instanceof MapValue) {
      return "[object Map]";
    }
    if (value instanceof SetValue) {
      return "[object Set]";
    }
    return value.toString();
  }

  private static String listText(List<?> list) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < list.size(); i++) {
      if (i > 0) {
        text.append(',');
      }
      Object item = list.get(i);
      if (item != null && item != Undefined.VALUE) {
        text.append(toText(item));
      }
    }
    return text.toString();
  }

  /** JavaScript's {@code a === b}. */
  public static boolean strictEqual(@Nullable Object a, @Nullable Object b) {
    if (a instanceof Number x && b instanceof Number y) {
      if (x instanceof Long && y instanceof Long) {
        return x.longValue() == y.longValue();
      }
      return (x instanceof BigInteger) == (y instanceof BigInteger)
          && (x instanceof BigInteger ? x.equals(y) : x.doubleValue() == y.doubleValue());
    }
    if (a instanceof String || a instanceof Boolean) {
      return a.equals(b);
    }
    return a == b;
  }

  /** JavaScript's {@code a == b}, conversions included. */
  public static boolean looseEqual(@Nullable Object a, @Nullable Object b) {
    boolean noA = a == null || a == Undefined.VALUE;
    boolean noB = b == null || b == Undefined.VALUE;
    if (noA || noB) {
      return noA && noB;
    }
    if (typeOf(a).equals(typeOf(b))) {
      return strictEqual(a, b);
    }
    boolean objectA = "object".equals(typeOf(a));
    boolean objectB = "object".equals(typeOf(b));
    if (objectA && !objectB) {
      return looseEqual(toText(a), b);
    }
    if (objectB && !objectA) {
      return looseEqual(a, toText(b));
    }
    return toNumber(a) == toNumber(b);
  }

  /**
   * JavaScript's {@code a < b} (or, with null for "not comparable", neither less nor equal nor
   * greater): texts by code unit, anything else as numbers.
   *
   * @return negative, zero or positive; null if one of them is not a number
   */
  public static @Nullable Integer compare(@Nullable Object a, @Nullable Object b) {
    Object x = primitive(a);
    Object y = primitive(b);
    if (x instanceof String s && y instanceof String t) {
      return s.compareTo(t);
    }
    double m = toNumber(x);
    double n = toNumber(y);
    if (Double.isNaN(m) || Double.isNaN(n)) {
      return null;
    }
    return m < n ? -1 : m > n ? 1 : 0;
  }

  private static @Nullable Object primitive(@Nullable Object value) {
    if (value instanceof Instant instant) {
      return instant.toEpochMilli();
    }
    return "object".equals(typeOf(value)) && value != null ? toText(value) : value;
  }

  /**
   * Deep equality by content: numbers by value, Buffers by bytes, arrays and objects by members.
   */
  public static boolean deepEqual(@Nullable Object a, @Nullable Object b) {
    if (a == b) {
      return true;
    }
    if (a instanceof Number && b instanceof Number) {
      return strictEqual(a, b);
    }
    if (a instanceof List<?> x && b instanceof List<?> y) {
      if (x.size() != y.size()) {
        return false;
      }
      for (int i = 0; i < x.size(); i++) {
        if (!deepEqual(x.get(i), y.get(i))) {
          return false;
        }
      }
      return true;
    }
    if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
      if (x.size() != y.size()) {
        return false;
      }
      for (Map.Entry<?, ?> entry : x.entrySet()) {
        if (!y.containsKey(entry.getKey()) || !deepEqual(entry.getValue(), y.get(entry.getKey()))) {
          return false;
        }
      }
      return true;
    }
    return Objects.equals(a, b);
  }
}
