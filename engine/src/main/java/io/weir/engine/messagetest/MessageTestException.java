package io.weir.engine.messagetest;

/** What was given is no test. The message names the test, the field, and what is wrong. */
public final class MessageTestException extends RuntimeException {
  private static final long serialVersionUID = 1;

  MessageTestException(String text) {
    super(text);
  }
}
