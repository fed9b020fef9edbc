package io.weir.broker.client;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.broker.client.PacketWriter.Flags;
import io.weir.broker.packet.Ack;
import io.weir.broker.packet.Qos;
import io.weir.broker.packet.ReasonCode;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Messages on their way to the server. Those of QoS 1 and 2 outlive a connection: with the next
 * one, the handshake of each goes on, or begins anew if the server remembers nothing.
 *
 * @threads the loop only
 * @mqtt 5.0 §4.3, §4.4
 */
final class SendWindow {
  private static final int MAX_ID = 65_535;

  private final PacketWriter writer;
  private final ArrayDeque<Entry> waiting = new ArrayDeque<>();
  private final Map<Integer, Entry> inFlight = new LinkedHashMap<>();
  private final Map<Integer, String> aliases = new HashMap<>(0);
  private int lastId;
  private @Nullable PacketSocket socket;
  private @Nullable ServerTerms terms;

  private static final class Entry {
    private final Outgoing message;
    private final Promise<Void> promise = Promise.promise();

    /** The server has the message; it is the packet id that it still has to forget. */
    private boolean isReleased;

    Entry(Outgoing message) {
      this.message = message;
    }
  }

  SendWindow(PacketWriter writer) {
    this.writer = writer;
  }

  /** Done when the server has it, by the rules of its QoS. */
  Future<Void> add(Outgoing message) {
    Entry entry = new Entry(message);
    waiting.add(entry);
    pump();
    return entry.promise.future();
  }

  /** A packet id that nothing else has. */
  int nextId() {
    do {
      lastId = lastId == MAX_ID ? 1 : lastId + 1;
    } while (inFlight.containsKey(lastId));
    return lastId;
  }

  /** Goes on with what an earlier connection has left. */
  void connected(PacketSocket newSocket, ServerTerms newTerms) {
    socket = newSocket;
    terms = newTerms;
    aliases.clear();
    boolean isKnown = newTerms.isSessionPresent();
    for (Integer id : inFlight.keySet().toArray(new Integer[0])) {
      Entry entry = inFlight.get(id);
      if (entry == null) {
        continue;
      }
      if (!entry.isReleased) {
        publish(newSocket, newTerms, entry, id, isKnown);
      } else if (isKnown) {
        newSocket.write(writer.answer(Ack.Kind.PUBREL, id, ReasonCode.SUCCESS));
      } else {
        inFlight.remove(id);
        entry.promise.complete();
      }
    }
    pump();
  }

  void disconnected() {
    socket = null;
    terms = null;
  }

  /** Sends what there is room for. */
  void pump() {
    PacketSocket to = socket;
    ServerTerms on = terms;
    if (to == null || on == null) {
      return;
    }
    while (to.isWritable()) {
      Entry next = waiting.peek();
      boolean isFull = inFlight.size() >= Math.min(on.receiveMaximum(), MAX_ID - 1);
      if (next == null || (next.message.qos() != Qos.AT_MOST_ONCE && isFull)) {
        return;
      }
      waiting.remove();
      int id = 0;
      if (next.message.qos() != Qos.AT_MOST_ONCE) {
        id = nextId();
        inFlight.put(id, next);
      }
      publish(to, on, next, id, false);
    }
  }

  private void publish(PacketSocket to, ServerTerms on, Entry entry, int id, boolean dup) {
    try {
      to.write(packet(entry.message, on, id, dup));
    } catch (RefusedException | IllegalArgumentException e) {
      inFlight.remove(id);
      entry.promise.fail(e);
      return;
    }
    if (id == 0) {
      entry.promise.complete();
    }
  }

  private ByteBuf packet(Outgoing message, ServerTerms on, int id, boolean dup) {
    if (message.qos().level() > on.maxQos().level()) {
      throw RefusedException.message(
          ReasonCode.QOS_NOT_SUPPORTED, "it takes QoS " + on.maxQos().level() + " at most");
    }
    if (message.retain() && !on.isRetainAvailable()) {
      throw RefusedException.message(
          ReasonCode.RETAIN_NOT_SUPPORTED, "it takes no retained messages");
    }
    ByteBuf packet =
        writer.publish(
            topic(message, on),
            id,
            new Flags(message.qos(), message.retain(), dup),
            message.properties(),
            message.payload().getBytes());
    int size = packet.readableBytes();
    if (size > on.maxPacketBytes()) {
      packet.release();
      throw RefusedException.message(
          ReasonCode.PACKET_TOO_LARGE,
          "its packet has " + size + " bytes, and " + on.maxPacketBytes() + " are taken at most");
    }
    return packet;
  }

  private String topic(Outgoing message, ServerTerms on) {
    int alias = (int) message.properties().number(PropertyType.TOPIC_ALIAS, 0);
    if (alias == 0) {
      return message.topic();
    }
    if (alias > on.topicAliasMaximum()) {
      throw RefusedException.message(
          ReasonCode.TOPIC_ALIAS_INVALID,
          "it takes topic aliases up to " + on.topicAliasMaximum() + ", not " + alias);
    }
    return message.topic().equals(aliases.put(alias, message.topic())) ? "" : message.topic();
  }

  /** PUBACK. */
  void acknowledged(int id, ReasonCode reason) {
    done(id, reason.isError() ? RefusedException.message(reason) : null);
  }

  /** PUBREC. */
  void received(PacketSocket from, int id, ReasonCode reason) {
    if (reason.isError()) {
      acknowledged(id, reason);
      return;
    }
    Entry entry = inFlight.get(id);
    if (entry != null) {
      entry.isReleased = true;
    }
    from.write(
        writer.answer(
            Ack.Kind.PUBREL,
            id,
            entry == null ? ReasonCode.PACKET_IDENTIFIER_NOT_FOUND : ReasonCode.SUCCESS));
  }

  /** PUBCOMP. */
  void completed(int id) {
    done(id, null);
  }

  private void done(int id, @Nullable RefusedException refusal) {
    Entry entry = inFlight.remove(id);
    if (entry != null) {
      if (refusal == null) {
        entry.promise.complete();
      } else {
        entry.promise.fail(refusal);
      }
      pump();
    }
  }
}
