package io.weir.broker.protocol;

import io.weir.broker.BrokerEvent.AccessDenied;
import io.weir.broker.BrokerEvent.LimitReached;
import io.weir.broker.delivery.Distributor;
import io.weir.broker.delivery.HeldBytes;
import io.weir.broker.delivery.Publisher;
import io.weir.broker.delivery.Route;
import io.weir.broker.packet.Qos;
import io.weir.broker.packet.ReasonCode;
import io.weir.broker.packet.Routable;
import io.weir.broker.session.Session;

/**
 * Takes a publication in: checks that its client may, and hands it to the distributor.
 *
 * @threads the loop of its distributor
 * @mqtt 5.0 §3.3.4
 */
public final class PublishHandler {
  private final Distributor distributor;
  private final BrokerServices services;
  private final HeldBytes held;

  public PublishHandler(BrokerServices services, Distributor distributor) {
    this.services = services;
    this.distributor = distributor;
    this.held = services.sessions().held();
  }

  /** What the acknowledgement says, if there is one. */
  public ReasonCode publish(
      Routable publication, Route route, Session session, Publisher publisher) {
    int maxPayload = services.limits().packet().maxPayloadBytes();
    if (maxPayload > 0 && publication.payloadLength() > maxPayload) {
      services.report(
          new LimitReached(
              "packet.maxPayloadBytes",
              session.clientId(),
              publication.payloadLength() + " bytes to " + route.topic()));
      return ReasonCode.PACKET_TOO_LARGE;
    }
    if (route.isServerOnly() || !session.access().mayPublish(route.topic())) {
      services.report(new AccessDenied(session.clientId(), true, route.topic()));
      return ReasonCode.NOT_AUTHORIZED;
    }
    if (publication.qos() != Qos.AT_MOST_ONCE && held.isOverfull() && route.isRefused()) {
      distributor.loop().stats().publicationsDropped++;
      services.report(new LimitReached("memory.maxBytes", session.clientId(), route.topic()));
      return ReasonCode.QUOTA_EXCEEDED;
    }
    distributor.loop().stats().publicationsReceived++;
    ReasonCode outcome = distributor.publish(publication, route, publisher);
    if (outcome == ReasonCode.QUOTA_EXCEEDED) {
      services.report(new LimitReached("memory.maxRetained", session.clientId(), route.topic()));
    }
    return outcome;
  }
}
