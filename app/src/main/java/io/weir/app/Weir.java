package io.weir.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.weir.app.config.ConfigFile;
import io.weir.app.config.MqttPolicies;
import io.weir.app.config.WeirConfig;
import io.weir.app.embedded.EmbeddedBrokerClients;
import io.weir.app.log.BrokerLog;
import io.weir.app.log.Logging;
import io.weir.app.log.MemoryLog;
import io.weir.app.log.RuntimeLog;
import io.weir.app.web.FileWatch;
import io.weir.app.web.WebConfig;
import io.weir.broker.Broker;
import io.weir.broker.BrokerConfig;
import io.weir.broker.Listener;
import io.weir.broker.ListenerAddress;
import io.weir.broker.auth.AccessControl;
import io.weir.broker.auth.AccessControl.Policies;
import io.weir.broker.auth.AccessPolicy;
import io.weir.editor.SetUp;
import io.weir.editor.http.Endpoint;
import io.weir.engine.runtime.FlowRuntime;
import io.weir.engine.store.ConfigSections;
import io.weir.engine.store.NamedContextStore;
import io.weir.engine.store.StoreException;
import io.weir.nodes.Web;
import io.weir.nodes.function.script.Scripts;
import io.weir.nodes.http.HttpRoutes;
import io.weir.nodes.http.client.OutboundHttp;
import io.weir.nodes.mqtt.BrokerClients;
import io.weir.nodes.mqtt.RemoteBrokerClients;
import io.weir.nodes.support.OutboundProxies;
import io.weir.nodes.websocket.FlowSockets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The assembled program. Reading {@link #start} is reading the architecture. */
public final class Weir {
  private static final Logger log = LoggerFactory.getLogger(Weir.class);

  private final Vertx vertx;
  private final @Nullable Broker broker;
  private final FlowRuntime runtime;
  private final Scripts scripts;
  private final WebFront web;
  private final @Nullable SetUp setUp;
  private final @Nullable WorkingCopy copy;

  private Weir(
      Vertx vertx,
      @Nullable Broker broker,
      FlowRuntime runtime,
      Scripts scripts,
      WebFront web,
      @Nullable SetUp setUp,
      @Nullable WorkingCopy copy) {
    this.vertx = vertx;
    this.broker = broker;
    this.runtime = runtime;
    this.scripts = scripts;
    this.web = web;
    this.setUp = setUp;
    this.copy = copy;
  }

  /**
   * Starts the program.
   *
   * @param undecided the configuration, if it leaves open who may come in: then nobody may, until
   *     the answers of first-run set-up are in it; else null
   * @return fails with a {@link StartFailure} or {@link io.weir.broker.BrokerException} that says
   *     in one line what is wrong
   */
  public static Future<Weir> start(Vertx vertx, WeirConfig config, @Nullable ConfigFile undecided) {
    if (!config.readOnly()) {
      return start(vertx, config, undecided, null);
    }
    WorkingCopy copy = WorkingCopy.of(config);
    try {
      return start(vertx, copy.configFor(config), undecided, copy)
          .onFailure(failed -> copy.delete());
    } catch (RuntimeException e) {
      copy.delete();
      throw e;
    }
  }

  private static Future<Weir> start(
      Vertx vertx, WeirConfig config, @Nullable ConfigFile undecided, @Nullable WorkingCopy copy) {
    WeirConfig.Mqtt mqtt = config.mqtt();
    AccessControl access = new AccessControl(MqttPolicies.read(config));
    SetUp setUp =
        undecided == null ? null : new SetUpMode(vertx, undecided, config, access::replace);
    if (setUp != null && setUp.questions().mqtt()) {
      access.replace(Policies.forAll(AccessPolicy.SHUT));
    }
    Broker broker = mqtt == null ? null : broker(vertx, config, mqtt, access);
    OutboundProxies proxies = OutboundProxies.ofEnvironment(config.nodes().proxies());
    BrokerClients remote = new RemoteBrokerClients(vertx, config.nodes().mqttReconnect(), proxies);
    EmbeddedBrokerClients own = broker == null ? null : new EmbeddedBrokerClients(broker, remote);
    BrokerClients clients = own == null ? remote : own;
    splitOldSettings(config.userDir());
    WebConfig.Nodes served = config.web().nodes();
    String root = served == null ? null : served.root();
    Web flows =
        new Web(
            new HttpRoutes(root, config.web().maxBodyBytes()),
            new FlowSockets(root),
            new OutboundHttp(vertx, config.nodes().httpRequests(), proxies));
    FlowEngine engine =
        FlowEngine.of(
            vertx,
            config,
            clients,
            flows,
            new NamedContextStore(config.context()),
            config.runtime());
    FlowRuntime runtime = engine.runtime();
    Scripts scripts = engine.scripts();
    RuntimeLog.listen(runtime.events());
    Health health = new Health();
    WebFront web =
        new WebFront(
            config,
            setUp,
            engine,
            flows,
            health,
            new Metrics(broker),
            broker,
            access,
            own == null ? null : own.view(access));

    // The listeners first, so that a port in use is known before any flow runs; then the flows,
    // which find the broker there. Until they are up, /health/ready says so.
    return vertx
        .deployVerticle(web)
        .compose(deployed -> broker == null ? Future.succeededFuture() : broker.start(web.annex()))
        .compose(listening -> web.open())
        .compose(listening -> runtime.start())
        .map(
            running -> {
              if (broker != null && mqtt != null) {
                broker.runBridges(mqtt.bridges());
                watch(vertx, broker, mqtt);
              }
              health.nowReady();
              MemoryLog.start(vertx, config.logging());
              return new Weir(vertx, broker, runtime, scripts, web, setUp, copy);
            })
        .recover(
            why ->
                // Its store is locked until it has stopped.
                (broker == null ? Future.<Void>succeededFuture() : broker.stop())
                    .transform(stopped -> Future.failedFuture(why)));
  }

  private static void splitOldSettings(Path userDir) {
    try {
      ConfigSections.split(userDir);
    } catch (StoreException e) {
      log.warn("what older versions of Node-RED have kept is not taken over: {}", e.getMessage());
    }
  }

  private static void watch(Vertx vertx, Broker broker, WeirConfig.Mqtt mqtt) {
    List<Path> files =
        mqtt.listeners().stream()
            .map(Listener::tls)
            .filter(Objects::nonNull)
            .flatMap(tls -> Stream.of(tls.certificate(), tls.key()))
            .toList();
    if (!files.isEmpty()) {
      FileWatch.start(vertx, files, "the broker's certificates", broker::reloadCertificates);
    }
  }

  /**
   * Logs from now on as a configuration has it.
   *
   * @throws StartFailure if the file can't be written
   */
  public static void log(WeirConfig config) {
    Logging.configure(config.logging());
  }

  private static Broker broker(
      Vertx vertx, WeirConfig config, WeirConfig.Mqtt mqtt, AccessControl access) {
    Broker broker =
        new Broker(
            vertx,
            BrokerConfig.defaults()
                .withListeners(mqtt.allListeners())
                .withLimits(mqtt.limits().broker())
                .withPersistence(config.persistence()),
            access,
            access);
    BrokerLog.listen(broker, false);
    return broker;
  }

  /** Stops in order: the flows, the broker, the rest. */
  public Future<Void> stop() {
    return runtime
        .stop()
        .recover(
            why -> {
              log.warn("the flows did not stop in order: {}", why.getMessage());
              return Future.succeededFuture();
            })
        .compose(stopped -> broker == null ? Future.succeededFuture() : broker.stop())
        .onComplete(stopped -> scripts.close())
        .compose(stopped -> vertx.close())
        .onComplete(
            stopped -> {
              if (copy != null) {
                copy.delete();
              }
            });
  }

  /** The port of the editor. */
  public int webPort() {
    return web.port();
  }

  /** The calls that the web server answers. */
  List<Endpoint> endpoints() {
    return web.endpoints();
  }

  /**
   * What stands behind the editor's address in the link to first-run set-up; empty if the program
   * is set up.
   */
  public Optional<String> setUpFragment() {
    return setUp == null ? Optional.empty() : Optional.of(setUp.invitation().fragment());
  }

  /** Where the built-in broker listens, the usual listener first; empty without it. */
  public List<ListenerAddress> mqttAddresses() {
    return broker == null ? List.of() : broker.addresses();
  }

  /** The flows. */
  public FlowRuntime runtime() {
    return runtime;
  }
}
