package io.weir.broker.config;

/** A configuration that can't be used; the message names file and line. */
public final class ConfException extends Exception {
  private static final long serialVersionUID = 1L;

  public ConfException(String message) {
    super(message);
  }

  ConfException(String message, Throwable cause) {
    super(message, cause);
  }

  ConfException(ConfLine line, String problem) {
    super(line.where() + ": " + problem);
  }
}
