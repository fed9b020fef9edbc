package io.weir.engine.message;

/** A property path that is malformed, or that leads through a value which isn't there. */
public final class PathException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String code;

  PathException(String code, String text) {
    super(text);
    this.code = code;
  }

  /**
   * {@code INVALID_EXPR} for a malformed path, {@code TypeError} for a missing parent, {@code
   * RangeError} for an index far beyond an array's end.
   */
  public String code() {
    return code;
  }
}
