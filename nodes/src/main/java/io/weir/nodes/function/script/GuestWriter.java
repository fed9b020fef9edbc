package io.weir.nodes.function.script;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.ErrorValue;
import io.weir.engine.message.HostObject;
import io.weir.engine.message.MapValue;
import io.weir.engine.message.Opaque;
import io.weir.engine.message.RegExpValue;
import io.weir.engine.message.SetValue;
import io.weir.engine.message.Undefined;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * Makes JavaScript values of message values.
 *
 * <p>Objects are made by functions compiled for their set of keys, one call each; that beats
 * setting the properties one by one.
 */
final class GuestWriter {
  /** No sane message nests so deep; beyond it a structure is taken to contain itself. */
  private static final int DEEPEST_PLAIN = 100;

  private final Guest guest;
  private final ObjectMakers makers;
  private final GuestReader reader;
  private int depth;
  private int written;
  private @Nullable IdentityHashMap<Object, Value> known;

  /**
   * A writer.
   *
   * @param reader reads what scripts hand back, and is told what that may be
   */
  GuestWriter(Guest guest, GuestReader reader) {
    this.guest = guest;
    this.reader = reader;
    this.makers = new ObjectMakers(guest);
  }

  /** The number of values that the last {@link #write} wrote. */
  int written() {
    return written;
  }

  /** A value for the guest: a {@link Value}, or what the guest takes as it is. */
  @Nullable Object write(@Nullable Object frozen) {
    depth = 0;
    written = 0;
    try {
      return value(frozen);
    } catch (TooDeep e) {
      depth = 0;
      known = new IdentityHashMap<>();
      try {
        return value(frozen);
      } finally {
        known = null;
      }
    }
  }

  @Nullable Object value(@Nullable Object frozen) {
    written++;
    if (frozen instanceof String || frozen instanceof Boolean || frozen == null) {
      return frozen;
    }
    if (frozen instanceof Long whole) {
      int small = (int) (long) whole;
      // Not as a long: JavaScript has none, and would convert it again and again.
      return small == whole ? (Object) small : (Object) (double) whole;
    }
    if (frozen instanceof Double) {
      return frozen;
    }
    if (frozen instanceof Map<?, ?> map) {
      return nested(map);
    }
    if (frozen instanceof List<?> list) {
      return nested(list);
    }
    return other(frozen);
  }

  private Object nested(Object container) {
    IdentityHashMap<Object, Value> seen = known;
    if (seen != null) {
      return tracked(container, seen);
    }
    if (++depth > DEEPEST_PLAIN) {
      throw new TooDeep();
    }
    Object made = container instanceof Map<?, ?> map ? object(map) : array((List<?>) container);
    depth--;
    return made;
  }

  private Value object(Map<?, ?> map) {
    int size = map.size();
    String[] keys = new String[size];
    @Nullable Object[] values = new @Nullable Object[size];
    int i = 0;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      keys[i] = (String) entry.getKey();
      values[i++] = value(entry.getValue());
    }
    return makers.make(keys, values);
  }

  private Value array(List<?> list) {
    @Nullable Object[] items = new @Nullable Object[list.size()];
    for (int i = 0; i < items.length; i++) {
      items[i] = value(list.get(i));
    }
    return guest.array.execute(items);
  }

  /** The slow way, for structures that contain themselves. */
  private Value tracked(Object container, IdentityHashMap<Object, Value> seen) {
    Value earlier = seen.get(container);
    if (earlier != null) {
      return earlier;
    }
    if (container instanceof Map<?, ?> map) {
      Value object = guest.object.execute();
      seen.put(container, object);
      map.forEach((key, value) -> guest.put.executeVoid(object, key, value(value)));
      return object;
    }
    Value array = guest.array.execute();
    seen.put(container, array);
    for (Object item : (List<?>) container) {
      guest.push.executeVoid(array, value(item));
    }
    return array;
  }

  private Object other(Object frozen) {
    if (frozen == Undefined.VALUE) {
      return guest.undefined;
    }
    if (frozen instanceof Buffer buffer) {
      return guest.bytes.execute(ByteBuffer.wrap(buffer.getBytes()));
    }
    if (frozen instanceof Instant instant) {
      return guest.date.execute((double) instant.toEpochMilli());
    }
    if (frozen instanceof BigInteger number) {
      reader.expectBigInts();
      return guest.bigint.execute(number.toString());
    }
    if (frozen instanceof ErrorValue error) {
      return guest.error.execute(
          error.name(),
          error.message(),
          orUndefined(error.code()),
          orUndefined(error.cause()),
          orUndefined(error.stack()));
    }
    if (frozen instanceof MapValue map) {
      @Nullable Object[] entries = new @Nullable Object[map.keys().size() * 2];
      for (int i = 0; i < map.keys().size(); i++) {
        entries[i * 2] = value(map.keys().get(i));
        entries[i * 2 + 1] = value(map.values().get(i));
      }
      return guest.map.execute(guest.array.execute(entries));
    }
    if (frozen instanceof SetValue set) {
      return guest.set.execute(array(set.values()));
    }
    if (frozen instanceof Opaque opaque) {
      return opaque(opaque);
    }
    throw new IllegalStateException("no JavaScript value for a " + frozen.getClass().getName());
  }

  private Object opaque(Opaque opaque) {
    if (opaque.host() instanceof Value value) {
      // A function or symbol: of use where it comes from, and nowhere else.
      return guest.owns(value) ? value : guest.undefined;
    }
    if (opaque.host() instanceof RegExpValue regexp) {
      return guest.regexp.execute(regexp.source(), regexp.flags());
    }
    if (opaque.host() instanceof HostObject object) {
      return new LiveObject(opaque, object, guest, reader, this);
    }
    return new HostRef.Closed(opaque);
  }

  private Object orUndefined(@Nullable Object frozen) {
    Object value = frozen == null ? guest.undefined : value(frozen);
    return value == null ? guest.undefined : value;
  }

  /** Says that a structure nests too deep for the fast way. */
  private static final class TooDeep extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooDeep() {
      super(null, null, false, false);
    }
  }
}
