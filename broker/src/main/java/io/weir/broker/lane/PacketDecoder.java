package io.weir.broker.lane;

import static io.weir.broker.protocol.ProtocolViolation.error;
import static io.weir.broker.protocol.ProtocolViolation.malformed;

import io.weir.broker.Limits.PacketLimits;
import io.weir.broker.SubscribeOptions;
import io.weir.broker.SubscribeOptions.RetainHandling;
import io.weir.broker.lane.PropertyReader.Place;
import io.weir.broker.packet.Ack;
import io.weir.broker.packet.Auth;
import io.weir.broker.packet.Disconnect;
import io.weir.broker.packet.Packet;
import io.weir.broker.packet.Ping;
import io.weir.broker.packet.ProtocolVersion;
import io.weir.broker.packet.Qos;
import io.weir.broker.packet.ReasonCode;
import io.weir.broker.packet.Subscribe;
import io.weir.broker.packet.Unsubscribe;
import io.weir.broker.protocol.ProtocolViolation;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes packets of bytes, strictly: whatever MQTT forbids in a single packet is refused here.
 *
 * <p>CONNECT has a decoder of its own, and PUBLISH is read in place by {@link IncomingPublish}.
 *
 * @threads the loop only
 * @mqtt 5.0 §2, §3
 */
final class PacketDecoder {
  static final int CONNECT = 1;
  static final int PUBLISH = 3;
  private static final int PUBACK = 4;
  private static final int PUBREC = 5;
  private static final int PUBREL = 6;
  private static final int PUBCOMP = 7;
  private static final int SUBSCRIBE = 8;
  private static final int UNSUBSCRIBE = 10;
  private static final int PINGREQ = 12;
  private static final int DISCONNECT = 14;
  private static final int AUTH = 15;

  private final PacketReader reader;
  private final PropertyReader properties;
  private PacketLimits limits;

  PacketDecoder(PacketLimits limits, PacketReader reader, PropertyReader properties) {
    this.limits = limits;
    this.reader = reader;
    this.properties = properties;
  }

  /** Other bounds from here on. */
  void limits(PacketLimits newLimits) {
    limits = newLimits;
  }

  /**
   * Refuses a first byte that no client may send, before the rest has arrived.
   *
   * @mqtt [MQTT-2.1.3-1]
   */
  static void checkFirstByte(int firstByte, boolean isMqtt5) {
    int type = firstByte >>> 4;
    int flags = firstByte & 0x0F;
    switch (type) {
      case PUBLISH -> {
        if ((flags & 0x06) == 0x06) {
          throw malformed("MQTT-3.3.1-4", "there is no QoS 3");
        }
        if ((flags & 0x0E) == 0x08) {
          throw malformed("MQTT-3.3.1-2", "DUP with QoS 0");
        }
      }
      case PUBREL, SUBSCRIBE, UNSUBSCRIBE -> checkFlags(flags, 2);
      case CONNECT, PUBACK, PUBREC, PUBCOMP, PINGREQ, DISCONNECT -> checkFlags(flags, 0);
      case AUTH -> {
        if (!isMqtt5) {
          throw malformed("MQTT-2.2.2-2", "packet type 15 does not exist");
        }
        checkFlags(flags, 0);
      }
      case 0 -> throw malformed("", "packet type 0 does not exist");
      default -> throw error("", "packet type " + type + " never comes from a client");
    }
  }

  /** Refuses a first byte that no client may send while it has still to prove who it is. */
  static void checkFirstByteInExchange(int firstByte) {
    checkFirstByte(firstByte, true);
    int type = firstByte >>> 4;
    if (type != AUTH && type != DISCONNECT) {
      throw error("MQTT-3.1.2-30", "a packet other than AUTH before CONNACK");
    }
  }

  private static void checkFlags(int flags, int expected) {
    if (flags != expected) {
      throw malformed("MQTT-2.1.3-1", "fixed header flags must be " + expected);
    }
  }

  /** Decodes the packet that the reader points at; its first byte has been checked. */
  Packet decode(int firstByte, ProtocolVersion version) {
    boolean isMqtt5 = version.isMqtt5();
    Packet packet =
        switch (firstByte >>> 4) {
          case PUBACK -> readAck(Ack.Kind.PUBACK, isMqtt5);
          case PUBREC -> readAck(Ack.Kind.PUBREC, isMqtt5);
          case PUBREL -> readAck(Ack.Kind.PUBREL, isMqtt5);
          case PUBCOMP -> readAck(Ack.Kind.PUBCOMP, isMqtt5);
          case SUBSCRIBE -> readSubscribe(isMqtt5);
          case UNSUBSCRIBE -> readUnsubscribe(isMqtt5);
          case PINGREQ -> Ping.REQUEST;
          case DISCONNECT -> readDisconnect(isMqtt5);
          case AUTH -> readAuth();
          default -> throw error("MQTT-3.1.0-2", "a second CONNECT");
        };
    reader.expectEnd();
    return packet;
  }

  private int readPacketId() {
    int id = reader.readShort();
    if (id == 0) {
      throw error("MQTT-2.2.1-3", "a packet id must not be 0");
    }
    return id;
  }

  private Ack readAck(Ack.Kind kind, boolean isMqtt5) {
    int id = readPacketId();
    ReasonCode reason = ReasonCode.SUCCESS;
    if (isMqtt5 && reader.hasMore()) {
      reason = readReason(kind.name());
      if (!isAckReason(kind, reason)) {
        throw error("", kind + " does not know reason " + reason);
      }
      if (reader.hasMore()) {
        properties.read(Place.ACKNOWLEDGEMENT);
      }
    }
    return new Ack(kind, id, reason);
  }

  private static boolean isAckReason(Ack.Kind kind, ReasonCode reason) {
    return switch (kind) {
      case PUBREL, PUBCOMP ->
          reason == ReasonCode.SUCCESS || reason == ReasonCode.PACKET_IDENTIFIER_NOT_FOUND;
      case PUBACK, PUBREC ->
          switch (reason) {
            case SUCCESS,
                NO_MATCHING_SUBSCRIBERS,
                UNSPECIFIED_ERROR,
                IMPLEMENTATION_SPECIFIC_ERROR,
                NOT_AUTHORIZED,
                TOPIC_NAME_INVALID,
                PACKET_IDENTIFIER_IN_USE,
                QUOTA_EXCEEDED,
                PAYLOAD_FORMAT_INVALID ->
                true;
            default -> false;
          };
    };
  }

  private ReasonCode readReason(String packet) {
    int value = reader.readByte();
    ReasonCode reason = ReasonCode.of(value);
    if (reason == null) {
      throw malformed("", packet + " has no reason 0x" + Integer.toHexString(value));
    }
    return reason;
  }

  private Subscribe readSubscribe(boolean isMqtt5) {
    int id = readPacketId();
    int subscriptionId = 0;
    if (isMqtt5) {
      properties.read(Place.SUBSCRIBE);
      subscriptionId = properties.subscriptionId();
    }
    if (!reader.hasMore()) {
      throw error("MQTT-3.8.3-2", "SUBSCRIBE without a filter");
    }
    List<Subscribe.Request> requests = new ArrayList<>(4);
    while (reader.hasMore()) {
      String filter = reader.readString();
      requests.add(new Subscribe.Request(filter, readOptions(isMqtt5, subscriptionId)));
      checkFilterCount(requests.size());
    }
    return new Subscribe(id, requests);
  }

  private SubscribeOptions readOptions(boolean isMqtt5, int subscriptionId) {
    int options = reader.readByte();
    int qos = options & 0x03;
    if (qos == 3) {
      throw malformed("MQTT-3.8.3-4", "there is no QoS 3");
    }
    if ((options & (isMqtt5 ? 0xC0 : 0xFC)) != 0) {
      throw malformed("MQTT-3.8.3-5", "reserved bits of a subscription's options are set");
    }
    if (!isMqtt5) {
      return SubscribeOptions.atMost(Qos.of(qos));
    }
    int retainHandling = options >>> 4;
    if (retainHandling == 3) {
      throw error("", "there is no Retain Handling 3");
    }
    return new SubscribeOptions(
        Qos.of(qos),
        (options & 0x04) != 0,
        (options & 0x08) != 0,
        switch (retainHandling) {
          case 0 -> RetainHandling.SEND;
          case 1 -> RetainHandling.SEND_IF_NEW;
          default -> RetainHandling.DO_NOT_SEND;
        },
        subscriptionId);
  }

  private Unsubscribe readUnsubscribe(boolean isMqtt5) {
    int id = readPacketId();
    if (isMqtt5) {
      properties.read(Place.UNSUBSCRIBE);
    }
    if (!reader.hasMore()) {
      throw error("MQTT-3.10.3-2", "UNSUBSCRIBE without a filter");
    }
    List<String> filters = new ArrayList<>(4);
    while (reader.hasMore()) {
      filters.add(reader.readString());
      checkFilterCount(filters.size());
    }
    return new Unsubscribe(id, filters);
  }

  private void checkFilterCount(int count) {
    if (count > limits.maxFilters()) {
      throw new ProtocolViolation(
          ReasonCode.QUOTA_EXCEEDED, "", "more than " + limits.maxFilters() + " filters");
    }
  }

  private Disconnect readDisconnect(boolean isMqtt5) {
    if (!isMqtt5 || !reader.hasMore()) {
      return new Disconnect(ReasonCode.SUCCESS);
    }
    ReasonCode reason = readReason("DISCONNECT");
    if (!isDisconnectReason(reason)) {
      throw error("", "a client's DISCONNECT does not know reason " + reason);
    }
    if (!reader.hasMore()) {
      return new Disconnect(reason);
    }
    properties.read(Place.DISCONNECT);
    if (properties.has(PropertyReader.SERVER_REFERENCE)) {
      throw error("", "only a server refers to a server");
    }
    return new Disconnect(reason, properties.sessionExpiry());
  }

  private static boolean isDisconnectReason(ReasonCode reason) {
    return switch (reason) {
      case SUCCESS,
          DISCONNECT_WITH_WILL,
          UNSPECIFIED_ERROR,
          MALFORMED_PACKET,
          PROTOCOL_ERROR,
          IMPLEMENTATION_SPECIFIC_ERROR,
          TOPIC_NAME_INVALID,
          RECEIVE_MAXIMUM_EXCEEDED,
          TOPIC_ALIAS_INVALID,
          PACKET_TOO_LARGE,
          MESSAGE_RATE_TOO_HIGH,
          QUOTA_EXCEEDED,
          ADMINISTRATIVE_ACTION,
          PAYLOAD_FORMAT_INVALID ->
          true;
      default -> false;
    };
  }

  private Auth readAuth() {
    if (!reader.hasMore()) {
      return new Auth(ReasonCode.SUCCESS, null);
    }
    ReasonCode reason = readReason("AUTH");
    boolean isOne =
        reason == ReasonCode.SUCCESS
            || reason == ReasonCode.CONTINUE_AUTHENTICATION
            || reason == ReasonCode.REAUTHENTICATE;
    if (!isOne) {
      throw error("MQTT-3.15.2-1", "AUTH does not know reason " + reason);
    }
    if (!reader.hasMore()) {
      return new Auth(reason, null);
    }
    properties.read(Place.AUTH);
    return new Auth(reason, properties.authentication());
  }
}
