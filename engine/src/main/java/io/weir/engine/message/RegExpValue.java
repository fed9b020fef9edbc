package io.weir.engine.message;

/**
 * A regular expression of the scripting language, as the host of an {@link Opaque}.
 *
 * @param source the expression
 * @param flags its flags; empty for none
 */
public record RegExpValue(String source, String flags) {
  /** As a message value. */
  public Opaque asValue() {
    return new Opaque("RegExp", this);
  }

  @Override
  public String toString() {
    return "/" + source + "/" + flags;
  }
}
