package io.weir.engine.message;

/**
 * A host object riding along in a message, an HTTP request say: shared by reference, never copied,
 * never saved, shown as its type name.
 *
 * @param typeName what to call it in the debug view
 * @param host the object itself
 */
public record Opaque(String typeName, Object host) {
  @Override
  public String toString() {
    return host instanceof RegExpValue ? host.toString() : "[" + typeName + "]";
  }
}
