package io.weir.nodes.function.script;

import io.weir.engine.message.HostMethod;
import io.weir.engine.message.HostObject;
import io.weir.engine.message.Opaque;
import io.weir.engine.message.Undefined;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyArray;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.jspecify.annotations.Nullable;

/** An object of ours that scripts can look into, and whose methods they can call. */
final class LiveObject extends HostRef.Closed {
  private final HostObject object;
  private final Guest guest;
  private final GuestReader reader;
  private final GuestWriter writer;
  // What was looked at once is the same object the next time.
  private final Map<String, Object> seen = new HashMap<>();

  LiveObject(Opaque value, HostObject object, Guest guest, GuestReader reader, GuestWriter writer) {
    super(value);
    this.object = object;
    this.guest = guest;
    this.reader = reader;
    this.writer = writer;
  }

  @Override
  public @Nullable Object getMember(String key) {
    Object known = seen.get(key);
    if (known != null) {
      return known;
    }
    Object member = object.member(key);
    if (member instanceof Opaque opaque && opaque.host() instanceof HostMethod method) {
      ProxyExecutable callable = in -> call(method, in);
      seen.put(key, callable);
      return callable;
    }
    Object written = writer.write(member);
    if (member != Undefined.VALUE && written != null) {
      seen.put(key, written);
    }
    return written;
  }

  private @Nullable Object call(HostMethod method, Value[] in) {
    List<@Nullable Object> arguments = new ArrayList<>(in.length);
    for (Value argument : in) {
      arguments.add(withMethods(reader.read(argument)));
    }
    try {
      return writer.write(method.call(arguments));
    } catch (PolyglotException e) {
      throw e;
    } catch (RuntimeException e) {
      throw guest.raise(e);
    }
  }

  /** The argument with the script's functions in it as methods. */
  private @Nullable Object withMethods(@Nullable Object argument) {
    if (function(argument) != null) {
      return method(argument);
    }
    if (!(argument instanceof Map<?, ?> map)
        || map.values().stream().allMatch(member -> function(member) == null)) {
      return argument;
    }
    Map<Object, @Nullable Object> members = new LinkedHashMap<>(map);
    members.replaceAll((name, member) -> method(member));
    return members;
  }

  private static @Nullable Value function(@Nullable Object read) {
    return read instanceof Opaque opaque
            && opaque.host() instanceof Value value
            && value.canExecute()
        ? value
        : null;
  }

  private @Nullable Object method(@Nullable Object read) {
    Value function = function(read);
    if (function == null) {
      return read;
    }
    HostMethod method =
        arguments -> reader.read(function.execute(arguments.stream().map(writer::write).toArray()));
    return method.asValue();
  }

  @Override
  public Object getMemberKeys() {
    return ProxyArray.fromList(new ArrayList<>(object.memberNames()));
  }

  @Override
  public boolean hasMember(String key) {
    return object.member(key) != Undefined.VALUE;
  }
}
