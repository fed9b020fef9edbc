package io.weir.broker.lane;

import static io.weir.broker.protocol.ProtocolViolation.error;
import static io.weir.broker.protocol.ProtocolViolation.malformed;

import io.vertx.core.buffer.Buffer;
import io.weir.broker.packet.Authentication;
import io.weir.broker.packet.PublishProperties;
import io.weir.broker.packet.ReasonCode;
import io.weir.broker.packet.UserProperty;
import io.weir.broker.protocol.ProtocolViolation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the property block of a v5 packet, and refuses what does not belong there.
 *
 * <p>Holds the values of the block read last.
 *
 * @threads the loop only
 * @mqtt 5.0 §2.2.2
 */
final class PropertyReader {
  static final int PAYLOAD_FORMAT = 0x01;
  static final int MESSAGE_EXPIRY = 0x02;
  static final int CONTENT_TYPE = 0x03;
  static final int RESPONSE_TOPIC = 0x08;
  static final int CORRELATION_DATA = 0x09;
  static final int SUBSCRIPTION_ID = 0x0B;
  static final int SESSION_EXPIRY = 0x11;
  static final int ASSIGNED_CLIENT_ID = 0x12;
  static final int SERVER_KEEP_ALIVE = 0x13;
  static final int AUTH_METHOD = 0x15;
  static final int AUTH_DATA = 0x16;
  static final int REQUEST_PROBLEM_INFORMATION = 0x17;
  static final int WILL_DELAY = 0x18;
  static final int REQUEST_RESPONSE_INFORMATION = 0x19;
  static final int SERVER_REFERENCE = 0x1C;
  static final int REASON_STRING = 0x1F;
  static final int RECEIVE_MAXIMUM = 0x21;
  static final int TOPIC_ALIAS_MAXIMUM = 0x22;
  static final int TOPIC_ALIAS = 0x23;
  static final int USER_PROPERTY = 0x26;
  static final int MAXIMUM_PACKET_SIZE = 0x27;

  /** Where a block stands; each place has its own set of properties. */
  enum Place {
    CONNECT(
        SESSION_EXPIRY,
        AUTH_METHOD,
        AUTH_DATA,
        REQUEST_PROBLEM_INFORMATION,
        REQUEST_RESPONSE_INFORMATION,
        RECEIVE_MAXIMUM,
        TOPIC_ALIAS_MAXIMUM,
        USER_PROPERTY,
        MAXIMUM_PACKET_SIZE),
    WILL(
        PAYLOAD_FORMAT,
        MESSAGE_EXPIRY,
        CONTENT_TYPE,
        RESPONSE_TOPIC,
        CORRELATION_DATA,
        WILL_DELAY,
        USER_PROPERTY),
    PUBLISH(
        PAYLOAD_FORMAT,
        MESSAGE_EXPIRY,
        CONTENT_TYPE,
        RESPONSE_TOPIC,
        CORRELATION_DATA,
        SUBSCRIPTION_ID,
        TOPIC_ALIAS,
        USER_PROPERTY),
    ACKNOWLEDGEMENT(REASON_STRING, USER_PROPERTY),
    SUBSCRIBE(SUBSCRIPTION_ID, USER_PROPERTY),
    UNSUBSCRIBE(USER_PROPERTY),
    DISCONNECT(SESSION_EXPIRY, SERVER_REFERENCE, REASON_STRING, USER_PROPERTY),
    AUTH(AUTH_METHOD, AUTH_DATA, REASON_STRING, USER_PROPERTY);

    /** One bit for each property; the highest id is 0x2A. */
    private final long allowed;

    Place(int... ids) {
      long bits = 0;
      for (int id : ids) {
        bits |= 1L << id;
      }
      allowed = bits;
    }
  }

  private final PacketReader reader;
  private long seen;
  private boolean isUtf8;
  private long messageExpiry;
  private @Nullable String contentType;
  private @Nullable String responseTopic;
  private @Nullable Buffer correlationData;
  private int subscriptionId;
  private long sessionExpiry;
  private @Nullable String authMethod;
  private @Nullable Buffer authData;
  private boolean wantsProblemInformation;
  private long willDelay;
  private int receiveMaximum;
  private int topicAliasMaximum;
  private int topicAlias;
  private long maximumPacketSize;
  private List<UserProperty> userProperties = List.of();

  PropertyReader(PacketReader reader) {
    this.reader = reader;
  }

  /** Reads a block with the length in front. */
  void read(Place place) {
    reset();
    int length = reader.readVariableInt();
    if (length == 0) {
      return;
    }
    int outer = reader.narrow(length);
    while (reader.hasMore()) {
      readOne(place, reader.readVariableInt());
    }
    reader.widen(outer);
  }

  /** As after an empty block. */
  void reset() {
    seen = 0;
    isUtf8 = false;
    messageExpiry = -1;
    contentType = null;
    responseTopic = null;
    correlationData = null;
    subscriptionId = 0;
    sessionExpiry = -1;
    authMethod = null;
    authData = null;
    wantsProblemInformation = true;
    willDelay = 0;
    receiveMaximum = 65_535;
    topicAliasMaximum = 0;
    topicAlias = 0;
    maximumPacketSize = Long.MAX_VALUE;
    userProperties = List.of();
  }

  private void readOne(Place place, int id) {
    if (id > 0x2A || id <= 0) {
      throw malformed("", "there is no property 0x" + Integer.toHexString(id));
    }
    long bit = 1L << id;
    if ((place.allowed & bit) == 0) {
      throw error("", "property 0x" + Integer.toHexString(id) + " does not belong into " + place);
    }
    if ((seen & bit) != 0 && id != USER_PROPERTY) {
      throw error("", "property 0x" + Integer.toHexString(id) + " appears twice");
    }
    seen |= bit;
    switch (id) {
      case PAYLOAD_FORMAT -> isUtf8 = readFlag(id);
      case MESSAGE_EXPIRY -> messageExpiry = reader.readInt();
      case CONTENT_TYPE -> contentType = reader.readString();
      case RESPONSE_TOPIC -> responseTopic = reader.readString();
      case CORRELATION_DATA -> correlationData = Buffer.buffer(reader.readBinary());
      case SUBSCRIPTION_ID -> subscriptionId = notZero(id, reader.readVariableInt());
      case SESSION_EXPIRY -> sessionExpiry = reader.readInt();
      case AUTH_METHOD -> authMethod = reader.readString();
      case AUTH_DATA -> authData = Buffer.buffer(reader.readBinary());
      case REQUEST_PROBLEM_INFORMATION -> wantsProblemInformation = readFlag(id);
      case REQUEST_RESPONSE_INFORMATION -> readFlag(id);
      case WILL_DELAY -> willDelay = reader.readInt();
      case RECEIVE_MAXIMUM -> receiveMaximum = notZero(id, reader.readShort());
      case TOPIC_ALIAS_MAXIMUM -> topicAliasMaximum = reader.readShort();
      case TOPIC_ALIAS -> topicAlias = readAlias();
      case MAXIMUM_PACKET_SIZE -> maximumPacketSize = notZero(reader.readInt());
      case USER_PROPERTY -> addUserProperty();
      default -> reader.readString(); // reason string and server reference, which nobody needs
    }
  }

  private boolean readFlag(int id) {
    int value = reader.readByte();
    if (value > 1) {
      throw error("", "property 0x" + Integer.toHexString(id) + " is 0 or 1 but is " + value);
    }
    return value == 1;
  }

  private static int notZero(int id, int value) {
    if (value == 0) {
      throw error("", "property 0x" + Integer.toHexString(id) + " must not be 0");
    }
    return value;
  }

  private static long notZero(long value) {
    if (value == 0) {
      throw error("", "Maximum Packet Size must not be 0");
    }
    return value;
  }

  private int readAlias() {
    int alias = reader.readShort();
    if (alias == 0) {
      throw new ProtocolViolation(
          ReasonCode.TOPIC_ALIAS_INVALID, "MQTT-3.3.2-8", "a topic alias must not be 0");
    }
    return alias;
  }

  private void addUserProperty() {
    if (userProperties.isEmpty()) {
      userProperties = new ArrayList<>();
    }
    userProperties.add(new UserProperty(reader.readString(), reader.readString()));
  }

  boolean has(int id) {
    return (seen & (1L << id)) != 0;
  }

  /** The properties that travel on with a publication. */
  PublishProperties forPublication() {
    if ((seen & ~((1L << TOPIC_ALIAS) | (1L << WILL_DELAY))) == 0) {
      return PublishProperties.NONE;
    }
    return new PublishProperties(
        isUtf8, messageExpiry, contentType, responseTopic, correlationData, userProperties);
  }

  @Nullable String responseTopic() {
    return responseTopic;
  }

  int subscriptionId() {
    return subscriptionId;
  }

  /** Seconds, or -1 if absent. */
  long sessionExpiry() {
    return sessionExpiry;
  }

  /** Method and data; null if neither is there. */
  @Nullable Authentication authentication() {
    if (authMethod != null) {
      return new Authentication(authMethod, authData);
    }
    if (authData != null) {
      throw error("", "authentication data without a method");
    }
    return null;
  }

  boolean wantsProblemInformation() {
    return wantsProblemInformation;
  }

  long willDelay() {
    return willDelay;
  }

  int receiveMaximum() {
    return receiveMaximum;
  }

  int topicAliasMaximum() {
    return topicAliasMaximum;
  }

  /** The alias, or 0 if absent. */
  int topicAlias() {
    return topicAlias;
  }

  long maximumPacketSize() {
    return maximumPacketSize;
  }
}
