package io.weir.broker.client;

import io.weir.broker.packet.Ack;
import io.weir.broker.packet.ReasonCode;
import java.util.HashMap;
import java.util.Map;

/**
 * Messages that come from the server. Each is acknowledged when whoever listens is done with it;
 * while much is under way nothing more is read.
 *
 * @threads the loop only
 * @mqtt 5.0 §4.3
 */
final class ReceiveWindow {
  private static final int MAX_UNDER_WAY = 256;

  private final PacketWriter writer;
  private final MqttClient.Listener listener;
  private final MqttClient.Loop loop;
  private final Map<Integer, Offer> offers = new HashMap<>(0);

  /** A message of QoS 2 that the server has not released yet. */
  private static final class Offer {
    private final Incoming message;
    private boolean isTaken;

    Offer(Incoming message) {
      this.message = message;
    }
  }

  ReceiveWindow(PacketWriter writer, MqttClient.Listener listener, MqttClient.Loop loop) {
    this.writer = writer;
    this.listener = listener;
    this.loop = loop;
  }

  /** The server remembers nothing of earlier connections. */
  void forget() {
    offers.clear();
  }

  /** What comes over one connection; an answer that is due after its end is not given. */
  final class Flow {
    private final PacketSocket socket;
    private int underWay;
    private boolean isReading = true;

    Flow(PacketSocket socket) {
      this.socket = socket;
    }

    void publish(Incoming message) {
      switch (message.qos()) {
        case AT_MOST_ONCE -> deliver(message, () -> {});
        case AT_LEAST_ONCE -> deliver(message, () -> answer(Ack.Kind.PUBACK, message.packetId()));
        case EXACTLY_ONCE -> offer(message);
      }
    }

    private void offer(Incoming message) {
      int id = message.packetId();
      Offer known = offers.get(id);
      if (known != null) {
        if (known.isTaken) {
          answer(Ack.Kind.PUBREC, id);
        }
        return;
      }
      Offer offer = new Offer(message);
      offers.put(id, offer);
      listener.offered(
          message,
          () ->
              loop.run(
                  () -> {
                    if (offers.get(id) == offer) {
                      offer.isTaken = true;
                      answer(Ack.Kind.PUBREC, id);
                    }
                  }));
    }

    /** PUBREL. */
    void released(int id) {
      Offer offer = offers.remove(id);
      if (offer == null) {
        socket.write(writer.answer(Ack.Kind.PUBCOMP, id, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND));
      } else {
        deliver(offer.message, () -> answer(Ack.Kind.PUBCOMP, id));
      }
    }

    private void answer(Ack.Kind kind, int id) {
      socket.write(writer.answer(kind, id, ReasonCode.SUCCESS));
    }

    private void deliver(Incoming message, Runnable acknowledge) {
      underWay++;
      listener.received(
          message,
          () ->
              loop.run(
                  () -> {
                    underWay--;
                    acknowledge.run();
                    setReading();
                  }));
      setReading();
    }

    private void setReading() {
      if (isReading ? underWay >= MAX_UNDER_WAY : underWay <= MAX_UNDER_WAY / 2) {
        isReading = !isReading;
        socket.read(isReading);
      }
    }
  }
}
