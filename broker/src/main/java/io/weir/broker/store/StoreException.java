package io.weir.broker.store;

import org.jspecify.annotations.Nullable;

/** The store can't be opened, read or written. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean isOutside;

  public StoreException(String message) {
    this(message, null, false);
  }

  public StoreException(String message, Throwable cause) {
    this(message, cause, false);
  }

  private StoreException(String message, @Nullable Throwable cause, boolean isOutside) {
    super(message, cause);
    this.isOutside = isOutside;
  }

  /** What lies outside the store keeps it from being used: no room, no permission, a lock. */
  static StoreException outside(String message, Throwable cause) {
    return new StoreException(message, cause, true);
  }

  /** Whether the store itself may well be whole. */
  public boolean isOutside() {
    return isOutside;
  }
}
