package io.weir.broker;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.weir.broker.lane.LoopLanes;
import io.weir.broker.listener.AddressCount;
import io.weir.broker.listener.Door;
import io.weir.broker.loop.BrokerLoop;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The listeners of a broker, each with a door on each of its loops.
 *
 * @threads any
 */
final class OpenListeners {
  private final Vertx vertx;
  private final List<BrokerLoop> loops;
  private final List<LoopLanes> lanes;
  private final AddressCount addressCount;
  private final Consumer<BrokerEvent> events;
  private final List<Door> doors = new CopyOnWriteArrayList<>();
  private final List<ListenerAddress> addresses = new CopyOnWriteArrayList<>();

  /** None yet. */
  OpenListeners(
      Vertx vertx,
      List<BrokerLoop> loops,
      List<LoopLanes> lanes,
      AddressCount addressCount,
      Consumer<BrokerEvent> events) {
    this.vertx = vertx;
    this.loops = loops;
    this.lanes = lanes;
    this.addressCount = addressCount;
    this.events = events;
  }

  /** Opens each on each loop, one after the other, so that a failure leaves no race. */
  Future<Void> open(List<Listener> listeners) {
    Future<Void> opened = Future.succeededFuture();
    for (Listener listener : listeners) {
      opened = opened.compose(previous -> open(listener));
    }
    return opened;
  }

  private Future<Void> open(Listener listener) {
    // Vert.x lets servers of one process share a port that is picked freely, if they ask for it by
    // the same negative number.
    int port =
        listener.port() == 0 ? -ThreadLocalRandom.current().nextInt(1, 1 << 30) : listener.port();
    AtomicInteger count = new AtomicInteger();
    Future<ListenerAddress> all = open(listener, 0, port, count);
    for (int i = 1; i < loops.size(); i++) {
      int index = i;
      all = all.compose(address -> open(listener, index, port, count));
    }
    return all.map(
        address -> {
          addresses.add(address);
          events.accept(new BrokerEvent.Listening(address));
          return null;
        });
  }

  private Future<ListenerAddress> open(
      Listener listener, int index, int port, AtomicInteger count) {
    return loops
        .get(index)
        .call(
            () -> {
              Door door = new Door(vertx, listener, lanes.get(index), count, addressCount);
              doors.add(door);
              return door.open(port);
            });
  }

  List<ListenerAddress> addresses() {
    return List.copyOf(addresses);
  }

  /**
   * Lets clients in on other terms from now on.
   *
   * @return which stay as they are, since they differ in more than their terms, are new, or are not
   *     wanted any more
   */
  Reconfigured change(List<Listener> wanted) {
    Map<String, Listener> others = new LinkedHashMap<>();
    wanted.forEach(listener -> others.put(listener.name(), listener));
    Set<String> changed = new LinkedHashSet<>();
    Set<String> unchangeable = new LinkedHashSet<>();
    for (Door door : doors) {
      Listener present = door.listener();
      String name = "listener " + present.name();
      Listener other = others.get(present.name());
      if (other != null && other.equals(present.withTerms(other.terms()))) {
        changed.addAll(ConfigDifference.between(name + ": ", present.terms(), other.terms()));
        door.listener(other);
      } else {
        unchangeable.add(other == null ? name + " is there no more" : name + " has changed");
      }
    }
    doors.forEach(door -> others.remove(door.listener().name()));
    others.keySet().forEach(name -> unchangeable.add("listener " + name + " is new"));
    return new Reconfigured(List.copyOf(changed), List.copyOf(unchangeable));
  }

  /** Reads the certificates of all again. */
  Future<Void> reloadCertificates() {
    return Future.join(doors.stream().map(Door::reloadCertificates).toList()).mapEmpty();
  }

  Future<Void> close() {
    return Future.join(doors.stream().map(Door::close).toList()).mapEmpty();
  }
}
