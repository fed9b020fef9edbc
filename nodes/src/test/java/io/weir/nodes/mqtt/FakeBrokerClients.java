package io.weir.nodes.mqtt;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.weir.engine.node.NodeException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A broker that does what a test says, and remembers what it was asked. */
final class FakeBrokerClients implements BrokerClients {
  final List<FakeClient> opened = new CopyOnWriteArrayList<>();
  List<String> shortcomings = List.of();

  @Override
  public BrokerClient open(BrokerSettings settings, Consumer<ConnectionState> listener) {
    FakeClient client = new FakeClient(settings, listener, shortcomings);
    opened.add(client);
    return client;
  }

  /** The client opened last. */
  FakeClient client() {
    return opened.get(opened.size() - 1);
  }

  static final class FakeClient implements BrokerClient {
    final BrokerSettings settings;
    final List<Outgoing> published = new CopyOnWriteArrayList<>();
    final Map<String, Subscription> subscriptions = new ConcurrentHashMap<>();
    final List<String> unsubscribed = new CopyOnWriteArrayList<>();
    private final Map<String, Consumer<Incoming>> handlers = new ConcurrentHashMap<>();
    private final Consumer<ConnectionState> listener;
    volatile boolean isConnected;
    volatile boolean isClosed;

    private final List<String> shortcomings;

    FakeClient(
        BrokerSettings settings, Consumer<ConnectionState> listener, List<String> shortcomings) {
      this.settings = settings;
      this.listener = listener;
      this.shortcomings = shortcomings;
    }

    @Override
    public Future<Void> connect() {
      listener.accept(ConnectionState.of(ConnectionState.Phase.CONNECTING));
      isConnected = true;
      listener.accept(ConnectionState.of(ConnectionState.Phase.CONNECTED));
      return Future.succeededFuture();
    }

    void loses() {
      isConnected = false;
      listener.accept(new ConnectionState(ConnectionState.Phase.LOST, "reset"));
    }

    void recovers() {
      isConnected = true;
      listener.accept(ConnectionState.of(ConnectionState.Phase.CONNECTED));
    }

    @Override
    public Future<Void> disconnect() {
      isConnected = false;
      listener.accept(ConnectionState.of(ConnectionState.Phase.DISCONNECTED));
      return Future.succeededFuture();
    }

    @Override
    public boolean isConnected() {
      return isConnected;
    }

    @Override
    public Future<Void> publish(Outgoing publication) {
      if (!isConnected) {
        return Future.failedFuture(new NodeException("not connected"));
      }
      published.add(publication);
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> subscribe(Subscription subscription, Consumer<Incoming> handler) {
      subscriptions.put(subscription.filter(), subscription);
      handlers.put(subscription.filter(), handler);
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> unsubscribe(String filter, boolean tellBroker) {
      subscriptions.remove(filter);
      handlers.remove(filter);
      unsubscribed.add(filter);
      return Future.succeededFuture();
    }

    @Override
    public List<String> shortcomings() {
      return shortcomings;
    }

    @Override
    public Future<Void> close() {
      isClosed = true;
      return disconnect();
    }

    /** Lets a publication arrive for a filter; gives what counts its acknowledgements. */
    AtomicInteger delivers(
        String filter, String topic, Buffer payload, int qos, PublicationProperties properties) {
      AtomicInteger acknowledged = new AtomicInteger();
      handlers
          .get(filter)
          .accept(
              new Incoming() {
                @Override
                public String topic() {
                  return topic;
                }

                @Override
                public Buffer payload() {
                  return payload;
                }

                @Override
                public int qos() {
                  return qos;
                }

                @Override
                public boolean retain() {
                  return false;
                }

                @Override
                public boolean dup() {
                  return false;
                }

                @Override
                public PublicationProperties properties() {
                  return properties;
                }

                @Override
                public void acknowledge() {
                  acknowledged.incrementAndGet();
                }
              });
      return acknowledged;
    }
  }
}
