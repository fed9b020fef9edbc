package io.weir.broker;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.weir.broker.auth.Authenticator;
import io.weir.broker.auth.Authorizer;
import io.weir.broker.bridge.Bridges;
import io.weir.broker.delivery.Distributor;
import io.weir.broker.delivery.HeldBytes;
import io.weir.broker.delivery.RetainedMessages;
import io.weir.broker.delivery.SubscriptionTree;
import io.weir.broker.lane.LoopLanes;
import io.weir.broker.listener.AddressCount;
import io.weir.broker.listener.SideDoor;
import io.weir.broker.local.InProcessClient;
import io.weir.broker.loop.BrokerLoop;
import io.weir.broker.loop.LoopStats;
import io.weir.broker.packet.Publication;
import io.weir.broker.protocol.BrokerServices;
import io.weir.broker.protocol.LoopConnections;
import io.weir.broker.session.PresentRules;
import io.weir.broker.session.SessionRegistry;
import io.weir.broker.session.SessionServices;
import io.weir.broker.store.BrokerStore;
import io.weir.broker.store.Journal;
import io.weir.broker.store.RetainedStore;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The parts of a broker between start and stop, and how they are put together. */
final class RunningBroker {
  private static final long HOUSEKEEPING_INTERVAL_MILLIS = 10_000;

  private final Vertx vertx;
  private final BrokerLoops loops;
  private final Consumer<BrokerEvent> events;
  private final SubscriptionTree tree = new SubscriptionTree();
  private final RetainedMessages retained;
  private final @Nullable BrokerStore store;
  private final List<Journal> journals;
  private final BrokerServices services;
  private final List<LoopConnections> connections = new ArrayList<>();
  private final List<LoopLanes> lanes = new ArrayList<>();
  private final OpenListeners listeners;
  private final Set<InProcessClient> localClients = ConcurrentHashMap.newKeySet();
  private final AddressCount addressCount;
  private final SysTopics sysTopics;
  private final Bridges bridges;
  private BrokerConfig config;
  private volatile long housekeeping = -1;

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
    this.addressCount = new AddressCount(limits.clients().maxConnectionsPerAddress());
    List<Distributor> distributors =
        loops.all().stream()
            .map(
                loop ->
                    new Distributor(
                        loop,
                        tree,
                        retained,
                        journals.get(loop.index()),
                        limits.memory().routeCacheEntries(),
                        rules.upgradesQos()))
            .toList();
    SessionServices sessions =
        new SessionServices(
            new PresentRules(limits, rules),
            tree,
            retained,
            held,
            distributors,
            authorizer,
            journals,
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
    this.listeners = new OpenListeners(vertx, loops.own(), lanes, addressCount, this.events);
    this.sysTopics =
        new SysTopics(distributors.get(0), this::stats, version(), config.sysInterval());
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

  /** Takes up what was kept, then opens the listeners. */
  Future<Void> open() {
    return restore()
        .compose(restored -> loops.all().get(0).call(this::startFigures))
        .compose(started -> listeners.open(config.listeners()));
  }

  private Future<Void> restore() {
    return store == null
        ? Future.succeededFuture()
        : new Restoration(loops.own(), services.registry()).of(store.takeState());
  }

  private Future<Void> startFigures() {
    sysTopics.start();
    // On this loop, where what it notes belongs.
    housekeeping =
        vertx.setPeriodic(HOUSEKEEPING_INTERVAL_MILLIS, timer -> retained.removeExpired());
    return Future.succeededFuture();
  }

  /** Goes by another configuration from now on, as far as that is possible. */
  synchronized Future<Reconfigured> reconfigure(BrokerConfig wanted) {
    BrokerConfig possible =
        wanted
            .withEventLoops(config.eventLoops())
            .withPersistence(config.persistence())
            .withListeners(config.listeners());
    Reconfigured ofListeners = listeners.change(wanted.listeners());
    List<String> changed = new ArrayList<>(ofListeners.changed());
    changed.addAll(ConfigDifference.between("", config, possible));
    List<String> later = new ArrayList<>(ofListeners.fromNextStart());
    later.addAll(
        ConfigDifference.between("", possible, wanted.withListeners(possible.listeners())));
    config = possible;
    return change(possible).map(done -> new Reconfigured(changed, later));
  }

  private Future<Void> change(BrokerConfig to) {
    Limits limits = to.limits();
    services.sessions().present().replace(limits, to.delivery());
    services.sessions().held().maximum(limits.memory().maxBytes());
    retained.change(to.delivery().retainFor(), limits.memory());
    addressCount.maximum(limits.clients().maxConnectionsPerAddress());
    bridges.limits(limits);
    List<Future<Void>> changing = new ArrayList<>();
    for (BrokerLoop loop : loops.all()) {
      changing.add(loop.call(() -> changeOn(loop, to)));
    }
    return Future.all(changing).mapEmpty();
  }

  private Future<Void> changeOn(BrokerLoop loop, BrokerConfig to) {
    lanes.get(loop.index()).limitsChanged();
    services
        .sessions()
        .distributor(loop)
        .change(to.limits().memory().routeCacheEntries(), to.delivery().upgradesQos());
    services.registry().limitsChanged(loop);
    if (loop.index() == 0) {
      sysTopics.interval(to.sysInterval());
    }
    return Future.succeededFuture();
  }

  /** The way in for the clients of another server, whose loop is the last one. */
  SideDoor sideDoor(Annex annex) {
    return new SideDoor(annex.listener(), lanes.get(lanes.size() - 1), addressCount);
  }

  List<ListenerAddress> addresses() {
    return listeners.addresses();
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
      ended.add(loops.all().get(i).call(() -> Future.succeededFuture(ofLoop.endForbidden())));
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
      goodbyes.add(loops.all().get(i).call(() -> sayGoodbye(ofLoop)));
    }
    goodbyes.add(loops.all().get(0).call(this::stopFigures));
    return Future.all(goodbyes)
        .compose(said -> listeners.close())
        .transform(closed -> handOverJournals())
        .transform(handedOver -> loops.stop())
        .transform(stopped -> closeStore());
  }

  private Future<Void> handOverJournals() {
    return Future.join(
            loops.all().stream()
                .map(
                    loop ->
                        loop.call(
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

  private Future<Void> stopFigures() {
    sysTopics.stop();
    vertx.cancelTimer(housekeeping);
    return Future.succeededFuture();
  }

  /** Reads the certificates of all listeners again. */
  Future<Void> reloadCertificates() {
    return listeners.reloadCertificates();
  }
}
