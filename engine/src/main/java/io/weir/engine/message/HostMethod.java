package io.weir.engine.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A method of a {@link HostObject}, which scripts may call. */
@FunctionalInterface
public interface HostMethod {
  /**
   * Calls it.
   *
   * @param arguments frozen. Functions of the script, as arguments or as members of one, are
   *     methods as {@link #asValue} makes them, to be called before this returns
   * @return frozen; {@link Undefined#VALUE} for nothing
   * @throws RuntimeException whose text the script finds in an Error
   * @threads any
   */
  @Nullable Object call(List<? extends @Nullable Object> arguments);

  /** The method as message values have it. */
  default Opaque asValue() {
    return new Opaque("Function", this);
  }
}
