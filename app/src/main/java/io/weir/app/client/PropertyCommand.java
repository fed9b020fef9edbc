package io.weir.app.client;

import static io.weir.broker.client.PropertyType.AUTHENTICATION_DATA;
import static io.weir.broker.client.PropertyType.AUTHENTICATION_METHOD;
import static io.weir.broker.client.PropertyType.CONTENT_TYPE;
import static io.weir.broker.client.PropertyType.CORRELATION_DATA;
import static io.weir.broker.client.PropertyType.MAXIMUM_PACKET_SIZE;
import static io.weir.broker.client.PropertyType.MESSAGE_EXPIRY_INTERVAL;
import static io.weir.broker.client.PropertyType.PAYLOAD_FORMAT_INDICATOR;
import static io.weir.broker.client.PropertyType.RECEIVE_MAXIMUM;
import static io.weir.broker.client.PropertyType.REQUEST_PROBLEM_INFORMATION;
import static io.weir.broker.client.PropertyType.REQUEST_RESPONSE_INFORMATION;
import static io.weir.broker.client.PropertyType.RESPONSE_TOPIC;
import static io.weir.broker.client.PropertyType.SESSION_EXPIRY_INTERVAL;
import static io.weir.broker.client.PropertyType.SUBSCRIPTION_IDENTIFIER;
import static io.weir.broker.client.PropertyType.TOPIC_ALIAS;
import static io.weir.broker.client.PropertyType.TOPIC_ALIAS_MAXIMUM;
import static io.weir.broker.client.PropertyType.USER_PROPERTY;
import static io.weir.broker.client.PropertyType.WILL_DELAY_INTERVAL;

import io.weir.broker.client.PropertyType;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The packets that properties can be given for with {@code -D}. */
public enum PropertyCommand {
  CONNECT(
      SESSION_EXPIRY_INTERVAL,
      RECEIVE_MAXIMUM,
      MAXIMUM_PACKET_SIZE,
      TOPIC_ALIAS_MAXIMUM,
      REQUEST_RESPONSE_INFORMATION,
      REQUEST_PROBLEM_INFORMATION,
      AUTHENTICATION_METHOD,
      AUTHENTICATION_DATA,
      USER_PROPERTY),
  PUBLISH(
      PAYLOAD_FORMAT_INDICATOR,
      MESSAGE_EXPIRY_INTERVAL,
      CONTENT_TYPE,
      RESPONSE_TOPIC,
      CORRELATION_DATA,
      TOPIC_ALIAS,
      USER_PROPERTY),
  SUBSCRIBE(SUBSCRIPTION_IDENTIFIER, USER_PROPERTY),
  UNSUBSCRIBE(USER_PROPERTY),
  DISCONNECT(SESSION_EXPIRY_INTERVAL, USER_PROPERTY),
  WILL(
      PAYLOAD_FORMAT_INDICATOR,
      MESSAGE_EXPIRY_INTERVAL,
      CONTENT_TYPE,
      RESPONSE_TOPIC,
      CORRELATION_DATA,
      WILL_DELAY_INTERVAL,
      USER_PROPERTY);

  /** Properties that are never 0. */
  private static final Set<PropertyType> POSITIVE =
      Set.of(RECEIVE_MAXIMUM, MAXIMUM_PACKET_SIZE, SUBSCRIPTION_IDENTIFIER, TOPIC_ALIAS);

  @SuppressWarnings("ImmutableEnumChecker") // it is one that can't be changed
  private final Set<PropertyType> properties;

  PropertyCommand(PropertyType... properties) {
    this.properties = Set.of(properties);
  }

  /** The command of a name, in whatever case. */
  public static Optional<PropertyCommand> named(String name) {
    for (PropertyCommand command : values()) {
      if (command.name().equalsIgnoreCase(name)) {
        return Optional.of(command);
      }
    }
    return Optional.empty();
  }

  /** The least that MQTT lets a number be. */
  public static long least(PropertyType property) {
    return POSITIVE.contains(property) ? 1 : 0;
  }

  /** Whether MQTT lets a client send this with the packet. */
  public boolean allows(PropertyType property) {
    return properties.contains(property);
  }

  /** The name as written in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
