package io.weir.nodes.function.script;

import io.weir.engine.message.PathException;
import io.weir.engine.message.PropertyPath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which variable, or what inside of one, a script means.
 *
 * @param scope {@code node}, {@code flow} or {@code global}
 * @param store the store's name; empty if none is said
 * @param steps the way to the value, names and indexes
 */
record VariableName(String scope, String store, List<Object> steps) {

  static VariableName of(String scope, String key, @Nullable String store) {
    int end = key.startsWith("#:(") ? key.indexOf(")::") : -1;
    String inKey = end < 0 ? "" : key.substring(3, end);
    return new VariableName(
        scope, store == null ? inKey : store, steps(key.substring(end < 0 ? 0 : end + 3)));
  }

  private static List<Object> steps(String path) {
    try {
      return PropertyPath.of(path).steps();
    } catch (PathException e) {
      // Whoever looks it up says so.
      return List.of(path);
    }
  }

  /** Whether this is something inside of another value. */
  boolean isInside(VariableName other) {
    int depth = other.steps.size();
    return steps.size() > depth
        && scope.equals(other.scope)
        && store.equals(other.store)
        && steps.subList(0, depth).equals(other.steps);
  }

  /** The way from another value that this is inside of. */
  List<Object> stepsFrom(VariableName other) {
    return steps.subList(other.steps.size(), steps.size());
  }
}
