package io.weir.engine.node;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The variables of one scope: a node, a flow, or all flows.
 *
 * <p>Keys are paths ({@code a.b[0]}). A key may name its store: {@code #:(file)::count}.
 *
 * @threads any; a single call is atomic
 */
public interface Variables {

  /**
   * The value of a variable.
   *
   * @param key a path, may carry a store's name
   * @param store the store's name; null for the one in the key, or the default one
   * @return {@link io.weir.engine.message.Undefined#VALUE} if there is none
   * @throws NodeException if the key is malformed
   */
  @Nullable Object get(String key, @Nullable String store);

  /**
   * Sets a variable; {@link io.weir.engine.message.Undefined#VALUE} deletes it.
   *
   * @throws NodeException if the key is malformed
   */
  void set(String key, @Nullable Object value, @Nullable String store);

  /** The names of the variables, without what is inside them. */
  List<String> keys(@Nullable String store);
}
