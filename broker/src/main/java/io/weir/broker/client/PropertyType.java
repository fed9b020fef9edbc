package io.weir.broker.client;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The properties of MQTT 5, in the names that Mosquitto's clients give them.
 *
 * @mqtt 5.0 §2.2.2.2
 */
public enum PropertyType {
  PAYLOAD_FORMAT_INDICATOR(0x01, Form.BYTE),
  MESSAGE_EXPIRY_INTERVAL(0x02, Form.INT),
  CONTENT_TYPE(0x03, Form.TEXT),
  RESPONSE_TOPIC(0x08, Form.TEXT),
  CORRELATION_DATA(0x09, Form.BINARY),
  SUBSCRIPTION_IDENTIFIER(0x0B, Form.VARIABLE),
  SESSION_EXPIRY_INTERVAL(0x11, Form.INT),
  ASSIGNED_CLIENT_IDENTIFIER(0x12, Form.TEXT),
  SERVER_KEEP_ALIVE(0x13, Form.SHORT),
  AUTHENTICATION_METHOD(0x15, Form.TEXT),
  AUTHENTICATION_DATA(0x16, Form.BINARY),
  REQUEST_PROBLEM_INFORMATION(0x17, Form.BYTE),
  WILL_DELAY_INTERVAL(0x18, Form.INT),
  REQUEST_RESPONSE_INFORMATION(0x19, Form.BYTE),
  RESPONSE_INFORMATION(0x1A, Form.TEXT),
  SERVER_REFERENCE(0x1C, Form.TEXT),
  REASON_STRING(0x1F, Form.TEXT),
  RECEIVE_MAXIMUM(0x21, Form.SHORT),
  TOPIC_ALIAS_MAXIMUM(0x22, Form.SHORT),
  TOPIC_ALIAS(0x23, Form.SHORT),
  MAXIMUM_QOS(0x24, Form.BYTE),
  RETAIN_AVAILABLE(0x25, Form.BYTE),
  USER_PROPERTY(0x26, Form.PAIR),
  MAXIMUM_PACKET_SIZE(0x27, Form.INT),
  WILDCARD_SUBSCRIPTION_AVAILABLE(0x28, Form.BYTE),
  SUBSCRIPTION_IDENTIFIER_AVAILABLE(0x29, Form.BYTE),
  SHARED_SUBSCRIPTION_AVAILABLE(0x2A, Form.BYTE);

  /** What a value looks like on the wire. */
  public enum Form {
    /** 0 or 1. */
    BYTE(1),
    SHORT(0xFFFF),
    INT(0xFFFF_FFFFL),
    /** One to four bytes. */
    VARIABLE(268_435_455),
    TEXT(0),
    BINARY(0),
    /** A name and a value; may be there many times. */
    PAIR(0);

    private final long maximum;

    Form(long maximum) {
      this.maximum = maximum;
    }

    /** Whether it is a number. */
    public boolean isNumber() {
      return maximum > 0;
    }

    /** The greatest number; 0 if it is none. */
    public long maximum() {
      return maximum;
    }
  }

  private static final @Nullable PropertyType[] BY_ID = new PropertyType[0x2B];

  static {
    for (PropertyType type : values()) {
      BY_ID[type.id] = type;
    }
  }

  private final int id;
  private final Form form;

  PropertyType(int id, Form form) {
    this.id = id;
    this.form = form;
  }

  /** The property of a name such as {@code content-type}. */
  public static Optional<PropertyType> named(String word) {
    for (PropertyType type : values()) {
      if (type.word().equals(word)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** The property of a number on the wire, or null if there is none. */
  static @Nullable PropertyType of(int id) {
    return id < BY_ID.length ? BY_ID[id] : null;
  }

  /** The number on the wire. */
  int id() {
    return id;
  }

  /** The name, as in {@code content-type}. */
  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  public Form form() {
    return form;
  }
}
