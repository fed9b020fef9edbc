package io.weir.broker.protocol;

import io.weir.broker.BrokerEvent;
import io.weir.broker.Listener;
import io.weir.broker.delivery.Publisher;
import io.weir.broker.delivery.Route;
import io.weir.broker.packet.Ack;
import io.weir.broker.packet.Connect;
import io.weir.broker.packet.ProtocolVersion;
import io.weir.broker.packet.Qos;
import io.weir.broker.packet.ReasonCode;
import io.weir.broker.packet.Routable;
import io.weir.broker.packet.Subscribe;
import io.weir.broker.packet.UnsubAck;
import io.weir.broker.packet.Unsubscribe;
import io.weir.broker.session.Session;

/**
 * What a client that is in asks for, and the answers: publications, subscriptions,
 * acknowledgements.
 *
 * @threads the connection's loop
 */
final class SessionRequests {
  private final BrokerServices services;
  private final PacketDispatcher.Handlers handlers;
  private final Connection connection;
  private final SafeAnswers answers;
  private final Session session;
  private final ProtocolVersion version;
  private final boolean isBridge;
  private final int maxUnreleased;

  SessionRequests(
      BrokerServices services,
      PacketDispatcher.Handlers handlers,
      Connection connection,
      SafeAnswers answers,
      Session session,
      Connect connect) {
    this.services = services;
    this.handlers = handlers;
    this.connection = connection;
    this.answers = answers;
    this.session = session;
    this.version = connect.version();
    this.isBridge = connect.isBridge();
    // Twice what it is told.
    this.maxUnreleased =
        version.isMqtt5() ? 2 * services.limits().connection().receiveMaximum() : Integer.MAX_VALUE;
  }

  void publish(Routable publication, Route route, int packetId, Publisher publisher) {
    Qos qos = publication.qos();
    requireOnOffer(publication);
    if (qos != Qos.AT_MOST_ONCE && mustRefuse(publication, route, packetId)) {
      Ack.Kind kind = qos == Qos.EXACTLY_ONCE ? Ack.Kind.PUBREC : Ack.Kind.PUBACK;
      connection.acknowledge(kind, packetId, ReasonCode.QUOTA_EXCEEDED);
      return;
    }
    if (qos == Qos.EXACTLY_ONCE) {
      publishOnce(publication, route, packetId, publisher);
      return;
    }
    long before = answers.position();
    ReasonCode reason = handlers.publish().publish(publication, route, session, publisher);
    if (qos == Qos.AT_LEAST_ONCE) {
      requireTold(reason);
      answers.acknowledge(Ack.Kind.PUBACK, packetId, reason, before);
    }
  }

  /**
   * Whether it can't be stored as it has to be, and its client can be told. Under 3.x no answer
   * says so: it is taken and acknowledged when the store has it.
   */
  private boolean mustRefuse(Routable publication, Route route, int packetId) {
    if (!version.isMqtt5() || !answers.isFailing()) {
      return false;
    }
    boolean isOnce = publication.qos() == Qos.EXACTLY_ONCE;
    if (isOnce && session.inbound().contains(packetId)) {
      return false;
    }
    return publication.retain() || (isOnce && session.isKept()) || route.isKept();
  }

  /** Ends the connection of a client that does what CONNACK said can't be done. */
  private void requireOnOffer(Routable publication) {
    Listener.Terms terms = connection.listener().terms();
    if (publication.qos().compareTo(terms.maxQos()) > 0) {
      throw new ProtocolViolation(
          ReasonCode.QOS_NOT_SUPPORTED, "MQTT-3.2.2-11", "a QoS above the maximum");
    }
    if (publication.retain() && !terms.allowsRetain()) {
      throw new ProtocolViolation(
          ReasonCode.RETAIN_NOT_SUPPORTED, "MQTT-3.2.2-14", "messages are not retained here");
    }
  }

  private void publishOnce(Routable publication, Route route, int packetId, Publisher publisher) {
    if (session.inbound().contains(packetId)) {
      // The first one may not be safe yet.
      answers.whenSafe(() -> connection.acknowledge(Ack.Kind.PUBREC, packetId, ReasonCode.SUCCESS));
      return;
    }
    if (session.inbound().size() >= maxUnreleased) {
      throw new ProtocolViolation(
          ReasonCode.RECEIVE_MAXIMUM_EXCEEDED, "MQTT-3.3.4-9", "too many unfinished publications");
    }
    long before = answers.position();
    session.inbound().begin(packetId);
    ReasonCode reason = handlers.publish().publish(publication, route, session, publisher);
    if (reason.isError() && (version.isMqtt5() || reason == ReasonCode.QUOTA_EXCEEDED)) {
      session.inbound().release(packetId);
    }
    requireTold(reason);
    answers.acknowledge(Ack.Kind.PUBREC, packetId, reason, before);
  }

  /** A 3.x client can't be told to come again later, except by the end of its connection. */
  private void requireTold(ReasonCode reason) {
    if (reason == ReasonCode.QUOTA_EXCEEDED && !version.isMqtt5()) {
      throw new ProtocolViolation(reason, "", "there is no room for what it publishes");
    }
  }

  void subscribe(Subscribe packet) {
    long before = answers.position();
    SubscribeHandler.Reply reply =
        handlers
            .subscribe()
            .subscribe(packet, session, version, connection.listener().terms().maxQos(), isBridge);
    // Some clients drop what arrives before the SUBACK.
    session.holdBack();
    answers.answer(
        before,
        () -> {
          connection.send(reply.answer());
          session.letGo();
        });
    reply.retainedFor().forEach(session.subscriptions()::sendRetained);
    services.report(
        new BrokerEvent.Subscribed(
            session.clientId(),
            packet.requests().stream().map(Subscribe.Request::filter).toList(),
            reply.answer().codes()));
  }

  void unsubscribe(Unsubscribe packet) {
    long before = answers.position();
    UnsubAck answer = handlers.subscribe().unsubscribe(packet, session, version);
    answers.answer(before, () -> connection.send(answer));
    services.report(new BrokerEvent.Unsubscribed(session.clientId(), packet.filters()));
  }

  void acknowledge(Ack ack) {
    int id = ack.packetId();
    switch (ack.kind()) {
      case PUBACK -> session.acknowledged(id);
      case PUBREC -> {
        if (!session.received(id, ack.reason()) && version.isMqtt5() && !ack.reason().isError()) {
          connection.acknowledge(Ack.Kind.PUBREL, id, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND);
        }
      }
      case PUBREL -> {
        long before = answers.position();
        boolean isKnown = session.inbound().release(id);
        ReasonCode reason = isKnown ? ReasonCode.SUCCESS : ReasonCode.PACKET_IDENTIFIER_NOT_FOUND;
        answers.acknowledge(Ack.Kind.PUBCOMP, id, reason, before);
      }
      case PUBCOMP -> session.completed(id);
    }
  }
}
