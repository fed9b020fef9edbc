package io.weir.app.client;

import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3SubAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubRecException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** What the failures of a {@link Link} mean. */
public final class LinkFailures {
  private static final List<String> CONNECT_RETURN_CODES =
      List.of(
          "accepted",
          "the broker doesn't speak this version of MQTT",
          "the client id is refused",
          "the broker is unavailable",
          "bad user name or password",
          "not authorised");

  private LinkFailures() {}

  private static Throwable cause(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** Why a connection could not be made, with the exit code that this has. */
  public static ClientException connecting(Throwable failure) {
    Throwable cause = cause(failure);
    if (cause instanceof Mqtt3ConnAckException refused) {
      int code = refused.getMqttMessage().getReturnCode().getCode();
      return new ClientException(
          "the broker refuses the connection: " + CONNECT_RETURN_CODES.get(code), code);
    }
    if (cause instanceof Mqtt5ConnAckException refused) {
      String reason = words(refused.getMqttMessage().getReasonCode());
      String more =
          refused.getMqttMessage().getReasonString().map(text -> " (" + text + ")").orElse("");
      return new ClientException(
          "the broker refuses the connection: " + reason + more,
          refused.getMqttMessage().getReasonCode().getCode());
    }
    return new ClientException(
        "no connection to the broker: " + innermost(cause), ExitCodes.FAILURE);
  }

  /** Whether the broker itself said no, so that there is no point in trying again. */
  public static boolean isRefusal(Throwable failure) {
    Throwable cause = cause(failure);
    return cause instanceof Mqtt3ConnAckException || cause instanceof Mqtt5ConnAckException;
  }

  /** The reason that the broker gave for not taking a message; empty if that isn't the failure. */
  public static Optional<String> refusedPublish(Throwable failure) {
    Throwable cause = cause(failure);
    if (cause instanceof Mqtt5PubAckException refused) {
      return Optional.of(words(refused.getMqttMessage().getReasonCode()));
    }
    if (cause instanceof Mqtt5PubRecException refused) {
      return Optional.of(words(refused.getMqttMessage().getReasonCode()));
    }
    return Optional.empty();
  }

  /** Whether the broker granted none of the subscriptions. */
  public static boolean isRefusedSubscribe(Throwable failure) {
    Throwable cause = cause(failure);
    return cause instanceof Mqtt3SubAckException || cause instanceof Mqtt5SubAckException;
  }

  /** In one line. */
  public static String text(Throwable failure) {
    return innermost(cause(failure));
  }

  private static String innermost(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    if (cause instanceof java.net.UnknownHostException) {
      return "the host isn't known (" + cause.getMessage() + ")";
    }
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }

  private static String words(Enum<?> reason) {
    return reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
