package io.weir.app.client;

/** A command has to end. The message is one line for the person who gave it. */
public final class ClientException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String text;
  private final int exitCode;

  /**
   * A failure.
   *
   * @param exitCode what the process ends with
   */
  public ClientException(String text, int exitCode) {
    super(text, null, false, false);
    this.text = text;
    this.exitCode = exitCode;
  }

  /** What went wrong, in one line. */
  public String text() {
    return text;
  }

  /** What the process ends with. */
  public int exitCode() {
    return exitCode;
  }
}
