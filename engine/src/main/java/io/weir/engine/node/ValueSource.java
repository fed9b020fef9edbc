package io.weir.engine.node;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.DateText;
import io.weir.engine.message.Message;
import io.weir.engine.message.MessageJson;
import io.weir.engine.message.PathException;
import io.weir.engine.message.PropertyPath;
import io.weir.engine.message.Undefined;
import io.weir.engine.message.Values;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A typed input: a value that stands in the configuration, or that is looked up or computed when it
 * is needed. What can be parsed is parsed once, when the source is made.
 *
 * @threads the context of the flow whose surroundings are given
 */
public sealed interface ValueSource {

  /**
   * The value.
   *
   * @param message the message in hand; null if there is none
   * @return a frozen value; {@link Undefined#VALUE} if there is none
   * @throws NodeException if it can't be had, with the reason
   */
  @Nullable Object evaluate(@Nullable Message message, Surroundings around);

  /** The type's name in flows.json. */
  String type();

  /**
   * The source for a value and a type as flows.json has them. An unknown type gives the value
   * unchanged, as in Node-RED. A value that can't be parsed fails when evaluated, not before.
   */
  static ValueSource of(@Nullable Object value, @Nullable String type) {
    String text = value == null || value == Undefined.VALUE ? "" : Values.toText(value);
    return switch (type == null ? "" : type) {
      case "str" -> new Fixed("str", text);
      case "num" -> new Fixed("num", Values.number(Values.toNumber(value == null ? "" : value)));
      case "bool" -> new Fixed("bool", text.equalsIgnoreCase("true"));
      case "json" -> lazily("json", () -> MessageJson.parse(text));
      case "bin" -> lazily("bin", () -> bytes(text));
      case "date" -> new Now(text);
      case "msg" -> message(text);
      case "flow" -> new Variable("flow", text);
      case "global" -> new Variable("global", text);
      case "env" -> new Environment(text);
      case "jsonata" -> new Jsonata(text);
      default -> new Fixed(type == null ? "" : type, Values.freeze(value));
    };
  }

  private static ValueSource message(String text) {
    try {
      return new MessagePath(PropertyPath.ofMessage(text), text);
    } catch (PathException e) {
      return new Broken("msg", NodeException.of(e));
    }
  }

  private static ValueSource lazily(
      String type, java.util.function.Supplier<@Nullable Object> parse) {
    try {
      return new Fixed(type, parse.get());
    } catch (NodeException e) {
      return new Broken(type, e);
    } catch (RuntimeException e) {
      return new Broken(type, new NodeException("SyntaxError", String.valueOf(e.getMessage())));
    }
  }

  private static Object bytes(String text) {
    Object parsed = MessageJson.parse(text);
    if (parsed instanceof String s) {
      return Buffer.buffer(s.getBytes(StandardCharsets.UTF_8));
    }
    if (parsed instanceof List<?> list) {
      byte[] bytes = new byte[list.size()];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (long) Values.toNumber(list.get(i));
      }
      return Buffer.buffer(bytes);
    }
    throw new NodeException("INVALID_BUFFER_DATA", "Not string or array");
  }

  /** A value that never changes. */
  record Fixed(String type, @Nullable Object value) implements ValueSource {
    @Override
    public @Nullable Object evaluate(@Nullable Message message, Surroundings around) {
      return value;
    }
  }

  /** A value that can't be parsed. */
  record Broken(String type, NodeException why) implements ValueSource {
    @Override
    public @Nullable Object evaluate(@Nullable Message message, Surroundings around) {
      throw why;
    }
  }

  /** The present time: milliseconds, ISO text, a Date, or text by a pattern. */
  record Now(String format) implements ValueSource {
    @Override
    public String type() {
      return "date";
    }

    @Override
    public @Nullable Object evaluate(@Nullable Message message, Surroundings around) {
      Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
      return switch (format) {
        case "object" -> now;
        case "iso" -> DateText.iso(now);
        default ->
            // Old flows may carry a number of milliseconds here, left by older editors.
            format.isEmpty() || format.chars().allMatch(Character::isDigit)
                ? (Object) now.toEpochMilli()
                : MomentFormat.format(now.atZone(ZoneId.systemDefault()), format);
      };
    }
  }

  /** A property of the message. */
  record MessagePath(PropertyPath path, String text) implements ValueSource {
    @Override
    public String type() {
      return "msg";
    }

    @Override
    public @Nullable Object evaluate(@Nullable Message message, Surroundings around) {
      if (message == null) {
        return text;
      }
      try {
        return path.require(message);
      } catch (PathException e) {
        throw NodeException.of(e);
      }
    }
  }

  /** A flow or global variable. */
  record Variable(String type, String key) implements ValueSource {
    private static final Pattern REFERENCE = Pattern.compile("\\[msg[.\\[]");

    @Override
    public @Nullable Object evaluate(@Nullable Message message, Surroundings around) {
      return scope(around).get(resolvedKey(message), null);
    }

    /** The variables it stands in. */
    public Variables scope(Surroundings around) {
      return type.equals("flow") ? around.flowVariables() : around.globalVariables();
    }

    /** The key with references to the message in brackets looked up. */
    public String resolvedKey(@Nullable Message message) {
      if (message == null || !REFERENCE.matcher(key).find()) {
        return key;
      }
      int from = key.startsWith("#:(") ? key.indexOf(")::") + 3 : 0;
      StringBuilder text = new StringBuilder(key.substring(0, from));
      for (Object step : PropertyPath.of(key.substring(from)).resolve(message).steps()) {
        if (step instanceof Integer) {
          text.append('[').append(step).append(']');
        } else {
          text.append(text.length() == from ? "" : "[").append('"').append(step).append('"');
          text.append(
              text.charAt(from) == '"' && text.indexOf("\"", from + 1) == text.length() - 1
                  ? ""
                  : "]");
        }
      }
      return text.toString();
    }
  }

  /** An environment variable, or text with such in it. */
  record Environment(String text) implements ValueSource {
    private static final Pattern PART = Pattern.compile("\\$\\{([^}]*)}");

    @Override
    public String type() {
      return "env";
    }

    @Override
    public @Nullable Object evaluate(@Nullable Message message, Surroundings around) {
      Matcher parts = PART.matcher(text);
      if (parts.matches()) {
        return orEmpty(around.env(parts.group(1)));
      }
      if (!parts.reset().find()) {
        return orEmpty(around.env(text));
      }
      return parts
          .reset()
          .replaceAll(
              part -> Matcher.quoteReplacement(Values.toText(orEmpty(around.env(part.group(1))))));
    }

    private static @Nullable Object orEmpty(@Nullable Object value) {
      return value == Undefined.VALUE ? "" : value;
    }
  }

  /** An expression. */
  final class Jsonata implements ValueSource {
    private final String text;
    private Expressions.@Nullable Expression compiled;

    Jsonata(String text) {
      this.text = text;
    }

    @Override
    public String type() {
      return "jsonata";
    }

    /** The expression's text. */
    public String text() {
      return text;
    }

    /**
     * Compiles the expression if that hasn't been done.
     *
     * @throws NodeException if it is malformed
     */
    public Expressions.Expression compile(Surroundings around) {
      Expressions.Expression expression = compiled;
      if (expression == null) {
        expression = around.expressions().compile(text);
        compiled = expression;
      }
      return expression;
    }

    @Override
    public @Nullable Object evaluate(@Nullable Message message, Surroundings around) {
      return compile(around).evaluate(message, around);
    }
  }
}
