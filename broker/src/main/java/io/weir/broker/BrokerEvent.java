package io.weir.broker;

import io.weir.broker.packet.ReasonCode;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened in the broker that someone outside may want to know: logs, metrics, tests.
 *
 * <p>Nothing here is per publication: drops come counted.
 */
public sealed interface BrokerEvent {

  /** A listener accepts connections. */
  record Listening(ListenerAddress address) implements BrokerEvent {}

  /** The broker has closed all that it opened. */
  record Stopped() implements BrokerEvent {}

  /**
   * A client is in.
   *
   * @param protocolLevel 3, 4 or 5; 0 for a client in the same process
   * @param remoteAddress where it connects from, or {@code local}
   * @param sessionPresent whether it goes on with an earlier session
   */
  record ClientConnected(
      String clientId,
      int protocolLevel,
      String remoteAddress,
      @Nullable String userName,
      boolean cleanStart,
      int keepAliveSeconds,
      boolean sessionPresent)
      implements BrokerEvent {}

  /** A CONNECT was answered with a refusal, or closed without an answer. */
  record ConnectionRefused(
      @Nullable String clientId, String remoteAddress, ReasonCode reason, String why)
      implements BrokerEvent {}

  /**
   * A connection ended.
   *
   * @param byClient whether the client said goodbye itself
   * @param reason what was, or under 5 would have been, in DISCONNECT
   */
  record ClientDisconnected(String clientId, boolean byClient, ReasonCode reason, String why)
      implements BrokerEvent {}

  /** A newer connection with the same client id ended the older one. */
  record SessionTakenOver(String clientId, String remoteAddress) implements BrokerEvent {}

  /** A session is gone with its subscriptions and queue. */
  record SessionEnded(String clientId, boolean expired) implements BrokerEvent {}

  /** Subscriptions were granted or refused, in the order asked. */
  record Subscribed(String clientId, List<String> filters, List<ReasonCode> codes)
      implements BrokerEvent {
    public Subscribed {
      filters = List.copyOf(filters);
      codes = List.copyOf(codes);
    }
  }

  /** Subscriptions were given up, in the order asked. */
  record Unsubscribed(String clientId, List<String> filters) implements BrokerEvent {
    public Unsubscribed {
      filters = List.copyOf(filters);
    }
  }

  /**
   * Publications for one client were dropped since the last such event, which comes at most once a
   * second for each client.
   */
  record PublicationsDropped(String clientId, long count, DropReason reason)
      implements BrokerEvent {}

  /** A client asked for something that the {@code Authorizer} does not allow. */
  record AccessDenied(String clientId, boolean publish, String topic) implements BrokerEvent {}

  /** A bound of {@link Limits} was reached. */
  record LimitReached(String limit, @Nullable String clientId, String what)
      implements BrokerEvent {}

  /** Something in the broker went wrong that should not; the connection it concerned was closed. */
  record Failed(@Nullable String clientId, Throwable cause) implements BrokerEvent {}

  /**
   * The store was read.
   *
   * @param deliveries publications that sessions are owed, each session counted
   */
  record StoreOpened(Path directory, int sessions, int deliveries, int retained, long millis)
      implements BrokerEvent {}

  /**
   * The store was damaged. It was moved aside and is left alone there; the broker goes on with a
   * new one.
   *
   * @param movedTo where it is now
   * @param entriesSaved how many records could be taken over
   */
  record StoreDamaged(Path movedTo, long entriesSaved, String why) implements BrokerEvent {}

  /** Nothing can be written; until it can, nothing of QoS 1 and 2 is acknowledged. */
  record StoreFailing(Throwable cause) implements BrokerEvent {}

  /** Writing works again. */
  record StoreRecovered() implements BrokerEvent {}

  /** A bridge begins to try; not said again for each further try. */
  record BridgeConnecting(String bridge, String address) implements BrokerEvent {}

  /**
   * The other broker has let a bridge in.
   *
   * @param sessionPresent whether it knows the bridge from before
   */
  record BridgeConnected(String bridge, String address, boolean sessionPresent)
      implements BrokerEvent {}

  /** A bridge could not connect; not said again while the reason stays the same. */
  record BridgeFailed(String bridge, String address, String why) implements BrokerEvent {}

  /**
   * The connection of a bridge is over.
   *
   * @param byBridge whether the bridge said goodbye itself
   */
  record BridgeDisconnected(String bridge, String address, boolean byBridge, String why)
      implements BrokerEvent {}

  /**
   * One of the brokers does not take what a bridge passes on. Said once for each connection.
   *
   * @param topic the topic of a message, or the filter of a subscription
   */
  record BridgeRefused(String bridge, String topic, ReasonCode reason) implements BrokerEvent {}

  /** Why a publication did not reach a session. */
  enum DropReason {
    /** The session's queue was full. */
    QUEUE_FULL,
    /** QoS 0 to a connection that does not read fast enough. */
    SLOW_READER,
    /** Larger than the client's Maximum Packet Size. */
    TOO_LARGE_FOR_CLIENT,
    /** Its message expiry passed while it waited. */
    EXPIRED
  }
}
