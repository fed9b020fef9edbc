package io.weir.broker.bridge;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.weir.broker.BrokerEvent;
import io.weir.broker.Limits;
import io.weir.broker.LocalClientOptions;
import io.weir.broker.RelayClient;
import io.weir.broker.bridge.RemoteLink.Setting;
import io.weir.broker.loop.BrokerLoop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The bridges of a broker.
 *
 * @threads any
 */
public final class Bridges {
  private final Vertx vertx;
  private volatile Limits limits;
  private final Function<String, BrokerLoop> loopOf;
  private final Function<LocalClientOptions, RelayClient> broker;
  private final Consumer<BrokerEvent> events;
  private final Map<String, Bridge> running = new LinkedHashMap<>();
  private Future<Void> turn = Future.succeededFuture();
  private boolean isStopping;

  /**
   * None yet.
   *
   * @param loopOf the loop that the session of a local client belongs to, by its client id
   * @param broker opens a client in this process
   */
  public Bridges(
      Vertx vertx,
      Limits limits,
      Function<String, BrokerLoop> loopOf,
      Function<LocalClientOptions, RelayClient> broker,
      Consumer<BrokerEvent> events) {
    this.vertx = vertx;
    this.limits = limits;
    this.loopOf = loopOf;
    this.broker = broker;
    this.events = events;
  }

  /** Other bounds for bridges that start from now on. */
  public void limits(Limits newLimits) {
    limits = newLimits;
  }

  /**
   * Runs these from now on. Those not named any more end, and what waits for them is forgotten;
   * those that have changed begin anew, at once or when their connection ends.
   *
   * @throws IllegalArgumentException if two have the same name or the same client id here
   */
  public synchronized void run(List<BridgeSettings> wanted) {
    Map<String, BridgeSettings> byName = byName(wanted);
    turn = turn.transform(before -> change(byName));
  }

  /** Whoever is to begin in another's place waits until that has ended. */
  private synchronized Future<Void> change(Map<String, BridgeSettings> wanted) {
    List<Future<Void>> ending = new ArrayList<>();
    for (Bridge bridge : List.copyOf(running.values())) {
      BridgeSettings now = wanted.get(bridge.settings().name());
      if (now == null || (!now.equals(bridge.settings()) && now.reloadsAtOnce())) {
        ending.add(end(bridge, now));
      } else if (now.equals(bridge.settings())) {
        // It may have been changed before, and changed back.
        bridge.whenDisconnected(() -> {});
      } else {
        bridge.whenDisconnected(() -> replaceLater(bridge, now));
      }
    }
    return Future.join(ending).transform(ended -> startMissing(wanted));
  }

  private synchronized void replaceLater(Bridge old, BridgeSettings settings) {
    turn = turn.transform(before -> replace(old, settings));
  }

  private synchronized Future<Void> replace(Bridge old, BridgeSettings settings) {
    return running.get(settings.name()) == old
        ? end(old, settings).transform(ended -> startMissing(Map.of(settings.name(), settings)))
        : Future.succeededFuture();
  }

  /** Ends a bridge, and its session unless the next one goes on with that. */
  private synchronized Future<Void> end(Bridge bridge, @Nullable BridgeSettings next) {
    BridgeSettings old = bridge.settings();
    running.remove(old.name());
    return bridge
        .stop()
        .onComplete(
            stopped -> {
              if (next == null || !next.local().equals(old.local())) {
                endOf(old, new TopicMapping(old.topics())).forget();
              }
            });
  }

  private synchronized Future<Void> startMissing(Map<String, BridgeSettings> wanted) {
    if (!isStopping) {
      wanted.forEach(
          (name, settings) -> {
            if (!running.containsKey(name)) {
              start(settings);
            }
          });
    }
    return Future.succeededFuture();
  }

  private static Map<String, BridgeSettings> byName(List<BridgeSettings> wanted) {
    Map<String, BridgeSettings> byName = new LinkedHashMap<>();
    List<String> clientIds = new ArrayList<>();
    for (BridgeSettings settings : wanted) {
      if (byName.put(settings.name(), settings) != null) {
        throw new IllegalArgumentException("two bridges are called " + settings.name());
      }
      if (clientIds.contains(settings.local().clientId())) {
        throw new IllegalArgumentException(
            "two bridges have the local client id " + settings.local().clientId());
      }
      clientIds.add(settings.local().clientId());
    }
    return byName;
  }

  private void start(BridgeSettings settings) {
    TopicMapping mapping = new TopicMapping(settings.topics());
    BrokerLoop loop = loopOf.apply(settings.local().clientId());
    Bridge bridge =
        new Bridge(
            vertx, new Setting(settings, mapping, endOf(settings, mapping), loop, limits, events));
    running.put(settings.name(), bridge);
    bridge.start();
  }

  private LocalEnd endOf(BridgeSettings settings, TopicMapping mapping) {
    return new LocalEnd(settings, mapping, broker, events, limits.session().maxQueued());
  }

  /** Says goodbye to the other brokers; what they are owed waits. */
  public synchronized Future<Void> stop() {
    isStopping = true;
    List<Future<Void>> stopping = running.values().stream().map(Bridge::stop).toList();
    running.clear();
    return Future.join(stopping).transform(stopped -> turn);
  }
}
