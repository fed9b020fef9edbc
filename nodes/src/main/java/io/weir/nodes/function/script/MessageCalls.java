package io.weir.nodes.function.script;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.Message;
import io.weir.engine.message.Undefined;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.jspecify.annotations.Nullable;

/**
 * Calls a function with messages.
 *
 * <p>Messages of one shape (the same properties, the same of them large) share an entry function
 * compiled for it: it makes the message object, calls the user's function and, if that returned the
 * object with its properties in place, hands the values straight back. A call is then one step into
 * the guest and one out. Large values stay outside behind accessors until the function looks at
 * them.
 */
final class MessageCalls {
  /** What is smaller is cheaper to convert than to put behind an accessor. */
  private static final int LARGE_TEXT = 4_096;

  private static final int LARGE_CONTAINER = 48;

  /** Shapes with an entry function; a node seldom sees more than two or three. */
  private static final int MOST_SHAPES = 32;

  private static final int MOST_PROPERTIES = 40;

  private static final String ACCESSOR =
      """
      get %1$s() { if (!o%2$d) { v%2$d = open(v%2$d); o%2$d = true; } return v%2$d; },
      set %1$s(value) { v%2$d = value; o%2$d = true; },
      """;

  private final Guest guest;
  private final GuestReader reader;
  private final GuestWriter writer;
  private final Value body;
  private final boolean wantsNode;
  private final Consumer<Object> returned;
  private final Value fail;
  private final Value open;
  private final Shape[] shapes = new Shape[MOST_SHAPES];
  private int count;

  /**
   * @param body the user's function
   * @param wantsNode whether it uses {@code node}
   * @param returned takes the message of a call that returned the object which it got
   * @param fail the guest's handle of the function that reports failures
   */
  MessageCalls(
      Guest guest,
      GuestReader reader,
      GuestWriter writer,
      Value body,
      boolean wantsNode,
      Consumer<Object> returned,
      Value fail) {
    this.guest = guest;
    this.reader = reader;
    this.writer = writer;
    this.body = body;
    this.wantsNode = wantsNode;
    this.returned = returned;
    this.fail = fail;
    this.open =
        guest
            .evaluate("identity", "(function (f) { return f; })")
            .execute(
                (ProxyExecutable)
                    in -> writer.write(((HostRef.Lazy) in[0].asProxyObject()).frozen));
  }

  void call(HostRef.Call call, Message message) {
    Map<String, @Nullable Object> properties = message.properties();
    int size = properties.size();
    String[] names = new String[size];
    // The call itself goes first.
    @Nullable Object[] values = new @Nullable Object[size + 1];
    values[0] = call;
    long large = 0;
    int i = 0;
    for (Map.Entry<String, @Nullable Object> property : properties.entrySet()) {
      names[i] = property.getKey();
      Object value = property.getValue();
      if (value instanceof Long || value instanceof Boolean) {
        values[++i] = writer.value(value);
      } else if (isLarge(value)) {
        large |= 1L << i;
        values[++i] = new HostRef.Lazy(java.util.Objects.requireNonNull(value));
      } else {
        values[++i] = writer.write(value);
      }
    }
    Shape shape = size > MOST_PROPERTIES ? null : shape(names, large);
    if (shape != null) {
      shape.enter.executeVoid(values);
    } else {
      guest.api("call").executeVoid(body, call, writer.write(properties), wantsNode);
    }
  }

  private static boolean isLarge(@Nullable Object value) {
    if (value instanceof String text) {
      return text.length() > LARGE_TEXT;
    }
    if (value instanceof Map<?, ?> || value instanceof List<?>) {
      return VariableAccess.count(value, LARGE_CONTAINER) >= LARGE_CONTAINER;
    }
    return value instanceof Buffer;
  }

  private @Nullable Shape shape(String[] names, long large) {
    for (int i = 0; i < count; i++) {
      Shape shape = shapes[i];
      if (shape.large == large && Arrays.equals(shape.names, names)) {
        if (i > 0) {
          shapes[i] = shapes[i - 1];
          shapes[i - 1] = shape;
        }
        return shape;
      }
    }
    if (count == MOST_SHAPES) {
      return null;
    }
    Shape shape = new Shape(names, large);
    shapes[count++] = shape;
    return shape;
  }

  /** Messages of the same properties. */
  private final class Shape {
    final String[] names;
    final long large;
    final Value enter;

    Shape(String[] names, long large) {
      this.names = names;
      this.large = large;
      enter =
          guest
              .evaluate("entry", source(names, large))
              .execute(
                  body,
                  wantsNode ? guest.api("nodeForCall") : guest.undefined,
                  (ProxyExecutable) this::accept,
                  guest.api("settle"),
                  fail,
                  guest.api("ownKeys"),
                  open,
                  guest.api("describe"));
    }

    /** Takes the values of a message that came back with its properties in place. */
    private @Nullable Object accept(Value[] in) {
      @Nullable Object[] values = new @Nullable Object[in.length];
      boolean isWhole = true;
      for (int i = 0; i < in.length; i++) {
        Object value = reader.read(in[i]);
        values[i] = value;
        isWhole &= value != Undefined.VALUE;
      }
      returned.accept(isWhole ? Message.ofArrays(names, values) : withoutUndefined(values));
      return null;
    }

    private Message withoutUndefined(@Nullable Object[] values) {
      Message message = Message.empty();
      for (int i = 0; i < names.length; i++) {
        message = message.with(names[i], values[i]);
      }
      return message;
    }
  }

  private static String source(String[] names, long large) {
    StringBuilder text = new StringBuilder(512);
    text.append("(function (body, nodeFor, accept, settle, fail, ownKeys, open, describe) {\n");
    text.append("return function (call");
    for (int i = 0; i < names.length; i++) {
      text.append(", v").append(i);
    }
    text.append(") {\n");
    for (int i = 0; i < names.length; i++) {
      if ((large >> i & 1) == 1) {
        text.append("let o").append(i).append(" = false;\n");
      }
    }
    text.append("const msg = {");
    for (int i = 0; i < names.length; i++) {
      String key = ObjectMakers.key(names[i]);
      if ((large >> i & 1) == 0) {
        text.append(key).append(": v").append(i).append(",\n");
      } else {
        text.append(ACCESSOR.formatted(key, i));
      }
    }
    text.append("};\nlet result;\ntry {\n");
    text.append("result = body(msg, nodeFor === undefined ? undefined : nodeFor(call, msg));\n");
    text.append("} catch (error) { fail(call, error, msg); return; }\n");
    text.append("if (result === msg) {\nconst keys = ownKeys(msg);\n");
    text.append("if (keys.length === ").append(names.length);
    for (int i = 0; i < names.length; i++) {
      text.append(" && keys[").append(i).append("] === ");
      text.append(io.weir.engine.message.MessageJson.text(names[i]));
    }
    for (int i = 0; i < names.length; i++) {
      if ((large >> i & 1) == 1) {
        // Deleted and set again, the property is a plain one and our accessor out of use.
        text.append(" && describe(msg, keys[").append(i).append("]).get !== undefined");
      }
    }
    text.append(") { accept(");
    for (int i = 0; i < names.length; i++) {
      text.append(i == 0 ? "" : ", ");
      // An accessor that is still in place may hold a value nobody has looked at.
      text.append(
          (large >> i & 1) == 1
              ? "v" + i
              : "msg[" + io.weir.engine.message.MessageJson.text(names[i]) + "]");
    }
    text.append("); return; }\n}\n");
    text.append("settle(call, result, msg);\n};\n})");
    return text.toString();
  }
}
