package io.weir.engine.store;

import io.weir.engine.message.PropertyPath;
import org.jspecify.annotations.Nullable;

/**
 * The name of a variable, taken apart: {@code #:(file)::count.of[0]}.
 *
 * @param store the store's name
 * @param path the path to the value in it
 */
record ContextKey(String store, String path) {

  /**
   * Takes a key apart.
   *
   * @param store the store that is meant whatever the key says; null for the one in the key
   * @param usual the store that is meant if neither says one
   */
  static ContextKey of(String key, @Nullable String store, String usual) {
    int end = key.startsWith("#:(") ? key.indexOf(")::") : -1;
    if (end < 0) {
      return new ContextKey(store == null ? usual : store, key);
    }
    return new ContextKey(store == null ? key.substring(3, end) : store, key.substring(end + 3));
  }

  /**
   * The variable's own name, without what is inside it.
   *
   * @throws io.weir.engine.message.PathException if the path is malformed
   */
  String variable() {
    return PropertyPath.of(path).firstName();
  }
}
