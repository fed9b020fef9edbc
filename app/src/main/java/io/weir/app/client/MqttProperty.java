package io.weir.app.client;

import static io.weir.app.client.PropertyCommand.CONNECT;
import static io.weir.app.client.PropertyCommand.DISCONNECT;
import static io.weir.app.client.PropertyCommand.PUBLISH;
import static io.weir.app.client.PropertyCommand.SUBSCRIBE;
import static io.weir.app.client.PropertyCommand.UNSUBSCRIBE;
import static io.weir.app.client.PropertyCommand.WILL;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * The properties of MQTT 5 that a client sends or receives, under the names that mosquitto gives
 * them.
 *
 * @mqtt 5.0 §2.2.2.2
 */
public enum MqttProperty {
  PAYLOAD_FORMAT_INDICATOR("payload-format-indicator", 1, PUBLISH, WILL),
  MESSAGE_EXPIRY_INTERVAL("message-expiry-interval", 0xFFFF_FFFFL, PUBLISH, WILL),
  CONTENT_TYPE("content-type", Kind.TEXT, PUBLISH, WILL),
  RESPONSE_TOPIC("response-topic", Kind.TEXT, PUBLISH, WILL),
  CORRELATION_DATA("correlation-data", Kind.BINARY, PUBLISH, WILL),
  SUBSCRIPTION_IDENTIFIER("subscription-identifier", 268_435_455, SUBSCRIBE),
  TOPIC_ALIAS("topic-alias", 65_535, PUBLISH),
  SESSION_EXPIRY_INTERVAL("session-expiry-interval", 0xFFFF_FFFFL, CONNECT, DISCONNECT),
  RECEIVE_MAXIMUM("receive-maximum", 65_535, CONNECT),
  MAXIMUM_PACKET_SIZE("maximum-packet-size", 268_435_460, CONNECT),
  TOPIC_ALIAS_MAXIMUM("topic-alias-maximum", 65_535, CONNECT),
  REQUEST_RESPONSE_INFORMATION("request-response-information", 1, CONNECT),
  REQUEST_PROBLEM_INFORMATION("request-problem-information", 1, CONNECT),
  AUTHENTICATION_METHOD("authentication-method", Kind.TEXT, CONNECT),
  AUTHENTICATION_DATA("authentication-data", Kind.BINARY, CONNECT),
  WILL_DELAY_INTERVAL("will-delay-interval", 0xFFFF_FFFFL, WILL),
  USER_PROPERTY(
      "user-property", Kind.PAIR, CONNECT, PUBLISH, SUBSCRIBE, UNSUBSCRIBE, DISCONNECT, WILL);

  /** What a value is. */
  public enum Kind {
    /** A whole number. */
    NUMBER,
    /** Text. */
    TEXT,
    /** Bytes; on a command line, those of the text. */
    BINARY,
    /** A name and a value; may be given many times. */
    PAIR
  }

  private final String word;
  private final Kind kind;
  private final long maximum;

  @SuppressWarnings("ImmutableEnumChecker") // it is one that can't be changed
  private final Set<PropertyCommand> commands;

  MqttProperty(String word, Kind kind, PropertyCommand... commands) {
    this.word = word;
    this.kind = kind;
    this.maximum = 0;
    this.commands = Set.of(commands);
  }

  MqttProperty(String word, long maximum, PropertyCommand... commands) {
    this.word = word;
    this.kind = Kind.NUMBER;
    this.maximum = maximum;
    this.commands = Set.of(commands);
  }

  /** The property of a name. */
  public static Optional<MqttProperty> named(String word) {
    return Arrays.stream(values()).filter(property -> property.word.equals(word)).findFirst();
  }

  /** The name, as in {@code content-type}. */
  public String word() {
    return word;
  }

  public Kind kind() {
    return kind;
  }

  /** The greatest number that it takes. */
  public long maximum() {
    return maximum;
  }

  /** Whether MQTT lets a client send it with a packet. */
  public boolean belongsTo(PropertyCommand command) {
    return commands.contains(command);
  }
}
