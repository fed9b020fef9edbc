package io.weir.broker;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.weir.broker.BrokerConfig.Limits;
import io.weir.broker.auth.Authenticator;
import io.weir.broker.auth.Authorizer;
import io.weir.broker.bridge.Bridges;
import io.weir.broker.delivery.Distributor;
import io.weir.broker.delivery.HeldBytes;
import io.weir.broker.delivery.RetainedMessages;
import io.weir.broker.delivery.SubscriptionTree;
import io.weir.broker.lane.LoopLanes;
import io.weir.broker.listener.AddressCount;
import io.weir.broker.listener.Door;
import io.weir.broker.listener.SideDoor;
import io.weir.broker.local.InProcessClient;
import io.weir.broker.loop.BrokerLoop;
import io.weir.broker.loop.LoopStats;
import io.weir.broker.packet.Publication;
import io.weir.broker.protocol.BrokerServices;
import io.weir.broker.protocol.LoopConnections;
import io.weir.broker.session.MemoryLimit;
import io.weir.broker.session.SessionRegistry;
import io.weir.broker.session.SessionServices;
import io.weir.broker.store.BrokerStore;
import io.weir.broker.store.Journal;
import io.weir.broker.store.RetainedStore;
import io.weir.broker.store.StoredState;
import io.weir.broker.sys.SysTopics;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The parts of a broker between start and stop, and how they are put together. */
final class RunningBroker {
  private static final long MEMORY_INTERVAL_MILLIS = 1_000;

  private final Vertx vertx;
  private final BrokerConfig config;
  private final BrokerLoops loops;
  private final Consumer<BrokerEvent> events;
  private final SubscriptionTree tree = new SubscriptionTree();
  private final RetainedMessages retained;
  private final @Nullable BrokerStore store;
  private final List<Journal> journals;
  private final BrokerServices services;
  private final List<LoopConnections> connections = new ArrayList<>();
  private final List<LoopLanes> lanes = new ArrayList<>();
  private final List<Door> doors = new CopyOnWriteArrayList<>();
  private final List<ListenerAddress> addresses = new CopyOnWriteArrayList<>();
  private final Set<InProcessClient> localClients = ConcurrentHashMap.newKeySet();
  private final AddressCount addressCount;
  private final SysTopics sysTopics;
  private final Bridges bridges;
  private volatile long memoryTimer = -1;

  RunningBroker(
      Vertx vertx,
      BrokerConfig config,
      BrokerLoops loops,
      @Nullable BrokerStore store,
      Authenticator authenticator,
      Authorizer authorizer,
      Consumer<BrokerEvent> events) {
    this.vertx = vertx;
    this.config = config;
    this.loops = loops;
    this.store = store;
    this.events = new LimitReports(events, System::nanoTime);
    this.journals =
        loops.all().stream()
            .map(loop -> store == null ? Journal.NONE : store.journal(loop))
            .toList();
    DeliveryRules rules = config.delivery();
    Limits limits = config.limits();
    HeldBytes held = new HeldBytes(limits.memory().maxBytes());
    this.retained =
        new RetainedMessages(
            store == null ? RetainedStore.NONE : store.retained(),
            store == null ? List.of() : store.state().retained(),
            rules.retainFor(),
            limits.memory(),
            held);
    this.addressCount = new AddressCount(limits.maxConnectionsPerAddress());
    List<Distributor> distributors =
        loops.all().stream()
            .map(
                loop ->
                    new Distributor(
                        loop,
                        tree,
                        retained,
                        journals.get(loop.index()),
                        limits.routeCacheEntries(),
                        rules.upgradesQos()))
            .toList();
    SessionServices sessions =
        new SessionServices(
            limits,
            rules,
            tree,
            retained,
            held,
            distributors,
            authorizer,
            journals,
            MemoryLimit.of(limits.maxHeldBytes(), this.events),
            this.events);
    this.services =
        new BrokerServices(
            sessions,
            new SessionRegistry(sessions),
            authenticator,
            new AtomicInteger(),
            new AtomicInteger());
    for (BrokerLoop loop : loops.all()) {
      LoopConnections ofLoop = new LoopConnections();
      connections.add(ofLoop);
      lanes.add(new LoopLanes(services, loop, ofLoop));
    }
    this.sysTopics =
        new SysTopics(
            distributors.get(0),
            this::stats,
            retained::removeExpired,
            version(),
            config.sysInterval());
    this.bridges = new Bridges(vertx, limits, this::loopOf, this::connect, this.events);
  }

  /** As the build wrote it down. */
  private static String version() {
    Properties build = new Properties();
    try (InputStream in = RunningBroker.class.getResourceAsStream("build.properties")) {
      if (in != null) {
        build.load(in);
      }
    } catch (IOException unreadable) {
      return "unknown";
    }
    return build.getProperty("version", "unknown");
  }

  /** Opens each listener on each loop, one after the other, so that a failure leaves no race. */
  Future<Void> open() {
    Future<Void> opened =
        restore().compose(restored -> on(loops.all().get(0), this::startSysTopics));
    for (Listener listener : config.listeners()) {
      opened = opened.compose(previous -> open(listener));
    }
    return opened;
  }

  /** Takes up what was kept, before anyone can come and ask for it. */
  private Future<Void> restore() {
    if (store == null) {
      return Future.succeededFuture();
    }
    StoredState state = store.takeState();
    long now = System.currentTimeMillis();
    List<BrokerLoop> all = loops.own();
    List<Future<Void>> restored = new ArrayList<>();
    for (BrokerLoop loop : all) {
      restored.add(
          on(
              loop,
              () -> {
                for (int i = loop.index(); i < state.sessions().size(); i += all.size()) {
                  services.registry().restore(state.sessions().get(i), loop, now);
                }
                return Future.succeededFuture();
              }));
    }
    return Future.all(restored)
        .compose(
            done ->
                on(
                    all.get(0),
                    () -> {
                      state
                          .wills()
                          .forEach(will -> services.registry().restore(will, all.get(0), now));
                      return Future.succeededFuture();
                    }));
  }

  private Future<Void> startSysTopics() {
    sysTopics.start();
    MemoryLimit memory = services.sessions().memory();
    if (memory != null) {
      memoryTimer = vertx.setPeriodic(MEMORY_INTERVAL_MILLIS, timer -> measure(memory));
    }
    return Future.succeededFuture();
  }

  private void measure(MemoryLimit memory) {
    List<Future<Long>> held = new ArrayList<>();
    for (BrokerLoop loop : loops.all()) {
      held.add(on(loop, () -> Future.succeededFuture(services.registry().heldBytes(loop))));
    }
    Future.all(held)
        .onSuccess(
            all ->
                memory.measured(
                    retained.heldBytes() + held.stream().mapToLong(Future::result).sum()));
  }

  private Future<Void> open(Listener listener) {
    // Vert.x lets servers of one process share a port that is picked freely, if they ask for it by
    // the same negative number.
    int port =
        listener.port() == 0 ? -ThreadLocalRandom.current().nextInt(1, 1 << 30) : listener.port();
    AtomicInteger count = new AtomicInteger();
    Future<ListenerAddress> all = open(listener, 0, port, count);
    for (int i = 1; i < loops.own().size(); i++) {
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
    return on(
        loops.all().get(index),
        () -> {
          Door door = new Door(vertx, listener, lanes.get(index), count, addressCount);
          doors.add(door);
          return door.open(port);
        });
  }

  /** The way in for the clients of another server, whose loop is the last one. */
  SideDoor sideDoor(Annex annex) {
    return new SideDoor(annex.listener(), lanes.get(lanes.size() - 1), addressCount);
  }

  List<ListenerAddress> addresses() {
    return List.copyOf(addresses);
  }

  RelayClient connect(LocalClientOptions options) {
    String clientId =
        options.clientId().isEmpty() ? "local-" + UUID.randomUUID() : options.clientId();
    BrokerLoop loop = loopOf(clientId);
    InProcessClient[] opened = new InProcessClient[1];
    InProcessClient client =
        new InProcessClient(
            clientId, options, services, loop, () -> localClients.remove(opened[0]));
    opened[0] = client;
    localClients.add(client);
    return client;
  }

  private BrokerLoop loopOf(String clientId) {
    List<BrokerLoop> all = loops.own();
    return all.get(Math.floorMod(clientId.hashCode(), all.size()));
  }

  Bridges bridges() {
    return bridges;
  }

  void publish(Publication publication) {
    BrokerLoop loop = loops.all().get(0);
    loop.execute(
        () ->
            services
                .sessions()
                .distributor(loop)
                .publish(publication, new Distributor.Anonymous(loop, null, null)));
  }

  List<BrokerSubscription> subscriptions() {
    List<BrokerSubscription> found = new ArrayList<>();
    tree.forEach(
        subscription ->
            found.add(
                new BrokerSubscription(
                    subscription.filter().text(),
                    subscription.subscriber().clientId(),
                    subscription.options().qos())));
    found.sort(
        Comparator.comparing(BrokerSubscription::filter)
            .thenComparing(BrokerSubscription::clientId));
    return found;
  }

  Future<Boolean> save() {
    return store == null ? Future.succeededFuture(false) : store.save().map(true);
  }

  BrokerStats stats() {
    long received = 0;
    long sent = 0;
    long dropped = 0;
    long packetsIn = 0;
    long packetsOut = 0;
    long bytesIn = 0;
    long bytesOut = 0;
    for (BrokerLoop loop : loops.all()) {
      LoopStats stats = loop.stats();
      received += stats.publicationsReceived;
      sent += stats.publicationsSent;
      dropped += stats.publicationsDropped;
      packetsIn += stats.packetsReceived;
      packetsOut += stats.packetsSent;
      bytesIn += stats.bytesReceived;
      bytesOut += stats.bytesSent;
    }
    return new BrokerStats(
        services.clients().get(),
        services.registry().size(),
        tree.count(),
        retained.count(),
        services.sessions().held().held(),
        received,
        sent,
        dropped,
        packetsIn,
        packetsOut,
        bytesIn,
        bytesOut);
  }

  /** Ends the connections of clients that would not get in any more. */
  Future<Integer> endForbidden() {
    List<Future<Integer>> ended = new ArrayList<>();
    for (int i = 0; i < loops.all().size(); i++) {
      LoopConnections ofLoop = connections.get(i);
      ended.add(on(loops.all().get(i), () -> Future.succeededFuture(ofLoop.endForbidden())));
    }
    return Future.all(ended).map(all -> ended.stream().mapToInt(Future::result).sum());
  }

  /** Says goodbye first, so that clients learn why; then closes the listeners. */
  Future<Void> close() {
    return bridges.stop().transform(stopped -> closeClients());
  }

  private Future<Void> closeClients() {
    localClients.forEach(InProcessClient::shutDown);
    List<Future<Void>> goodbyes = new ArrayList<>();
    for (int i = 0; i < loops.all().size(); i++) {
      LoopConnections ofLoop = connections.get(i);
      goodbyes.add(on(loops.all().get(i), () -> sayGoodbye(ofLoop)));
    }
    goodbyes.add(on(loops.all().get(0), this::stopSysTopics));
    return Future.all(goodbyes)
        .compose(said -> closeDoors())
        .transform(closed -> handOverJournals())
        .transform(handedOver -> loops.stop())
        .transform(stopped -> closeStore());
  }

  private Future<Void> handOverJournals() {
    return Future.join(
            loops.all().stream()
                .map(
                    loop ->
                        on(
                            loop,
                            () -> {
                              journals.get(loop.index()).handOver();
                              return Future.succeededFuture();
                            }))
                .toList())
        .mapEmpty();
  }

  private Future<Void> closeStore() {
    BrokerStore open = store;
    if (open == null) {
      return Future.succeededFuture();
    }
    return vertx.executeBlocking(
        () -> {
          open.close();
          return null;
        },
        false);
  }

  private Future<Void> sayGoodbye(LoopConnections ofLoop) {
    ofLoop.shutDown();
    return Future.succeededFuture();
  }

  private Future<Void> stopSysTopics() {
    sysTopics.stop();
    vertx.cancelTimer(memoryTimer);
    return Future.succeededFuture();
  }

  /** Reads the certificates of all listeners again. */
  Future<Void> reloadCertificates() {
    return Future.join(doors.stream().map(Door::reloadCertificates).toList()).mapEmpty();
  }

  private Future<Void> closeDoors() {
    List<Future<Void>> closing = doors.stream().map(Door::close).toList();
    return Future.join(closing).mapEmpty();
  }

  /** Does something on a loop. */
  private static <T> Future<T> on(BrokerLoop loop, Supplier<Future<T>> action) {
    Promise<T> done = Promise.promise();
    loop.execute(() -> action.get().onComplete(done));
    return done.future();
  }
}
