package io.weir.engine.message;

import org.jspecify.annotations.Nullable;

/**
 * A JavaScript Error as a value.
 *
 * @param name {@code TypeError} and the like
 * @param message the text without the name
 * @param code the error's own {@code code}, null if it has none
 * @param cause the error's own {@code cause} as a message value, null if it has none
 * @param stack the stack in the script's own lines, null if unknown
 */
public record ErrorValue(
    String name,
    String message,
    @Nullable Object code,
    @Nullable Object cause,
    @Nullable String stack) {

  /** The text that {@code String(error)} gives in JavaScript. */
  @Override
  public String toString() {
    if (message.isEmpty()) {
      return name;
    }
    return name.isEmpty() ? message : name + ": " + message;
  }
}
