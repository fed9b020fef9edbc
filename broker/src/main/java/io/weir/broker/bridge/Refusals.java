package io.weir.broker.bridge;

import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.weir.broker.packet.ReasonCode;
import java.util.Locale;

/** What goes wrong with the other broker, in the words of Mosquitto's log where it has some. */
final class Refusals {
  private Refusals() {}

  static boolean isVersion(MqttConnectReturnCode code) {
    return code == MqttConnectReturnCode.CONNECTION_REFUSED_UNACCEPTABLE_PROTOCOL_VERSION
        || code == MqttConnectReturnCode.CONNECTION_REFUSED_UNSUPPORTED_PROTOCOL_VERSION;
  }

  static String text(MqttConnectReturnCode code) {
    return switch (code) {
      case CONNECTION_REFUSED_UNACCEPTABLE_PROTOCOL_VERSION -> "unacceptable protocol version";
      case CONNECTION_REFUSED_IDENTIFIER_REJECTED -> "identifier rejected";
      case CONNECTION_REFUSED_SERVER_UNAVAILABLE -> "broker unavailable";
      case CONNECTION_REFUSED_BAD_USER_NAME_OR_PASSWORD -> "bad user name or password";
      case CONNECTION_REFUSED_NOT_AUTHORIZED -> "not authorised";
      default -> {
        ReasonCode reason = ReasonCode.of(code.byteValue() & 0xFF);
        yield reason == null ? code.toString() : text(reason);
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
