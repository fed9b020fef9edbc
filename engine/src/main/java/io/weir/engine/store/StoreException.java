package io.weir.engine.store;

import org.jspecify.annotations.Nullable;

/** A file could not be read or written. The message names it and says what to do. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** A failure with its cause. */
  public StoreException(String text, @Nullable Throwable cause) {
    super(text, cause);
  }
}
