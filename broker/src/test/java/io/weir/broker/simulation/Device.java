package io.weir.broker.simulation;

import static io.weir.broker.conformance.Bytes.packet;
import static io.weir.broker.conformance.Bytes.properties;
import static io.weir.broker.conformance.Bytes.puback;
import static io.weir.broker.conformance.Bytes.pubcomp;
import static io.weir.broker.conformance.Bytes.pubrec;
import static io.weir.broker.conformance.Bytes.pubrel;
import static io.weir.broker.conformance.Bytes.raw;
import static io.weir.broker.conformance.Bytes.u16;
import static io.weir.broker.conformance.Bytes.u32;

import io.weir.broker.conformance.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A client that keeps to the protocol, with a connection that does not always last. */
final class Device {
  /** How a client introduces itself. A v5 client keeps its session for so many seconds. */
  record Manner(
      boolean isVersion5, boolean cleanStart, int expirySeconds, @Nullable ExpectedWill will) {}

  private static final class Outgoing {
    final Message message;
    boolean isReleased;

    Outgoing(Message message) {
      this.message = message;
    }
  }

  final String id;
  boolean isLazy;

  private final Ledger ledger;
  private final Map<Integer, Outgoing> outgoing = new LinkedHashMap<>();
  private final Map<Integer, Message> unreleased = new HashMap<>();
  private final Deque<byte[]> heldAnswers = new ArrayDeque<>();
  private final Set<Integer> answered = new HashSet<>();
  private @Nullable PlainConnection connection;
  private ExpectedSession session;
  private boolean isVersion5;
  private boolean isResumed;
  private Runnable whenWelcomed = () -> {};
  private int lastId;
  private int pongs;
  private byte @Nullable [] connAck;
  private byte @Nullable [] goodbye;

  Device(String id, Ledger ledger) {
    this.id = id;
    this.ledger = ledger;
    this.session = new ExpectedSession(id);
  }

  boolean isConnected() {
    return connection != null;
  }

  boolean isVersion5() {
    return isVersion5;
  }

  ExpectedSession session() {
    return session;
  }

  int underWay() {
    return outgoing.size();
  }

  int pongs() {
    return pongs;
  }

  boolean isAnswered(int packetId) {
    return answered.contains(packetId);
  }

  boolean isWelcomed() {
    return connAck != null;
  }

  boolean isPresent() {
    return connAck[2] == 1;
  }

  /**
   * Opens a connection.
   *
   * @param whenWelcomed called when the CONNACK comes, before anything that follows it
   */
  void connect(int port, Manner manner, Runnable whenWelcomed) {
    connection = new PlainConnection(port);
    this.whenWelcomed = whenWelcomed;
    connAck = null;
    goodbye = null;
    isVersion5 = manner.isVersion5();
    answered.clear();
    heldAnswers.clear();
    connection.send(connectPacket(manner));
  }

  private byte[] connectPacket(Manner manner) {
    ExpectedWill will = manner.will();
    // A will of QoS 2, if there is one.
    int flags = (manner.cleanStart() ? 2 : 0) | (will == null ? 0 : 0x14);
    byte[] none = {};
    if (!manner.isVersion5()) {
      Object[] end = will == null ? new Object[] {none} : new Object[] {Ledger.WILLS, will.text};
      return packet(0x10, "MQTT", 4, flags, u16(0), id, Bytes.join(end));
    }
    byte[] wishes = properties(0x11, u32(manner.expirySeconds()));
    byte[] end =
        will == null
            ? none
            : Bytes.join(properties(0x18, u32(will.delaySeconds)), Ledger.WILLS, will.text);
    return packet(0x10, "MQTT", 5, flags, u16(0), wishes, id, end);
  }

  /** Goes on with what both sides know, or begins anew. */
  private void begin() {
    isResumed = isPresent();
    if (!isResumed) {
      session = new ExpectedSession(id);
      outgoing.clear();
      unreleased.clear();
      return;
    }
    for (Map.Entry<Integer, Outgoing> entry : outgoing.entrySet()) {
      Outgoing each = entry.getValue();
      send(each.isReleased ? pubrel(entry.getKey()) : publish(entry.getKey(), each.message, true));
    }
  }

  void publish(Message message) {
    ledger.add(message);
    int packetId = 0;
    if (message.qos > 0) {
      packetId = freeId();
      outgoing.put(packetId, new Outgoing(message));
    }
    send(publish(packetId, message, false));
  }

  private byte[] publish(int packetId, Message message, boolean isRepeated) {
    int first = 0x30 | (isRepeated ? 8 : 0) | message.qos << 1;
    byte[] none = {};
    return packet(
        first,
        message.topic,
        message.qos == 0 ? none : u16(packetId),
        isVersion5 ? properties() : none,
        raw(message.text()));
  }

  private int freeId() {
    do {
      lastId = lastId % 50 + 1;
    } while (outgoing.containsKey(lastId));
    return lastId;
  }

  /** Sends a SUBSCRIBE under an id of its own. */
  int subscribe(String filter, int qos) {
    int packetId = freeId();
    byte[] none = {};
    send(packet(0x82, u16(packetId), isVersion5 ? properties() : none, filter, qos));
    return packetId;
  }

  int unsubscribe(String filter) {
    int packetId = freeId();
    byte[] none = {};
    send(packet(0xA2, u16(packetId), isVersion5 ? properties() : none, filter));
    return packetId;
  }

  void forgetAnswer(int packetId) {
    answered.remove(packetId);
  }

  void send(byte[] bytes) {
    connection.send(bytes);
  }

  /** Takes up what has come; nothing more counts after the broker's goodbye. */
  void pump() {
    PlainConnection present = connection;
    if (present == null) {
      return;
    }
    byte[] next = present.poll();
    while (next != null) {
      take(next);
      next = present.poll();
    }
    while (!isLazy && !heldAnswers.isEmpty()) {
      present.send(heldAnswers.remove());
    }
  }

  boolean isClosedWhenPumped() {
    pump();
    return connection.isEnded();
  }

  /** The present connection, given away to be watched until it ends; its packets are lost. */
  OldConnection handOver() {
    OldConnection old = new OldConnection(connection, isVersion5);
    connection = null;
    return old;
  }

  /** Sends a CONNECT and gives up at once; the answer, if one comes, is lost. */
  OldConnection connectInVain(int port, Manner manner) {
    PlainConnection vain = new PlainConnection(port);
    vain.send(connectPacket(manner));
    vain.shutDown();
    return new OldConnection(vain, manner.isVersion5());
  }

  /** The reason in the broker's DISCONNECT, or -1 if there was none. */
  int goodbyeReason() {
    return reason(goodbye);
  }

  private static int reason(byte @Nullable [] disconnect) {
    if (disconnect == null) {
      return -1;
    }
    return disconnect[1] == 0 ? 0 : disconnect[2] & 0xFF;
  }

  /** A connection that a newer one has taken over from. */
  static final class OldConnection {
    private final PlainConnection connection;
    private final boolean isVersion5;
    private byte @Nullable [] last;

    private OldConnection(PlainConnection connection, boolean isVersion5) {
      this.connection = connection;
      this.isVersion5 = isVersion5;
    }

    boolean isClosed() {
      byte[] next = connection.poll();
      while (next != null) {
        last = next;
        next = connection.poll();
      }
      return connection.isEnded();
    }

    /** Whether the client was told why, as far as its version can. */
    boolean wasTold() {
      return !isVersion5 || ((last[0] & 0xFF) == 0xE0 && reason(last) == 0x8E);
    }

    void close() {
      connection.cutOff(false);
    }
  }

  /** The connection is over; what was not read is lost, what was not answered stays so. */
  void cutOff(boolean withReset) {
    if (connection != null) {
      connection.cutOff(withReset);
      connection = null;
      heldAnswers.clear();
    }
  }

  private void take(byte[] packet) {
    int first = packet[0] & 0xFF;
    int at = 1;
    while (packet[at] < 0) {
      at++;
    }
    at++;
    switch (first >> 4) {
      case 2 -> {
        if (connAck != null || packet[3] != 0) {
          throw new AssertionError(id + " got the CONNACK " + HexFormat.of().formatHex(packet));
        }
        connAck = packet;
        whenWelcomed.run();
        begin();
      }
      case 3 -> takePublish(first, packet, at);
      case 4 -> acknowledged(numberAt(packet, at), 1);
      case 5 -> recorded(numberAt(packet, at));
      case 6 -> {
        unreleased.remove(numberAt(packet, at));
        heldAnswers.add(pubcomp(numberAt(packet, at)));
      }
      case 7 -> acknowledged(numberAt(packet, at), 2);
      case 9, 11 -> answered.add(numberAt(packet, at));
      case 13 -> pongs++;
      case 14 -> goodbye = packet;
      default -> throw new AssertionError(id + " got a packet of type " + (first >> 4));
    }
  }

  private void acknowledged(int packetId, int qos) {
    Outgoing done = outgoing.remove(packetId);
    if (done == null || done.message.qos != qos) {
      throw new AssertionError(id + " got an acknowledgement for unknown id " + packetId);
    }
    taken(done.message);
  }

  private void recorded(int packetId) {
    Outgoing half = outgoing.get(packetId);
    if (half == null || half.message.qos != 2) {
      throw new AssertionError(id + " got a PUBREC for unknown id " + packetId);
    }
    taken(half.message);
    half.isReleased = true;
    heldAnswers.add(pubrel(packetId));
  }

  private void taken(Message message) {
    message.takenAt = Math.min(message.takenAt, ledger.now());
  }

  private void takePublish(int first, byte[] packet, int start) {
    int qos = first >> 1 & 3;
    boolean isRepeated = (first & 8) != 0;
    if (isRepeated && !isResumed) {
      throw new AssertionError(id + " got a repeated PUBLISH in a new session");
    }
    int at = start + 2 + numberAt(packet, start);
    String topic = new String(packet, start + 2, at - start - 2, StandardCharsets.UTF_8);
    int packetId = qos == 0 ? 0 : numberAt(packet, at);
    at += qos == 0 ? 0 : 2;
    // No property is asked for; a longer block would show as an unknown text.
    at += isVersion5 ? 1 : 0;
    String text = new String(packet, at, packet.length - at, StandardCharsets.UTF_8);
    if (qos == 2) {
      heldAnswers.add(pubrec(packetId));
    } else if (qos == 1) {
      heldAnswers.add(puback(packetId));
    }
    if (topic.equals(Ledger.WILLS)) {
      takeWill(qos, packetId, text);
      return;
    }
    Message message = ledger.message(text);
    if (!message.topic.equals(topic)) {
      throw new AssertionError(id + " got under topic " + topic + " " + message);
    }
    Message before = qos == 2 ? unreleased.put(packetId, message) : null;
    if (before == null) {
      session.receives(message, qos, isRepeated);
    } else if (before != message || !isRepeated) {
      throw new AssertionError(
          id + " got under the unreleased id " + packetId + " of " + before + " " + message);
    }
  }

  private void takeWill(int qos, int packetId, String text) {
    Message stand = ledger.messageOfWill(text);
    // Others see it through wildcards and take it as they may.
    boolean isNew = qos != 2 || unreleased.put(packetId, stand) == null;
    if (isNew && id.equals(Ledger.HEIR)) {
      ledger.will(text).published();
    }
  }

  private static int numberAt(byte[] packet, int at) {
    return (packet[at] & 0xFF) << 8 | (packet[at + 1] & 0xFF);
  }
}
