package io.weir.nodes.function;

import io.weir.engine.message.Draft;
import io.weir.engine.message.Message;
import io.weir.engine.message.PathException;
import io.weir.engine.message.PropertyPath;
import io.weir.engine.message.Undefined;
import io.weir.engine.message.Values;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.ValueSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A rule of a change node: gives back the message as changed. */
@FunctionalInterface
interface ChangeRule {
  /** Stands for a value without which a rule changes nothing. */
  Object MISSING = new Object();

  Message apply(Message message);

  /**
   * A rule from its row in flows.json, brought up to date.
   *
   * @throws NodeException if it can't work
   */
  static ChangeRule of(Map<?, ?> row, NodeContext context) {
    Target target = new Target(text(row, "p"), type(row, "pt", "msg"), context);
    return switch (row.get("t") instanceof String t ? t : "") {
      case "set" -> set(row, target, context);
      case "change" -> change(row, target, context);
      case "delete" -> message -> target.put(message, Undefined.VALUE, false);
      case "move" -> move(row, target, context);
      default -> message -> message;
    };
  }

  private static String text(Map<?, ?> row, String key) {
    Object value = row.get(key);
    return value == null ? "" : Values.toText(value);
  }

  private static String type(Map<?, ?> row, String key, String otherwise) {
    return row.get(key) instanceof String type && !type.isEmpty() ? type : otherwise;
  }

  private static ValueSource source(
      Map<?, ?> row, String key, String typeKey, NodeContext context) {
    String text = text(row, key);
    String type = type(row, typeKey, "");
    if (type.isEmpty()) {
      boolean isPath = text.startsWith("msg.") && key.equals("to");
      return ValueSource.of(isPath ? text.substring(4) : text, isPath ? "msg" : "str");
    }
    ValueSource source = ValueSource.of(row.get(key) == null ? "" : row.get(key), type);
    if (source instanceof ValueSource.Environment) {
      // Fixed at deploy, as in Node-RED.
      return new ValueSource.Fixed("env", source.evaluate(null, context));
    }
    if (source instanceof ValueSource.Broken && (type.equals("json") || type.equals("bin"))) {
      throw new NodeException("Invalid 'to' JSON property");
    }
    if (source instanceof ValueSource.Jsonata expression) {
      try {
        expression.compile(context);
      } catch (NodeException e) {
        throw new NodeException("Invalid JSONata expression: " + e.getMessage());
      }
    }
    return source;
  }

  private static ChangeRule set(Map<?, ?> row, Target target, NodeContext context) {
    ValueSource source = source(row, "to", "tot", context);
    return message -> {
      Object value;
      try {
        value = source.evaluate(message, context);
      } catch (NodeException e) {
        if (source instanceof ValueSource.Jsonata) {
          throw e;
        }
        if (source instanceof ValueSource.Variable) {
          value = Undefined.VALUE;
        } else {
          // A source whose parent is missing leaves the target as it is.
          return message;
        }
      }
      return target.put(message, value, true);
    };
  }

  private static ChangeRule move(Map<?, ?> row, Target from, NodeContext context) {
    Target to = new Target(text(row, "to"), type(row, "tot", "msg"), context);
    return message -> {
      if (from.equals(to)) {
        return message;
      }
      Object value;
      try {
        value = from.require(message);
      } catch (PathException e) {
        // A source whose parent is missing leaves the destination as it is.
        return message;
      }
      // Taken away first: the destination may be inside the source, or around it.
      return to.put(from.put(message, Undefined.VALUE, false), value, true);
    };
  }

  private static ChangeRule change(Map<?, ?> row, Target target, NodeContext context) {
    String fromType = type(row, "fromt", Boolean.TRUE.equals(row.get("re")) ? "re" : "str");
    ValueSource with = source(row, "to", "tot", context);
    boolean isBoolean = with.type().equals("bool") && target.isMessage();
    boolean isLookedUp =
        fromType.equals("msg") || fromType.equals("flow") || fromType.equals("global");
    Replacement fixed = isLookedUp ? null : search(row, fromType);
    ValueSource search = isLookedUp ? ValueSource.of(row.get("from"), fromType) : null;
    return message -> {
      Object present = target.get(message);
      Replacement replacement = fixed;
      if (search != null) {
        Object wanted = valueOf(search, message, context);
        if (wanted == MISSING) {
          return message;
        }
        replacement = Replacement.of(wanted);
      }
      if (present == Undefined.VALUE || replacement == null) {
        return message;
      }
      Object value = valueOf(with, message, context);
      Object changed = value == MISSING ? present : replacement.in(present, value, isBoolean);
      return changed == present ? message : target.put(message, changed, true);
    };
  }

  /** The value of a source; {@link #MISSING} if the message has no parent of what it names. */
  private static @Nullable Object valueOf(
      ValueSource source, Message message, NodeContext context) {
    try {
      return source.evaluate(message, context);
    } catch (NodeException e) {
      if (source.type().equals("msg")) {
        return MISSING;
      }
      throw e;
    }
  }

  private static Replacement search(Map<?, ?> row, String type) {
    String text = text(row, "from");
    return switch (type) {
      case "re" -> Replacement.ofRegex(text);
      case "num" -> Replacement.of(Values.number(Values.toNumber(text)));
      case "bool" -> Replacement.of(text.equalsIgnoreCase("true"));
      default -> Replacement.of(text);
    };
  }

  /**
   * What a rule reads and writes.
   *
   * @param text a path
   * @param type msg, flow or global
   */
  record Target(String text, String type, PathHolder path, NodeContext context) {
    Target(String text, String type, NodeContext context) {
      this(text, type, new PathHolder(text, type), context);
    }

    boolean isMessage() {
      return type.equals("msg");
    }

    private ValueSource.Variable variable() {
      return new ValueSource.Variable(type, text);
    }

    /**
     * As {@link #get}, but a missing parent in the message is an error.
     *
     * @throws PathException if there is none
     */
    @Nullable Object require(Message message) {
      return isMessage() ? path.parsed().require(message) : get(message);
    }

    @Nullable Object get(Message message) {
      return isMessage() ? message.get(path.parsed()) : variable().evaluate(message, context);
    }

    Message put(Message message, @Nullable Object value, boolean complains) {
      if (!isMessage()) {
        ValueSource.Variable variable = variable();
        variable.scope(context).set(variable.resolvedKey(message), value, null);
        return message;
      }
      PropertyPath to = path.parsed();
      if (to.isSingleName()) {
        return message.with(to.firstName(), value);
      }
      try {
        Draft draft = message.edit();
        if (!draft.set(to, value) && complains) {
          context.warn("Cannot set property of non-object type: " + text);
        }
        return draft.seal();
      } catch (PathException e) {
        throw NodeException.of(e);
      }
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Target that && text.equals(that.text) && type.equals(that.type);
    }

    @Override
    public int hashCode() {
      return text.hashCode();
    }
  }

  /** A path, or why it is none; found out when the rule is made, told when it is used. */
  final class PathHolder {
    private final @Nullable PropertyPath path;
    private final @Nullable NodeException why;

    PathHolder(String text, String type) {
      PropertyPath parsed = null;
      NodeException problem = null;
      if (type.equals("msg")) {
        try {
          parsed = PropertyPath.ofMessage(text);
        } catch (PathException e) {
          problem = NodeException.of(e);
        }
      }
      path = parsed;
      why = problem;
    }

    PropertyPath parsed() {
      if (path == null) {
        throw why == null ? new NodeException("no path into the message") : why;
      }
      return path;
    }
  }
}
