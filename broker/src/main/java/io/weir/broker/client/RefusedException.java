package io.weir.broker.client;

import io.weir.broker.packet.ReasonCode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The server said no, to a connection or to a message. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int code;

  private RefusedException(int code, String text) {
    super(text, null, false, false);
    this.code = code;
  }

  /**
   * A refused CONNECT.
   *
   * @param code of CONNACK, in whatever version
   */
  static RefusedException connection(int code, @Nullable String more) {
    return new RefusedException(code, connectText(code) + (more == null ? "" : " (" + more + ")"));
  }

  private static String connectText(int code) {
    return switch (code) {
      case 1 -> "the broker doesn't speak this version of MQTT";
      case 2 -> "the client id is refused";
      case 3 -> "the broker is unavailable";
      case 4 -> "bad user name or password";
      case 5 -> "not authorised";
      default -> {
        ReasonCode reason = ReasonCode.of(code);
        yield reason == null ? "code " + code : words(reason);
      }
    };
  }

  /** A message that was not taken. */
  static RefusedException message(ReasonCode reason) {
    return new RefusedException(reason.value(), words(reason));
  }

  /** A message that the server has said beforehand it doesn't take. */
  static RefusedException message(ReasonCode reason, String why) {
    return new RefusedException(reason.value(), why);
  }

  private static String words(ReasonCode reason) {
    return reason == ReasonCode.NOT_AUTHORIZED
        ? "not authorised"
        : reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** A reason code of MQTT 5, or a return code of 3.x. */
  public int code() {
    return code;
  }

  /** Why, in words. */
  public String text() {
    return String.valueOf(getMessage());
  }
}
