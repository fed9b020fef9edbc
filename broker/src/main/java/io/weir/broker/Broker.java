package io.weir.broker;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.weir.broker.BrokerConfig.Persistence;
import io.weir.broker.auth.AllowAll;
import io.weir.broker.auth.Authenticator;
import io.weir.broker.auth.Authorizer;
import io.weir.broker.bridge.BridgeSettings;
import io.weir.broker.listener.SideDoor;
import io.weir.broker.packet.Publication;
import io.weir.broker.store.BrokerStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An MQTT 3.1, 3.1.1 and 5 broker.
 *
 * @threads every method may be called from any thread
 */
public final class Broker {
  private static final Logger log = LoggerFactory.getLogger(Broker.class);

  private final Vertx vertx;
  private final BrokerConfig config;
  private final Authenticator authenticator;
  private final Authorizer authorizer;
  private final List<Consumer<BrokerEvent>> listeners = new CopyOnWriteArrayList<>();
  private volatile @Nullable RunningBroker running;
  private volatile @Nullable SideDoor sideDoor;

  /** A broker that lets everyone in. */
  public Broker(Vertx vertx, BrokerConfig config) {
    this(vertx, config, AllowAll.INSTANCE, AllowAll.INSTANCE);
  }

  public Broker(
      Vertx vertx, BrokerConfig config, Authenticator authenticator, Authorizer authorizer) {
    this.vertx = vertx;
    this.config = config;
    this.authenticator = authenticator;
    this.authorizer = authorizer;
  }

  /**
   * Opens the listeners.
   *
   * @return this broker; fails with a {@link BrokerException} that names the address when a port is
   *     in use, and then nothing stays open
   */
  public Future<Broker> start() {
    return start(null);
  }

  /**
   * Opens the listeners, and a way in for the clients of another server of this process.
   *
   * @return as {@link #start()} does
   */
  public Future<Broker> start(@Nullable Annex annex) {
    if (running != null) {
      return Future.failedFuture(new IllegalStateException("the broker has been started already"));
    }
    return openStore()
        .compose(
            store ->
                BrokerLoops.start(vertx, config.effectiveEventLoops(), annex)
                    .map(loops -> assemble(loops, store.orElse(null))))
        .compose(this::openListeners)
        .map(
            opened -> {
              RunningBroker present = running;
              sideDoor = annex == null || present == null ? null : present.sideDoor(annex);
              return this;
            });
  }

  private RunningBroker assemble(BrokerLoops loops, @Nullable BrokerStore store) {
    return new RunningBroker(vertx, config, loops, store, authenticator, authorizer, this::tell);
  }

  private Future<Optional<BrokerStore>> openStore() {
    Persistence persistence = config.persistence();
    if (persistence == null) {
      return Future.succeededFuture(Optional.empty());
    }
    return vertx.executeBlocking(
        () -> {
          long began = System.nanoTime();
          BrokerStore store = BrokerStore.open(persistence, this::tell);
          tell(store.opened(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began)));
          return Optional.of(store);
        },
        false);
  }

  private Future<Void> openListeners(RunningBroker candidate) {
    running = candidate;
    return candidate
        .open()
        .recover(
            failure -> {
              running = null;
              return candidate.close().transform(closed -> Future.failedFuture(failure));
            });
  }

  /**
   * Says goodbye to clients (0x8B under MQTT 5), closes connections and listeners. Wills are not
   * published; sessions go on in the store, if there is one, and otherwise end.
   */
  public Future<Void> stop() {
    RunningBroker stopping = running;
    running = null;
    sideDoor = null;
    if (stopping == null) {
      return Future.succeededFuture();
    }
    Promise<Void> stopped = Promise.promise();
    stopping
        .close()
        .onComplete(
            result -> {
              tell(new BrokerEvent.Stopped());
              stopped.handle(result);
            });
    return stopped.future();
  }

  /**
   * Ends the connections of clients that would not get in any more, after the rules of the
   * authorizer have changed (0x87 under MQTT 5).
   *
   * @return how many there were
   */
  public Future<Integer> endForbidden() {
    RunningBroker present = running;
    return present == null ? Future.succeededFuture(0) : present.endForbidden();
  }

  /**
   * Reads certificates and keys of all listeners again, for connections from now on.
   *
   * @return fails if a file can't be used; that listener goes on with what it has
   */
  public Future<Void> reloadCertificates() {
    RunningBroker present = running;
    return present == null ? Future.succeededFuture() : present.reloadCertificates();
  }

  /**
   * Goes by another configuration from now on. Bounds and rules count at once for what is asked
   * then and for the queues of sessions that are there, and for the rest from a client's next
   * connection on: what it was told in CONNACK counts until it goes. Listeners let clients in on
   * other terms. Event loops, persistence, and what else a listener is, stay as they are.
   *
   * @return what has changed, and what counts from the next start only
   */
  public Future<Reconfigured> reconfigure(BrokerConfig other) {
    RunningBroker present = running;
    return present == null
        ? Future.failedFuture(new IllegalStateException("the broker is not running"))
        : present.reconfigure(other);
  }

  /**
   * Runs these bridges from now on, and no others: those that are new start, those that are not
   * named any more end, with what waits for them; those that have changed begin anew as their
   * settings say.
   *
   * @throws IllegalArgumentException if two of them have the same name or local client id
   * @throws IllegalStateException if the broker is not running
   */
  public void runBridges(List<BridgeSettings> bridges) {
    RunningBroker present = running;
    if (present == null) {
      throw new IllegalStateException("the broker is not running");
    }
    present.bridges().run(bridges);
  }

  /** By which the clients of another server come in; empty unless it was named at the start. */
  public Optional<SideDoor> sideDoor() {
    return Optional.ofNullable(sideDoor);
  }

  /** Where the listeners listen, in the order of the configuration; empty before {@link #start}. */
  public List<ListenerAddress> addresses() {
    RunningBroker present = running;
    return present == null ? List.of() : present.addresses();
  }

  /**
   * Reports events from now on.
   *
   * @param listener called on event loops and on the thread of the store; must not block
   */
  public void onEvent(Consumer<BrokerEvent> listener) {
    listeners.add(listener);
  }

  private void tell(BrokerEvent event) {
    for (Consumer<BrokerEvent> listener : listeners) {
      try {
        listener.accept(event);
      } catch (RuntimeException failure) {
        // A listener's mishap is not the client's whom the event is about.
        log.error("a listener for broker events failed on {}", event, failure);
      }
    }
  }

  /**
   * Opens a client in this process. It may be used at once; its first steps wait for the session.
   *
   * @throws IllegalStateException if the broker is not running
   */
  public LocalClient connect(LocalClientOptions options) {
    RunningBroker present = running;
    if (present == null) {
      throw new IllegalStateException("the broker is not running");
    }
    return present.connect(options);
  }

  /**
   * Publishes in the broker's own name, under {@code $SYS} as elsewhere; in vain if it is not
   * running.
   */
  public void publish(Publication publication) {
    RunningBroker present = running;
    if (present != null) {
      present.publish(publication);
    }
  }

  /** Who has subscribed to what at this moment, by filter and client id. */
  public List<BrokerSubscription> subscriptions() {
    RunningBroker present = running;
    return present == null ? List.of() : present.subscriptions();
  }

  /**
   * Forces what is kept onto the device and compacts the store.
   *
   * @return whether there is a store
   */
  public Future<Boolean> save() {
    RunningBroker present = running;
    return present == null ? Future.succeededFuture(false) : present.save();
  }

  /** The counters at this moment; all zero unless the broker runs. */
  public BrokerStats stats() {
    RunningBroker present = running;
    return present == null ? new BrokerStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0) : present.stats();
  }
}
