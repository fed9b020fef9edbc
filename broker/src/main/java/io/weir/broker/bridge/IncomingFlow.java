package io.weir.broker.bridge;

import io.vertx.core.AsyncResult;
import io.weir.broker.BrokerEvent;
import io.weir.broker.RelayClient;
import io.weir.broker.client.Incoming;
import io.weir.broker.client.PacketSocket;
import io.weir.broker.loop.BrokerLoop;
import io.weir.broker.packet.Ack;
import io.weir.broker.packet.Publication;
import io.weir.broker.packet.Qos;
import io.weir.broker.packet.ReasonCode;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Messages that come from the other broker, over one connection. Each is acknowledged when this
 * broker has it, in the order of their coming; while much is under way nothing more is read.
 *
 * @threads the bridge's loop only
 * @mqtt 5.0 §4.3, §4.6
 */
final class IncomingFlow {
  private static final int MAX_UNDER_WAY = 256;
  private static final long MAX_BYTES_UNDER_WAY = 8L * 1024 * 1024;

  private final String bridge;
  private final BrokerLoop loop;
  private final TopicMapping mapping;
  private final Packets packets;
  private final PacketSocket socket;
  private final RelayClient local;
  private final Consumer<BrokerEvent> events;
  private final Consumer<String> fail;
  private final ArrayDeque<Answer> answers = new ArrayDeque<>();
  private int underWay;
  private long bytesUnderWay;
  private boolean isReading = true;
  private boolean hasReportedRefusal;

  /** An acknowledgement that is due when what it is for is safe, and when it is its turn. */
  private static final class Answer {
    private final Ack.Kind type;
    private final int packetId;
    private boolean isReady;

    Answer(Ack.Kind type, int packetId) {
      this.type = type;
      this.packetId = packetId;
    }
  }

  /**
   * The flow of one connection.
   *
   * @param fail ends the connection, and says why
   */
  IncomingFlow(
      String bridge,
      BrokerLoop loop,
      TopicMapping mapping,
      Packets packets,
      PacketSocket socket,
      RelayClient local,
      Consumer<BrokerEvent> events,
      Consumer<String> fail) {
    this.bridge = bridge;
    this.loop = loop;
    this.mapping = mapping;
    this.packets = packets;
    this.socket = socket;
    this.local = local;
    this.events = events;
    this.fail = fail;
  }

  /** PUBLISH. */
  void publish(Incoming packet) {
    Answer answer = answer(packet.qos(), packet.packetId());
    String topic = mapping.inward(packet.topic());
    if (topic == null) {
      // Of a subscription that an earlier configuration left behind.
      ready(answer);
      return;
    }
    Publication publication =
        Publication.of(
            topic,
            packet.payload(),
            packet.qos(),
            packet.retain(),
            PropertyTranslation.of(packet.properties()));
    underWay++;
    bytesUnderWay += publication.weight();
    int inboundId = packet.qos() == Qos.EXACTLY_ONCE ? packet.packetId() : 0;
    local
        .publishOnce(publication, inboundId)
        .onComplete(result -> loop.run(() -> published(publication, answer, result)));
    setReading();
  }

  private @Nullable Answer answer(Qos qos, int packetId) {
    if (qos == Qos.AT_MOST_ONCE) {
      return null;
    }
    Answer answer =
        new Answer(qos == Qos.AT_LEAST_ONCE ? Ack.Kind.PUBACK : Ack.Kind.PUBREC, packetId);
    answers.add(answer);
    return answer;
  }

  private void published(
      Publication publication, @Nullable Answer answer, AsyncResult<ReasonCode> result) {
    underWay--;
    bytesUnderWay -= publication.weight();
    ReasonCode outcome = result.succeeded() ? result.result() : ReasonCode.UNSPECIFIED_ERROR;
    if (result.failed() || outcome == ReasonCode.QUOTA_EXCEEDED) {
      // Not acknowledged, so that it comes again.
      fail.accept("this broker could not take a message");
      return;
    }
    if (outcome.isError() && !hasReportedRefusal) {
      hasReportedRefusal = true;
      events.accept(new BrokerEvent.BridgeRefused(bridge, publication.topic(), outcome));
    }
    ready(answer);
    setReading();
  }

  private void ready(@Nullable Answer answer) {
    if (answer != null) {
      answer.isReady = true;
      Answer next = answers.peek();
      while (next != null && next.isReady) {
        answers.remove();
        socket.write(packets.answer(next.type, next.packetId, ReasonCode.SUCCESS));
        next = answers.peek();
      }
    }
  }

  /** PUBREL. */
  void released(int packetId) {
    local
        .release(packetId)
        .onSuccess(
            done ->
                loop.run(
                    () ->
                        socket.write(
                            packets.answer(Ack.Kind.PUBCOMP, packetId, ReasonCode.SUCCESS))));
  }

  private void setReading() {
    boolean isFull = underWay >= MAX_UNDER_WAY || bytesUnderWay >= MAX_BYTES_UNDER_WAY;
    boolean hasRoom = underWay <= MAX_UNDER_WAY / 2 && bytesUnderWay <= MAX_BYTES_UNDER_WAY / 2;
    if (isReading ? isFull : hasRoom) {
      isReading = !isReading;
      socket.read(isReading);
    }
  }
}
