package io.weir.nodes.mqtt;

import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.lifecycle.MqttDisconnectSource;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.weir.engine.node.NodeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection to a broker elsewhere. */
final class RemoteBrokerClient implements BrokerClient, RemoteListener {
  private static final Logger log = LoggerFactory.getLogger(RemoteBrokerClient.class);
  private static final long GOOD_BYE_SECONDS = 2;

  private record Subscribed(Subscription options, Consumer<Incoming> handler) {}

  private final Vertx vertx;
  private final BrokerSettings settings;
  private final RemoteTransport transport;
  private final Consumer<ConnectionState> listener;
  private final Duration reconnectDelay;
  private final Map<String, Subscribed> subscriptions = new ConcurrentHashMap<>();
  // Filters that the library knows of, and will subscribe to again by itself.
  private final Set<String> known = ConcurrentHashMap.newKeySet();
  // Those to give up when connected again.
  private final Set<String> abandoned = ConcurrentHashMap.newKeySet();
  // Made when first connecting. Only looked at while connected, so it is there.
  private volatile @Nullable RemoteLink link;
  private volatile boolean isWanted;
  private volatile boolean isConnected;
  private volatile Promise<Void> connecting = Promise.promise();

  RemoteBrokerClient(
      Vertx vertx,
      BrokerSettings settings,
      RemoteTransport transport,
      Consumer<ConnectionState> listener,
      Duration reconnectDelay) {
    this.vertx = vertx;
    this.settings = settings;
    this.transport = transport;
    this.listener = listener;
    this.reconnectDelay = reconnectDelay;
  }

  /** The library speaks neither; everything works without, but whoever asked for it should know. */
  @Override
  public List<String> shortcomings() {
    List<String> texts = new ArrayList<>();
    if (settings.protocol() == BrokerSettings.Protocol.MQTT_3_1) {
      texts.add("MQTT 3.1 is only spoken with the built-in broker; 3.1.1 is used with others");
    }
    if (settings.address().isTls() && settings.tls() != null && !settings.tls().alpn().isEmpty()) {
      texts.add(
          "ALPN is not supported for MQTT; the connection doesn't ask for "
              + settings.tls().alpn());
    }
    return texts;
  }

  // ---- connection ----

  @Override
  public synchronized Future<Void> connect() {
    if (isWanted) {
      return connecting.future();
    }
    isWanted = true;
    connecting = Promise.promise();
    tell(ConnectionState.Phase.CONNECTING, "");
    linked()
        .compose(RemoteLink::connect)
        .onFailure(
            e -> {
              if (isWanted && !isConnected) {
                // Not refused or unreachable, for which it would try again: it can't work at all.
                connecting.tryFail(failure(e));
              }
            });
    return connecting.future();
  }

  private Future<RemoteLink> linked() {
    RemoteLink made = link;
    return made != null
        ? Future.succeededFuture(made)
        : transport
            .next()
            .map(
                first -> {
                  RemoteLink opened =
                      settings.protocol() == BrokerSettings.Protocol.MQTT_5
                          ? new Mqtt5Link(settings, transport, first, this)
                          : new Mqtt3Link(settings, transport, first, this);
                  link = opened;
                  return opened;
                });
  }

  private RemoteLink link() {
    return Objects.requireNonNull(link, "connected without a link");
  }

  @Override
  public void connected() {
    if (!isWanted) {
      link().disconnect().onFailure(e -> log.debug("could not leave a broker: {}", reason(e)));
      return;
    }
    isConnected = true;
    subscriptions.values().stream()
        .filter(subscribed -> !known.contains(subscribed.options.filter()))
        .forEach(subscribed -> subscribeNow(subscribed.options).onFailure(this::refused));
    abandoned.forEach(
        filter ->
            link()
                .unsubscribe(filter)
                .onSuccess(done -> known.remove(filter))
                .onFailure(this::refused));
    abandoned.clear();
    tell(ConnectionState.Phase.CONNECTED, "");
    connecting.tryComplete();
  }

  @Override
  public void disconnected(MqttClientDisconnectedContext context) {
    boolean wasConnected = isConnected;
    isConnected = false;
    boolean isOver = !isWanted || context.getSource() == MqttDisconnectSource.USER;
    context.getReconnector().reconnect(!isOver);
    if (isOver) {
      return;
    }
    context
        .getReconnector()
        .delay(reconnectDelay.toMillis(), TimeUnit.MILLISECONDS)
        // The library subscribes anew to what it knows; it has to, or it stops receiving.
        .resubscribeIfSessionExpired(true)
        .resubscribeIfSessionPresent(true)
        .reconnectWhen(
            transport.next().toCompletionStage().toCompletableFuture(),
            (next, unknown) -> {
              if (next != null) {
                context.getReconnector().transportConfig(next);
              }
            });
    tell(
        wasConnected ? ConnectionState.Phase.LOST : ConnectionState.Phase.FAILED,
        reason(context.getCause()));
    vertx.setTimer(
        reconnectDelay.toMillis(),
        id -> {
          if (isWanted && !isConnected) {
            tell(ConnectionState.Phase.CONNECTING, "");
          }
        });
  }

  private static String reason(Throwable cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }

  private void tell(ConnectionState.Phase phase, String reason) {
    listener.accept(new ConnectionState(phase, reason));
  }

  @Override
  public Future<Void> disconnect() {
    synchronized (this) {
      if (!isWanted) {
        return Future.succeededFuture();
      }
      isWanted = false;
      connecting.tryFail(new NodeException("disconnected"));
    }
    Future<Void> goodBye = isConnected ? link().disconnect() : Future.succeededFuture();
    return goodBye
        .timeout(GOOD_BYE_SECONDS, TimeUnit.SECONDS)
        // Gone is gone, whether or not the broker took notice.
        .otherwiseEmpty()
        .onComplete(
            left -> {
              isConnected = false;
              tell(ConnectionState.Phase.DISCONNECTED, "");
            });
  }

  @Override
  public Future<Void> close() {
    subscriptions.clear();
    return disconnect();
  }

  @Override
  public boolean isConnected() {
    return isConnected;
  }

  // ---- traffic ----

  @Override
  public Future<Void> publish(Outgoing publication) {
    return isConnected
        ? told(link().publish(publication))
        : Future.failedFuture(new NodeException("not connected"));
  }

  @Override
  public Future<Void> subscribe(Subscription subscription, Consumer<Incoming> handler) {
    subscriptions.put(subscription.filter(), new Subscribed(subscription, handler));
    abandoned.remove(subscription.filter());
    return isConnected ? told(subscribeNow(subscription)) : Future.succeededFuture();
  }

  private Future<Void> subscribeNow(Subscription subscription) {
    return link().subscribe(subscription).onSuccess(done -> known.add(subscription.filter()));
  }

  private void refused(Throwable e) {
    log.warn("the broker refused a subscription: {}", reason(e));
  }

  @Override
  public Future<Void> unsubscribe(String filter, boolean tellBroker) {
    subscriptions.remove(filter);
    if (!tellBroker) {
      return Future.succeededFuture();
    }
    if (!isConnected) {
      abandoned.add(filter);
      return Future.succeededFuture();
    }
    return told(link().unsubscribe(filter).onSuccess(done -> known.remove(filter)));
  }

  @Override
  public void received(Incoming incoming) {
    List<Consumer<Incoming>> takers = new ArrayList<>(1);
    for (Map.Entry<String, Subscribed> entry : subscriptions.entrySet()) {
      if (TopicFilters.matches(entry.getKey(), incoming.topic())) {
        takers.add(entry.getValue().handler);
      }
    }
    if (takers.size() == 1) {
      takers.get(0).accept(incoming);
    } else if (takers.isEmpty()) {
      incoming.acknowledge();
    } else {
      Incoming shared = new SharedIncoming(incoming, takers.size());
      takers.forEach(taker -> taker.accept(shared));
    }
  }

  private static Future<Void> told(Future<Void> attempt) {
    return attempt.recover(e -> Future.failedFuture(failure(e)));
  }

  private static NodeException failure(Throwable e) {
    return new NodeException(reason(e));
  }
}
