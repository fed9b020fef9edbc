package io.weir.editor.http;

/** A request's body that is well-formed and still of no use. */
public final class BodyException extends RuntimeException {
  private static final long serialVersionUID = 1;

  BodyException(String message) {
    super(message, null, false, false);
  }
}
