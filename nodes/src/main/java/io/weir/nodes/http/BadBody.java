package io.weir.nodes.http;

/** A request's body can't be read. */
final class BadBody extends Exception {
  private static final long serialVersionUID = 1;

  private final int status;

  /**
   * A body that can't be read.
   *
   * @param status what the client is answered
   * @param text why, for the log
   */
  BadBody(int status, String text) {
    super(text, null, false, false);
    this.status = status;
  }

  int status() {
    return status;
  }
}
