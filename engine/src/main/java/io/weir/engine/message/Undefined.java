package io.weir.engine.message;

/**
 * JavaScript's {@code undefined} where it has to be told apart from null: inside an array, or as
 * the result of looking something up.
 *
 * <p>A message never stores it under a key: a property that is undefined is absent.
 */
public enum Undefined {
  /** The one value. */
  VALUE;

  @Override
  public String toString() {
    return "undefined";
  }
}
