package io.weir.engine.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The host of an {@link Opaque} which flows may look into: by paths, templates, expressions and
 * scripts.
 *
 * @threads any
 */
public interface HostObject {
  /** The names of its members but for the methods, in order. */
  List<String> memberNames();

  /**
   * A member, frozen: a value, an {@link Opaque} that can be looked into itself, or a {@link
   * HostMethod#asValue method}.
   *
   * @return {@link Undefined#VALUE} if there is none of that name
   */
  @Nullable Object member(String name);

  /** The object as message values have it. */
  default Opaque asValue(String typeName) {
    return new Opaque(typeName, this);
  }
}
