package io.weir.nodes.support;

import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** Failures of sockets by the codes that flows and people know from Node.js. */
public final class SocketErrors {
  private static final Map<String, String> CODES_BY_TEXT =
      Map.of(
          "address already in use", "EADDRINUSE",
          "permission denied", "EACCES",
          "cannot assign requested address", "EADDRNOTAVAIL",
          "connection refused", "ECONNREFUSED",
          "connection reset", "ECONNRESET",
          "broken pipe", "EPIPE",
          "no route to host", "EHOSTUNREACH",
          "network is unreachable", "ENETUNREACH",
          "message too long", "EMSGSIZE",
          "timed out", "ETIMEDOUT");

  private SocketErrors() {}

  /** The code, such as {@code ECONNREFUSED}; of what has none the name of its class. */
  public static String code(Throwable failure) {
    String text = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    for (Map.Entry<String, String> each : CODES_BY_TEXT.entrySet()) {
      if (text.contains(each.getKey())) {
        return each.getValue();
      }
    }
    if (failure instanceof UnknownHostException || failure instanceof UnresolvedAddressException) {
      return "ENOTFOUND";
    }
    if (failure instanceof BindException) {
      return "EADDRINUSE";
    }
    if (failure instanceof NoRouteToHostException) {
      return "EHOSTUNREACH";
    }
    if (failure instanceof ConnectException) {
      return "ECONNREFUSED";
    }
    return failure instanceof TimeoutException ? "ETIMEDOUT" : failure.getClass().getSimpleName();
  }

  /** The code and what was said, in a line. */
  public static String text(Throwable failure) {
    return code(failure) + ": " + failure.getMessage();
  }
}
