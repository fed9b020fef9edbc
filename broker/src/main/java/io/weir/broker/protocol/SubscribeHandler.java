package io.weir.broker.protocol;

import io.weir.broker.BrokerEvent.AccessDenied;
import io.weir.broker.BrokerEvent.LimitReached;
import io.weir.broker.SubscribeOptions;
import io.weir.broker.packet.ProtocolVersion;
import io.weir.broker.packet.Qos;
import io.weir.broker.packet.ReasonCode;
import io.weir.broker.packet.SubAck;
import io.weir.broker.packet.Subscribe;
import io.weir.broker.packet.UnsubAck;
import io.weir.broker.packet.Unsubscribe;
import io.weir.broker.session.Session;
import io.weir.broker.session.SessionSubscriptions;
import io.weir.broker.topic.TopicFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Adds and removes subscriptions.
 *
 * @threads the session's loop
 * @mqtt 5.0 §3.8.4, §3.10.4
 */
final class SubscribeHandler {
  private final BrokerServices services;

  SubscribeHandler(BrokerServices services) {
    this.services = services;
  }

  /**
   * What to do about a SUBSCRIBE: first the answer, since some clients drop what arrives before it,
   * then the retained messages of these filters, in order.
   */
  record Reply(SubAck answer, List<String> retainedFor) {}

  /**
   * Subscribes.
   *
   * @param isBridge whether the client is another broker that said so
   */
  Reply subscribe(
      Subscribe packet, Session session, ProtocolVersion version, Qos maxQos, boolean isBridge) {
    // All of them are checked before any is added: a packet that ends the connection has no effect.
    List<Optional<TopicFilter>> filters = new ArrayList<>(packet.requests().size());
    for (Subscribe.Request request : packet.requests()) {
      filters.add(check(request, version));
    }
    List<ReasonCode> codes = new ArrayList<>(filters.size());
    List<String> retainedFor = new ArrayList<>(filters.size());
    for (int i = 0; i < filters.size(); i++) {
      SubscribeOptions asked = packet.requests().get(i).options().limitedTo(maxQos);
      codes.add(
          filters
              .get(i)
              .map(
                  filter ->
                      subscribe(
                          filter,
                          isBridge && !filter.isShared() ? asked.forBridge() : asked,
                          session,
                          retainedFor))
              .orElse(ReasonCode.TOPIC_FILTER_INVALID));
    }
    int refused = codes.indexOf(ReasonCode.QUOTA_EXCEEDED);
    if (refused >= 0) {
      // Once for all of them.
      services.report(
          new LimitReached(
              "session.maxSubscriptions",
              session.clientId(),
              packet.requests().get(refused).filter()));
    }
    return new Reply(new SubAck(packet.packetId(), codes), retainedFor);
  }

  /** The filter; empty if it is not one and the client can be told so in SUBACK. */
  private Optional<TopicFilter> check(Subscribe.Request request, ProtocolVersion version) {
    String problem = TopicFilter.problem(request.filter());
    if (problem != null) {
      if (version.isMqtt5()) {
        return Optional.empty();
      }
      throw ProtocolViolation.malformed("MQTT-4.7.1-1", problem);
    }
    TopicFilter filter = TopicFilter.of(request.filter());
    int maxLevels = services.limits().packet().maxTopicLevels();
    if (filter.levels().size() > maxLevels) {
      throw new ProtocolViolation(
          ReasonCode.TOPIC_FILTER_INVALID, "", "a filter may have " + maxLevels + " levels");
    }
    if (filter.isShared() && request.options().noLocal()) {
      throw ProtocolViolation.error("MQTT-3.8.3-4", "No Local on a shared subscription");
    }
    return Optional.of(filter);
  }

  private ReasonCode subscribe(
      TopicFilter filter, SubscribeOptions options, Session session, List<String> retainedFor) {
    if (!session.access().maySubscribe(filter)) {
      services.report(new AccessDenied(session.clientId(), false, filter.text()));
      return ReasonCode.NOT_AUTHORIZED;
    }
    SessionSubscriptions.Outcome outcome = session.subscriptions().add(filter, options, null);
    if (outcome == SessionSubscriptions.Outcome.TOO_MANY) {
      return ReasonCode.QUOTA_EXCEEDED;
    }
    if (outcome.wantsRetained(filter, options)) {
      retainedFor.add(filter.text());
    }
    return ReasonCode.granted(options.qos());
  }

  UnsubAck unsubscribe(Unsubscribe packet, Session session, ProtocolVersion version) {
    List<ReasonCode> codes = new ArrayList<>(packet.filters().size());
    for (String filter : packet.filters()) {
      if (TopicFilter.problem(filter) != null) {
        if (!version.isMqtt5()) {
          throw ProtocolViolation.malformed("MQTT-4.7.1-1", "not a topic filter");
        }
        codes.add(ReasonCode.TOPIC_FILTER_INVALID);
      } else if (!session.access().mayUnsubscribe(TopicFilter.of(filter))) {
        codes.add(ReasonCode.NOT_AUTHORIZED);
      } else {
        boolean removed = session.subscriptions().remove(filter);
        codes.add(removed ? ReasonCode.SUCCESS : ReasonCode.NO_SUBSCRIPTION_EXISTED);
      }
    }
    return new UnsubAck(packet.packetId(), codes);
  }
}
