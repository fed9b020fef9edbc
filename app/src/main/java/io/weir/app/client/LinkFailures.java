package io.weir.app.client;

import io.weir.broker.client.RefusedException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** What the failures of a connection mean. */
final class LinkFailures {
  private LinkFailures() {}

  /** Why a connection could not be made, with the exit code that this has. */
  static ClientException connecting(Throwable failure) {
    return unwrapped(failure) instanceof RefusedException refused
        ? new ClientException(
            "the broker refuses the connection: " + refused.text(), refused.code())
        : new ClientException("no connection to the broker: " + text(failure), ExitCodes.FAILURE);
  }

  private static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** In one line. */
  static String text(Throwable failure) {
    Throwable cause = unwrapped(failure);
    if (cause instanceof ClientException known) {
      return known.text();
    }
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    if (cause instanceof java.net.UnknownHostException) {
      return "the host isn't known (" + cause.getMessage() + ")";
    }
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }
}
