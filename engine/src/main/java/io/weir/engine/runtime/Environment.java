package io.weir.engine.runtime;

import io.weir.engine.message.Undefined;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The variables of one scope (group, tab, all flows), and the scope around it.
 *
 * @threads filled when the scope starts, then read by any
 */
final class Environment {
  private static final String PARENT = "$parent.";

  private final @Nullable Environment outer;
  private final Map<String, @Nullable Object> values = new HashMap<>();

  Environment(@Nullable Environment outer) {
    this.outer = outer;
  }

  /** The process's own variables, without those that are to be hidden. */
  static Environment ofProcess(Set<String> hidden) {
    Environment process = new Environment(null);
    process.values.putAll(System.getenv());
    process.values.keySet().removeAll(hidden);
    return process;
  }

  void define(String name, @Nullable Object value) {
    values.put(name, value);
  }

  /** The value of a variable; {@link Undefined#VALUE} if no scope has it. */
  @Nullable Object lookUp(String name) {
    if (name.startsWith(PARENT)) {
      return outer == null ? Undefined.VALUE : outer.lookUp(name.substring(PARENT.length()));
    }
    Object value = values.get(name);
    if (value != null && value != Undefined.VALUE) {
      return value;
    }
    return outer == null ? Undefined.VALUE : outer.lookUp(name);
  }
}
