package io.weir.broker;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.weir.broker.auth.AllowAll;
import io.weir.broker.auth.Authenticator;
import io.weir.broker.auth.Authorizer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * An MQTT 3.1, 3.1.1 and 5 broker.
 *
 * @threads every method may be called from any thread
 */
public final class Broker {
  private static final LocalClient UNBUILT = new UnbuiltClient();
  private final List<Consumer<BrokerEvent>> listeners = new CopyOnWriteArrayList<>();

  /** A broker that lets everyone in. */
  public Broker(Vertx vertx, BrokerConfig config) {
    this(vertx, config, AllowAll.INSTANCE, AllowAll.INSTANCE);
  }

  public Broker(
      Vertx vertx, BrokerConfig config, Authenticator authenticator, Authorizer authorizer) {}

  /**
   * Opens the listeners.
   *
   * @return this broker; fails with a {@link BrokerException} that names the address when a port is
   *     in use, and then nothing stays open
   */
  public Future<Broker> start() {
    return Future.failedFuture(new BrokerException("not built yet"));
  }

  /**
   * Says goodbye to clients (0x8B under MQTT 5), closes connections and listeners. Wills are not
   * published.
   */
  public Future<Void> stop() {
    return Future.succeededFuture();
  }

  /** Where the listeners listen, in the order of the configuration; empty before {@link #start}. */
  public List<ListenerAddress> addresses() {
    return List.of();
  }

  /**
   * Reports events from now on.
   *
   * @param listener called on event loops; must not block
   */
  public void onEvent(Consumer<BrokerEvent> listener) {
    listeners.add(listener);
  }

  /**
   * Opens a client in this process. It may be used at once; its first steps wait for the session.
   */
  public LocalClient connect(LocalClientOptions options) {
    Objects.requireNonNull(options);
    return UNBUILT;
  }

  public BrokerStats stats() {
    return new BrokerStats(0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  private record UnbuiltClient() implements LocalClient {
    private static <T> Future<T> no() {
      return Future.failedFuture("not built yet");
    }

    @Override
    public String clientId() {
      return "";
    }

    @Override
    public Future<Boolean> connected() {
      return no();
    }

    @Override
    public Future<io.weir.broker.packet.ReasonCode> publish(
        io.weir.broker.packet.Publication publication) {
      return no();
    }

    @Override
    public void send(io.weir.broker.packet.Publication publication) {}

    @Override
    public Future<io.weir.broker.packet.ReasonCode> subscribe(
        io.weir.broker.topic.TopicFilter filter,
        SubscribeOptions options,
        LocalSubscriber subscriber) {
      return no();
    }

    @Override
    public Future<Void> unsubscribe(io.weir.broker.topic.TopicFilter filter) {
      return no();
    }

    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public Future<Void> close() {
      return no();
    }
  }
}
