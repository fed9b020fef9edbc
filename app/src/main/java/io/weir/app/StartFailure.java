package io.weir.app;

import java.net.BindException;

/** The program can't start. The message is one line for the person who started it. */
public final class StartFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** A failure in one line. */
  public StartFailure(String text) {
    super(text);
  }

  /** A failure in one line, with what is behind it. */
  public StartFailure(String text, Throwable cause) {
    super(text, cause);
  }

  static StartFailure listening(String who, String host, int port, Throwable cause) {
    for (Throwable why = cause; why != null; why = why.getCause()) {
      // Netty's native transports have an exception of their own.
      if (why instanceof BindException
          || String.valueOf(why.getMessage()).contains("Address already in use")) {
        return new StartFailure(
            "port "
                + port
                + " on "
                + host
                + " can't be opened for "
                + who
                + " ("
                + why.getMessage()
                + "); stop the program that uses it, or choose another port",
            cause);
      }
    }
    return new StartFailure(
        who + " can't listen on " + host + ":" + port + ": " + cause.getMessage(), cause);
  }
}
