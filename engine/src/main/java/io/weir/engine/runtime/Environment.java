package io.weir.engine.runtime;

import io.weir.engine.flow.EnvironmentEntry;
import io.weir.engine.message.Undefined;
import java.util.HashMap;
import java.util.List;
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

  /**
   * What a scope is made of.
   *
   * @param entries the variables that it defines
   * @param secrets the values of those that are secret
   * @param builtIns the variables that tell what the scope is; undefined ones hide those around
   */
  record Recipe(
      List<EnvironmentEntry> entries,
      Map<String, Object> secrets,
      Map<String, @Nullable Object> builtIns) {}

  private final @Nullable Environment outer;
  private final Recipe recipe;
  private final Map<String, @Nullable Object> values = new HashMap<>();

  Environment(@Nullable Environment outer, Recipe recipe) {
    this.outer = outer;
    this.recipe = recipe;
  }

  /** The process's own variables, without those that are to be hidden. */
  static Environment ofProcess(Set<String> hidden) {
    Environment process = new Environment(null, new Recipe(List.of(), Map.of(), Map.of()));
    process.values.putAll(System.getenv());
    process.values.keySet().removeAll(hidden);
    return process;
  }

  /** Whether another of the same content, in the same place, would be made in the same way. */
  boolean isMadeOf(@Nullable Environment around, Recipe other) {
    return outer == around && recipe.equals(other);
  }

  void define(Map<String, ? extends @Nullable Object> evaluated) {
    values.putAll(evaluated);
  }

  /** The value of a variable; {@link Undefined#VALUE} if no scope has it. */
  @Nullable Object lookUp(String name) {
    if (name.startsWith(PARENT)) {
      return outer == null ? Undefined.VALUE : outer.lookUp(name.substring(PARENT.length()));
    }
    if (recipe.builtIns.containsKey(name)) {
      return recipe.builtIns.get(name);
    }
    Object value = values.get(name);
    if (value != null && value != Undefined.VALUE) {
      return value;
    }
    return outer == null ? Undefined.VALUE : outer.lookUp(name);
  }
}
