package io.weir.broker.bridge;

import io.weir.broker.packet.ReasonCode;
import java.util.Locale;

/** What goes wrong with the other broker, in the words of Mosquitto's log where it has some. */
final class Refusals {
  private Refusals() {}

  /** Whether the version of MQTT is what the other broker minds. */
  static boolean isVersion(int code) {
    return code == 1 || code == ReasonCode.UNSUPPORTED_PROTOCOL_VERSION.value();
  }

  /** Of the code of a CONNACK, in whatever version. */
  static String text(int code) {
    return switch (code) {
      case 1 -> "unacceptable protocol version";
      case 2 -> "identifier rejected";
      case 3 -> "broker unavailable";
      case 4 -> "bad user name or password";
      case 5 -> "not authorised";
      default -> {
        ReasonCode reason = ReasonCode.of(code);
        yield reason == null ? "code " + code : text(reason);
      }
    };
  }

  static String text(ReasonCode reason) {
    return reason == ReasonCode.NOT_AUTHORIZED
        ? "not authorised"
        : reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Of a failure on the network. */
  static String text(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getMessage() == null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }
}
