package io.weir.app.embedded;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.weir.broker.Broker;
import io.weir.broker.LocalClient;
import io.weir.broker.LocalClientOptions;
import io.weir.broker.LocalDelivery;
import io.weir.broker.SubscribeOptions;
import io.weir.broker.packet.Publication;
import io.weir.broker.packet.PublishProperties;
import io.weir.broker.packet.Qos;
import io.weir.broker.packet.ReasonCode;
import io.weir.broker.topic.TopicFilter;
import io.weir.nodes.mqtt.BrokerClient;
import io.weir.nodes.mqtt.BrokerSettings;
import io.weir.nodes.mqtt.ConnectionState;
import io.weir.nodes.mqtt.Incoming;
import io.weir.nodes.mqtt.Outgoing;
import io.weir.nodes.mqtt.PublicationProperties;
import io.weir.nodes.mqtt.Subscription;
import io.weir.nodes.mqtt.UserProperty;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection to the built-in broker: a session in the same process, each message a Java call.
 *
 * @threads any; the subscriptions are guarded by this
 */
final class EmbeddedBrokerClient implements BrokerClient {
  private static final Future<Void> DONE = Future.succeededFuture();
  private static final int LARGEST_IDENTIFIER = 268_435_455;

  private final Broker broker;
  private final BrokerSettings settings;
  private final Consumer<ConnectionState> listener;
  private final Consumer<EmbeddedBrokerClient> onClose;
  private final Map<String, Wanted> subscriptions = new LinkedHashMap<>();
  private volatile @Nullable LocalClient client;

  private record Wanted(Subscription subscription, Consumer<Incoming> handler) {}

  /**
   * A client, not connected yet.
   *
   * @param onClose called when it is needed no more
   */
  EmbeddedBrokerClient(
      Broker broker,
      BrokerSettings settings,
      Consumer<ConnectionState> listener,
      Consumer<EmbeddedBrokerClient> onClose) {
    this.broker = broker;
    this.settings = settings;
    this.listener = listener;
    this.onClose = onClose;
  }

  @Override
  public Future<Void> connect() {
    LocalClient opened;
    List<Wanted> wanted;
    synchronized (this) {
      if (client != null) {
        return DONE;
      }
      opened = broker.connect(options());
      client = opened;
      wanted = new ArrayList<>(subscriptions.values());
    }
    listener.accept(ConnectionState.of(ConnectionState.Phase.CONNECTING));
    return opened
        .connected()
        .compose(
            present -> {
              listener.accept(ConnectionState.of(ConnectionState.Phase.CONNECTED));
              List<Future<Void>> subscribing = new ArrayList<>();
              wanted.forEach(each -> subscribing.add(subscribe(opened, each)));
              return Future.all(subscribing).<Void>mapEmpty();
            })
        .onFailure(
            why ->
                listener.accept(
                    new ConnectionState(
                        ConnectionState.Phase.FAILED, String.valueOf(why.getMessage()))));
  }

  private LocalClientOptions options() {
    BrokerSettings.Session session = settings.session();
    LocalClientOptions base = LocalClientOptions.clean(session.clientId());
    // MQTT 3 has no expiry: a session that isn't clean lasts until it is cleaned.
    long expiry =
        settings.protocol() == BrokerSettings.Protocol.MQTT_5
            ? session.expirySeconds()
            : session.isClean() ? 0 : 0xFFFF_FFFFL;
    BrokerSettings.Will will = settings.will();
    return new LocalClientOptions(
        session.clientId(),
        session.isClean(),
        expiry,
        will == null ? null : publication(will.publication()),
        base.maxInflight(),
        base.maxHeldQos0(),
        base.mergesOverlaps());
  }

  @Override
  public Future<Void> disconnect() {
    LocalClient leaving;
    synchronized (this) {
      leaving = client;
      client = null;
    }
    if (leaving == null) {
      return DONE;
    }
    return leaving
        .close()
        .onComplete(
            closed -> listener.accept(ConnectionState.of(ConnectionState.Phase.DISCONNECTED)));
  }

  /** The id by which the broker knows it; empty while it isn't connected. */
  String clientId() {
    LocalClient connected = client;
    return connected == null ? "" : connected.clientId();
  }

  @Override
  public boolean isConnected() {
    return client != null;
  }

  // ---- publishing ----

  @Override
  public Future<Void> publish(Outgoing outgoing) {
    LocalClient connected = client;
    if (connected == null) {
      return Future.failedFuture("not connected to the built-in broker");
    }
    Publication publication = publication(outgoing);
    if (publication.qos() == Qos.AT_MOST_ONCE) {
      connected.send(publication);
      return DONE;
    }
    return connected.publish(publication).compose(EmbeddedBrokerClient::accepted);
  }

  private static Future<Void> accepted(ReasonCode code) {
    return code.isError() ? Future.failedFuture("the broker refused the message: " + code) : DONE;
  }

  private static Publication publication(Outgoing outgoing) {
    return Publication.of(
        outgoing.topic(),
        outgoing.payload(),
        Qos.of(outgoing.qos()),
        outgoing.retain(),
        properties(outgoing.properties()));
  }

  private static PublishProperties properties(PublicationProperties properties) {
    if (properties.equals(PublicationProperties.NONE)) {
      return PublishProperties.NONE;
    }
    return new PublishProperties(
        properties.isUtf8(),
        properties.expirySeconds(),
        properties.contentType(),
        properties.responseTopic(),
        properties.correlationData(),
        properties.userProperties().stream()
            .map(
                property ->
                    new io.weir.broker.packet.UserProperty(property.name(), property.value()))
            .toList());
  }

  // ---- subscribing ----

  @Override
  public Future<Void> subscribe(Subscription subscription, Consumer<Incoming> handler) {
    Wanted wanted = new Wanted(subscription, handler);
    LocalClient connected;
    synchronized (this) {
      subscriptions.put(subscription.filter(), wanted);
      connected = client;
    }
    return connected == null ? DONE : subscribe(connected, wanted);
  }

  private static Future<Void> subscribe(LocalClient client, Wanted wanted) {
    Subscription subscription = wanted.subscription();
    TopicFilter filter = TopicFilter.parse(subscription.filter()).orElse(null);
    if (filter == null) {
      return Future.failedFuture(subscription.filter() + " is not a topic filter");
    }
    return client
        .subscribe(
            filter,
            new SubscribeOptions(
                Qos.of(subscription.qos()),
                subscription.noLocal(),
                subscription.retainAsPublished(),
                retainHandling(subscription.retainHandling()),
                identifier(subscription.filter())),
            delivery -> wanted.handler().accept(new EmbeddedIncoming(delivery)))
        .compose(
            code ->
                code.isError()
                    ? Future.failedFuture("the broker refused the subscription: " + code)
                    : DONE);
  }

  /**
   * What tells the subscriptions of a client apart when the broker comes back and owes it something
   * that two of them match: the same in each run.
   */
  private static int identifier(String filter) {
    return Math.floorMod(filter.hashCode(), LARGEST_IDENTIFIER) + 1;
  }

  /** The filters that are subscribed to; none while it isn't connected. */
  synchronized List<String> filters() {
    return client == null ? List.of() : List.copyOf(subscriptions.keySet());
  }

  private static SubscribeOptions.RetainHandling retainHandling(int number) {
    return switch (number) {
      case 1 -> SubscribeOptions.RetainHandling.SEND_IF_NEW;
      case 2 -> SubscribeOptions.RetainHandling.DO_NOT_SEND;
      default -> SubscribeOptions.RetainHandling.SEND;
    };
  }

  @Override
  public Future<Void> unsubscribe(String filter, boolean tellBroker) {
    LocalClient connected;
    synchronized (this) {
      subscriptions.remove(filter);
      connected = client;
    }
    TopicFilter parsed = TopicFilter.parse(filter).orElse(null);
    return connected == null || parsed == null || !tellBroker
        ? DONE
        : connected.unsubscribe(parsed);
  }

  @Override
  public Future<Void> close() {
    synchronized (this) {
      subscriptions.clear();
    }
    onClose.accept(this);
    return disconnect();
  }

  /** A delivery of the built-in broker as the nodes see it. */
  private record EmbeddedIncoming(LocalDelivery delivery) implements Incoming {
    @Override
    public String topic() {
      return delivery.publication().topic();
    }

    @Override
    public Buffer payload() {
      return delivery.publication().payload();
    }

    @Override
    public int qos() {
      return delivery.qos().level();
    }

    @Override
    public boolean retain() {
      return delivery.retain();
    }

    @Override
    public boolean dup() {
      return delivery.dup();
    }

    @Override
    public PublicationProperties properties() {
      PublishProperties properties = delivery.publication().properties();
      if (properties.equals(PublishProperties.NONE)) {
        return PublicationProperties.NONE;
      }
      return new PublicationProperties(
          properties.isUtf8(),
          delivery.publication().remainingExpirySeconds(),
          properties.contentType(),
          properties.responseTopic(),
          properties.correlationData(),
          properties.userProperties().stream()
              .map(property -> new UserProperty(property.name(), property.value()))
              .toList());
    }

    @Override
    public void acknowledge() {
      delivery.acknowledge();
    }
  }
}
