package io.weir.nodes.function.script;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.ErrorValue;
import io.weir.engine.message.MapValue;
import io.weir.engine.message.Opaque;
import io.weir.engine.message.RegExpValue;
import io.weir.engine.message.SetValue;
import io.weir.engine.message.Undefined;
import io.weir.engine.message.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** Makes frozen message values of JavaScript values. */
final class GuestReader {
  private static final int DEEPEST_PLAIN = 100;

  private final Guest guest;
  private int depth;
  private boolean mayMeetBigInts;
  // Set while reading a structure that may contain itself: tells objects apart by number.
  private @Nullable Value numberer;
  private final List<Object> numbered = new ArrayList<>();

  GuestReader(Guest guest) {
    this.guest = guest;
  }

  /** The value, frozen; {@link Undefined#VALUE} for undefined. */
  @Nullable Object read(Value value) {
    if (value.isString()) {
      return value.asString();
    }
    if (value.isNumber()) {
      return number(value);
    }
    if (value.isBoolean()) {
      return value.asBoolean();
    }
    if (value.isNull()) {
      return "undefined".equals(value.toString()) ? Undefined.VALUE : null;
    }
    depth = 0;
    try {
      return container(value);
    } catch (TooDeep e) {
      depth = 0;
      numberer = guest.numberer.execute();
      try {
        return container(value);
      } finally {
        numberer = null;
        numbered.clear();
      }
    }
  }

  private @Nullable Object value(Value value) {
    if (value.isString()) {
      return value.asString();
    }
    if (value.isNumber()) {
      return number(value);
    }
    if (value.isBoolean()) {
      return value.asBoolean();
    }
    if (value.isNull()) {
      return "undefined".equals(value.toString()) ? Undefined.VALUE : null;
    }
    return container(value);
  }

  /**
   * From now on numbers are looked at twice: small bigints look like numbers from outside, and
   * asking the sandbox for each would make all others pay.
   */
  void expectBigInts() {
    mayMeetBigInts = true;
  }

  private Object number(Value value) {
    if (mayMeetBigInts && guest.isBigInt(value)) {
      return value.asBigInteger();
    }
    if (value.fitsInInt()) {
      return (long) value.asInt();
    }
    if (value.fitsInDouble()) {
      return Values.number(value.asDouble());
    }
    return value.asBigInteger();
  }

  private Object container(Value value) {
    if (numberer == null) {
      if (++depth > DEEPEST_PLAIN) {
        throw new TooDeep();
      }
      Object read = members(value, null);
      depth--;
      return read;
    }
    int known = numberer.execute(value).asInt();
    if (known >= 0) {
      return numbered.get(known);
    }
    return members(value, numbered);
  }

  /**
   * @param register where the result goes before its members are read; null if nobody asks
   */
  private Object members(Value value, @Nullable List<Object> register) {
    if (value.hasArrayElements()) {
      return value.hasMember("byteLength") ? typedArray(value, register) : array(value, register);
    }
    if (value.isProxyObject()) {
      return registered(hostRef(value), register);
    }
    if (value.canExecute()) {
      return registered(new Opaque("Function", value), register);
    }
    if (value.isInstant()) {
      return registered(value.asInstant(), register);
    }
    if (!value.hasMembers()) {
      return registered(new Opaque("Symbol", value), register);
    }
    Set<String> keys = value.getMemberKeys();
    if (keys.isEmpty() || value.isException()) {
      // Objects that show nothing of their own: or something particular.
      return particular(value, keys, register);
    }
    return object(value, keys, register);
  }

  private static Object registered(Object read, @Nullable List<Object> register) {
    if (register != null) {
      register.add(read);
    }
    return read;
  }

  private Object array(Value value, @Nullable List<Object> register) {
    int size = (int) value.getArraySize();
    @Nullable Object[] items = new @Nullable Object[size];
    Object array = registered(Values.arrayOf(items), register);
    for (int i = 0; i < size; i++) {
      items[i] = value(value.getArrayElement(i));
    }
    return array;
  }

  private Object object(Value value, Set<String> members, @Nullable List<Object> register) {
    String[] keys = members.toArray(new String[0]);
    @Nullable Object[] values = new @Nullable Object[keys.length];
    if (register != null) {
      // Undefined members can't be left out any more once the object is known to others.
      Object object = registered(Values.objectOf(keys, values), register);
      for (int i = 0; i < keys.length; i++) {
        values[i] = value(value.getMember(keys[i]));
      }
      return object;
    }
    int kept = 0;
    for (String key : keys) {
      Object member = value(value.getMember(key));
      if (member != Undefined.VALUE) {
        keys[kept] = key;
        values[kept++] = member;
      }
    }
    return kept == keys.length
        ? Values.objectOf(keys, values)
        : Values.objectOf(Arrays.copyOf(keys, kept), Arrays.copyOf(values, kept));
  }

  private Object typedArray(Value value, @Nullable List<Object> register) {
    return "bytes".equals(guest.kindOf(value))
        ? registered(bytes(value), register)
        : array(value, register);
  }

  /** The bytes of a Uint8Array. */
  static Buffer bytes(Value view) {
    return Buffer.buffer(
        bytes(
            view.getMember("buffer"),
            view.getMember("byteOffset").asInt(),
            view.getMember("byteLength").asInt()));
  }

  /** Some bytes of an ArrayBuffer. */
  static byte[] bytes(Value arrayBuffer, int offset, int length) {
    byte[] bytes = new byte[length];
    if (length > 0) {
      arrayBuffer.readBuffer(offset, bytes, 0, length);
    }
    return bytes;
  }

  private static Object hostRef(Value value) {
    Object ref = value.asProxyObject();
    if (ref instanceof HostRef.Lazy lazy) {
      return lazy.frozen;
    }
    return ref instanceof HostRef.Closed closed ? closed.value : new Opaque("Object", ref);
  }

  private Object particular(Value value, Set<String> keys, @Nullable List<Object> register) {
    return switch (guest.kindOf(value)) {
      case "error" -> registered(error(value), register);
      case "map" -> registered(map(value), register);
      case "set" -> registered(new SetValue(items(guest.entriesOf.execute(value))), register);
      case "regexp" -> registered(regexp(value), register);
      case "arraybuffer" ->
          registered(
              Buffer.buffer(bytes(value, 0, value.getMember("byteLength").asInt())), register);
      default -> object(value, keys, register);
    };
  }

  private static Opaque regexp(Value value) {
    return new RegExpValue(
            value.getMember("source").asString(), value.getMember("flags").asString())
        .asValue();
  }

  private MapValue map(Value value) {
    List<@Nullable Object> entries = items(guest.entriesOf.execute(value));
    List<@Nullable Object> names = new ArrayList<>();
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < entries.size(); i += 2) {
      names.add(entries.get(i));
      values.add(entries.get(i + 1));
    }
    return new MapValue(names, values);
  }

  private List<@Nullable Object> items(Value array) {
    List<@Nullable Object> items = new ArrayList<>();
    for (long i = 0; i < array.getArraySize(); i++) {
      items.add(value(array.getArrayElement(i)));
    }
    return items;
  }

  /** An Error with its own members; its stack in the user's lines. */
  ErrorValue error(Value error) {
    Object code = own(error, "code");
    Object cause = own(error, "cause");
    Value stack = error.getMember("stack");
    return new ErrorValue(
        text(error, "name", "Error"),
        text(error, "message", ""),
        code,
        cause,
        stack != null && stack.isString() ? guest.userStack(stack.asString()) : null);
  }

  private @Nullable Object own(Value error, String key) {
    if (!guest.hasOwn.execute(error, key).asBoolean()) {
      return null;
    }
    Object value = value(error.getMember(key));
    return value == Undefined.VALUE ? null : value;
  }

  private String text(Value error, String key, String otherwise) {
    Value member = error.getMember(key);
    return member == null || member.isNull() ? otherwise : guest.asText(member);
  }

  /** Says that a structure nests too deep for the fast way. */
  private static final class TooDeep extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooDeep() {
      super(null, null, false, false);
    }
  }
}
