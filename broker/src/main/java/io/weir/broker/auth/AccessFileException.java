package io.weir.broker.auth;

/** A file that says who may do what can't be used; the message names file and line. */
public final class AccessFileException extends Exception {
  private static final long serialVersionUID = 1L;

  AccessFileException(String message, Throwable cause) {
    super(message, cause);
  }

  AccessFileException(String message) {
    super(message);
  }

  AccessFileException(String file, int line, String problem) {
    super(file + ":" + line + ": " + problem);
  }
}
