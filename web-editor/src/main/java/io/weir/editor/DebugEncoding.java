package io.weir.editor;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.ErrorValue;
import io.weir.engine.message.MapValue;
import io.weir.engine.message.MessageJson;
import io.weir.engine.message.Opaque;
import io.weir.engine.message.RegExpValue;
import io.weir.engine.message.SetValue;
import io.weir.engine.message.Undefined;
import io.weir.engine.message.Values;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A value as Node-RED's debug view receives it: a format, and a text or a marked object. Bounded,
 * so that a megabyte in a message is not a megabyte to every browser.
 */
final class DebugEncoding {
  private static final String MARK = "__enc__";
  // Deeper than anybody unfolds, and far from where recursion would exhaust the stack.
  private static final int DEEPEST = 100;

  private final int maxLength;

  /** An encoding that cuts texts and arrays to a length. */
  DebugEncoding(int maxLength) {
    this.maxLength = maxLength;
  }

  /**
   * What is sent for a value.
   *
   * @param message a text, or a map for what has no text
   * @param format says how to read it
   */
  record Encoded(Object message, String format) {}

  Encoded encode(@Nullable Object value) {
    if (value == null) {
      return new Encoded("(undefined)", "null");
    }
    if (value == Undefined.VALUE) {
      return new Encoded("(undefined)", "undefined");
    }
    if (value instanceof String text) {
      return new Encoded(cut(text), "string[" + text.length() + "]");
    }
    if (value instanceof Boolean) {
      return new Encoded(value.toString(), "boolean");
    }
    if (value instanceof BigInteger) {
      return new Encoded(inner(value), "bigint");
    }
    if (value instanceof Number) {
      return new Encoded(Values.toText(value), "number");
    }
    if (value instanceof Buffer buffer) {
      int bytes = Math.min(buffer.length(), maxLength / 2);
      return new Encoded(
          HexFormat.of().formatHex(buffer.getBytes(0, bytes)), "buffer[" + buffer.length() + "]");
    }
    if (value instanceof Instant) {
      return new Encoded(Values.toText(value), "Date");
    }
    if (value instanceof Opaque opaque && isFunction(opaque)) {
      return new Encoded("[function]", "function");
    }
    if (value instanceof Opaque opaque && opaque.host() instanceof RegExpValue pattern) {
      return new Encoded(cut(pattern.toString()), "regexp");
    }
    return new Encoded(MessageJson.text(inner(value)), format(value));
  }

  private static String format(Object value) {
    if (value instanceof List<?> list) {
      return "array[" + list.size() + "]";
    }
    if (value instanceof SetValue set) {
      return "set[" + set.values().size() + "]";
    }
    if (value instanceof MapValue) {
      return "map";
    }
    return value instanceof ErrorValue ? "error" : "Object";
  }

  private static boolean isFunction(Opaque opaque) {
    return opaque.typeName().equals("Function");
  }

  private String cut(String text) {
    return text.length() > maxLength ? text.substring(0, maxLength) + "..." : text;
  }

  private Object inner(Object value) {
    return java.util.Objects.requireNonNull(new Walk().encode(value, 0));
  }

  private static Map<String, @Nullable Object> marked(String type) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put(MARK, true);
    map.put("type", type);
    return map;
  }

  private static Map<String, @Nullable Object> marked(String type, @Nullable Object data) {
    Map<String, @Nullable Object> map = marked(type);
    map.put("data", data);
    return map;
  }

  /** One walk through a value, which knows the containers around the present place. */
  private final class Walk {
    private final List<Object> around = new ArrayList<>();
    // What led into each of them but the outermost.
    private final List<String> path = new ArrayList<>();

    @Nullable Object encode(@Nullable Object value, int depth) {
      if (value == null || value instanceof Boolean) {
        return value;
      }
      if (value instanceof String text) {
        return cut(text);
      }
      if (value instanceof BigInteger number) {
        return marked("bigint", number.toString());
      }
      if (value instanceof Number number) {
        return Double.isFinite(number.doubleValue())
            ? number
            : marked("number", Values.toText(number));
      }
      if (value == Undefined.VALUE) {
        return marked("undefined");
      }
      if (value instanceof Map<?, ?> map) {
        return nested(map, depth, at -> object(map, at));
      }
      if (value instanceof List<?> list) {
        return nested(list, depth, at -> array(list, at));
      }
      return other(value, depth);
    }

    private @Nullable Object other(Object value, int depth) {
      if (value instanceof Buffer buffer) {
        return buffer(buffer);
      }
      if (value instanceof Instant) {
        return value;
      }
      if (value instanceof ErrorValue error) {
        return error(error, depth);
      }
      if (value instanceof SetValue set) {
        Map<String, @Nullable Object> encoded =
            marked("set", items(first(set.values()), depth + 1));
        encoded.put("length", set.values().size());
        return encoded;
      }
      if (value instanceof MapValue map) {
        return map(map, depth);
      }
      if (value instanceof Opaque opaque && isFunction(opaque)) {
        return marked("function");
      }
      if (value instanceof Opaque opaque && opaque.host() instanceof RegExpValue pattern) {
        return marked("regexp", cut(pattern.toString()));
      }
      return "[internal]";
    }

    private @Nullable Object nested(
        Object container, int depth, Function<Integer, @Nullable Object> encode) {
      int same = around.size() - 1;
      while (same >= 0 && around.get(same) != container) {
        same--;
      }
      if (same >= 0) {
        return same == 0
            ? "[Circular ~]"
            : "[Circular ~." + String.join(".", path.subList(0, same)) + "]";
      }
      if (depth >= DEEPEST) {
        return "[...]";
      }
      around.add(container);
      try {
        return encode.apply(depth + 1);
      } finally {
        around.remove(around.size() - 1);
      }
    }

    private @Nullable Object member(String name, @Nullable Object value, int depth) {
      path.add(name);
      try {
        return encode(value, depth);
      } finally {
        path.remove(path.size() - 1);
      }
    }

    private Map<String, @Nullable Object> object(Map<?, ?> map, int depth) {
      Map<String, @Nullable Object> encoded = new LinkedHashMap<>();
      map.forEach(
          (key, value) -> {
            String name = String.valueOf(key);
            boolean isInternal = name.equals("_req") || name.equals("_res");
            encoded.put(name, isInternal ? marked("internal") : member(name, value, depth));
          });
      return encoded;
    }

    private Object array(List<?> list, int depth) {
      if (list.size() <= maxLength) {
        return items(list, depth);
      }
      Map<String, @Nullable Object> encoded = marked("array", items(first(list), depth));
      encoded.put("length", list.size());
      return encoded;
    }

    private List<?> first(List<?> list) {
      return list.subList(0, Math.min(list.size(), maxLength));
    }

    private List<@Nullable Object> items(List<?> list, int depth) {
      List<@Nullable Object> encoded = new ArrayList<>(list.size());
      list.forEach(item -> encoded.add(member(Integer.toString(encoded.size()), item, depth)));
      return encoded;
    }

    private Map<String, @Nullable Object> map(MapValue map, int depth) {
      Map<String, @Nullable Object> data = new LinkedHashMap<>();
      for (int i = 0; i < Math.min(map.keys().size(), maxLength); i++) {
        data.put(Values.toText(map.keys().get(i)), encode(map.values().get(i), depth + 1));
      }
      Map<String, @Nullable Object> encoded = marked("map", data);
      encoded.put("length", map.keys().size());
      return encoded;
    }

    private Map<String, @Nullable Object> error(ErrorValue error, int depth) {
      Map<String, @Nullable Object> data = new LinkedHashMap<>();
      data.put("name", error.name());
      data.put("message", error.message());
      if (error.code() != null) {
        data.put("code", encode(error.code(), depth + 1));
      }
      if (error.cause() != null) {
        data.put("cause", encode(error.cause(), depth + 1));
      }
      if (error.stack() != null) {
        data.put("stack", error.stack());
      }
      return marked("error", data);
    }

    private Map<String, @Nullable Object> buffer(Buffer buffer) {
      List<@Nullable Object> bytes = new ArrayList<>();
      for (int i = 0; i < Math.min(buffer.length(), maxLength); i++) {
        bytes.add((long) buffer.getUnsignedByte(i));
      }
      Map<String, @Nullable Object> encoded = new LinkedHashMap<>();
      encoded.put("type", "Buffer");
      encoded.put("data", bytes);
      encoded.put(MARK, true);
      encoded.put("length", buffer.length());
      return encoded;
    }
  }
}
