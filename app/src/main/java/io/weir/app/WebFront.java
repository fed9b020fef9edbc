package io.weir.app;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.weir.app.config.WeirConfig;
import io.weir.app.web.MqttSocket;
import io.weir.app.web.TlsServer;
import io.weir.app.web.WebConfig;
import io.weir.app.web.WebRoutes;
import io.weir.broker.Annex;
import io.weir.broker.Broker;
import io.weir.broker.Listener;
import io.weir.broker.auth.AccessControl;
import io.weir.broker.listener.SideDoor;
import io.weir.editor.EditorConfig;
import io.weir.editor.EditorServer;
import io.weir.editor.SetUp;
import io.weir.editor.broker.BrokerView;
import io.weir.editor.http.AdminTerms;
import io.weir.editor.http.Endpoint;
import io.weir.editor.http.Endpoint.Kind;
import io.weir.editor.http.RequestGuard;
import io.weir.engine.runtime.FlowRuntime;
import io.weir.nodes.Web;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one web server: editor, Admin API, flows, files, health and metrics on one event loop. */
final class WebFront extends AbstractVerticle {
  private static final int LEAST_FRAME_BYTES = 1 << 20;

  private final WeirConfig config;
  private final WebConfig web;
  private final @Nullable SetUp setUp;
  private final FlowEngine engine;
  private final FlowRuntime runtime;
  private final Web flows;
  private final Health health;
  private final Metrics metrics;
  private final @Nullable Broker broker;
  private final AccessControl access;
  private final @Nullable BrokerView view;
  private @Nullable HttpServer server;
  private List<Endpoint> endpoints = List.of();

  /**
   * A web server, not started yet.
   *
   * @param engine what runs the flows
   * @param setUp first-run set-up, if the program needs it
   * @param flows what flows have of the web
   * @param broker the built-in broker; null without it
   * @param access who gets into that
   * @param view the broker for the editor to look into; null without it
   */
  WebFront(
      WeirConfig config,
      @Nullable SetUp setUp,
      FlowEngine engine,
      Web flows,
      Health health,
      Metrics metrics,
      @Nullable Broker broker,
      AccessControl access,
      @Nullable BrokerView view) {
    this.config = config;
    this.web = config.web();
    this.setUp = setUp;
    this.engine = engine;
    this.runtime = engine.runtime();
    this.flows = flows;
    this.health = health;
    this.metrics = metrics;
    this.broker = broker;
    this.access = access;
    this.view = view;
  }

  /** The way from here to the broker; null if MQTT is not to be spoken here. */
  @Nullable Annex annex() {
    WeirConfig.Mqtt mqtt = config.mqtt();
    return mqtt == null || mqtt.web() == null
        ? null
        : new Annex(
            context,
            Listener.tcp(web.host(), web.port())
                .withWebSocket(Listener.WebSocket.DEFAULT)
                .withConnectTimeout(mqtt.limits().connectTimeout()));
  }

  /**
   * Begins to listen, on the context that it was deployed with.
   *
   * @return fails with a {@link StartFailure}
   */
  Future<Void> open() {
    Promise<Void> opened = Promise.promise();
    context.runOnContext(here -> listen().onComplete(opened));
    return opened.future();
  }

  private Future<Void> listen() {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(web.host())
            .setPort(web.port())
            .setCompressionSupported(false)
            .setHttp2ClearTextEnabled(false)
            .setMaxWebSocketFrameSize(maxFrameBytes())
            .setMaxWebSocketMessageSize(maxFrameBytes())
            // Whatever a client of a flow offers first, as Node-RED has it.
            .setWebSocketSubProtocols(List.of("*"));
    return new TlsServer(vertx, web.https())
        .open(options, router())
        .<Void>map(
            listening -> {
              server = listening;
              return null;
            })
        .recover(
            why ->
                Future.failedFuture(
                    StartFailure.listening("the editor", web.host(), web.port(), why)));
  }

  private int maxFrameBytes() {
    return (int) Math.max(LEAST_FRAME_BYTES, Math.min(web.maxBodyBytes(), Integer.MAX_VALUE));
  }

  /** In the order of Node-RED: what is the program's, what is the flows', files. */
  private Router router() {
    Router router = Router.router(vertx);
    EditorServer.answerErrors(router);
    WebRoutes routes = new WebRoutes(vertx, web);
    routes.mountHeaders(router);
    List<Endpoint> own = new ArrayList<>(health.endpoints());
    own.addAll(metrics.endpoints());
    mqtt().ifPresent(own::add);
    routes.mountOwn(router, own);
    WebConfig.Admin admin = web.admin();
    if (admin != null) {
      EditorServer editor = editor(admin).beside(own);
      WebRoutes.mount(router, admin.root(), editor.router());
      endpoints = editor.endpoints();
    }
    routes.mountNodes(router, flows);
    routes.mountFolders(router);
    return router;
  }

  /** MQTT over WebSockets; empty if there is to be none. */
  private Optional<Endpoint> mqtt() {
    WeirConfig.Mqtt mqtt = config.mqtt();
    SideDoor door = broker == null ? null : broker.sideDoor().orElse(null);
    Annex annex = annex();
    if (mqtt == null || mqtt.web() == null || door == null || annex == null) {
      return Optional.empty();
    }
    // Who opened the editor to others has not yet said so of the broker.
    boolean isForThisMachine = mqtt.isLoopbackOnly() && !mqtt.access().isDecided();
    MqttSocket.Terms terms =
        new MqttSocket.Terms(
            mqtt.web().origins(),
            () -> access.allowsAnonymous(annex.listener().name()),
            isForThisMachine);
    return Optional.of(
        Endpoint.get(mqtt.web().path(), "MQTT in a WebSocket")
            .of(Kind.SERVER)
            .saying(
                "The sub-protocols are mqtt and mqttv3.1; who may connect is the broker's affair.")
            .answers(101, "A WebSocket from here on")
            .refuses(400, "Another sub-protocol")
            .refuses(403, "A page or a machine that may not connect")
            .refuses(426, "Another version of WebSockets")
            .by(new MqttSocket(guard(), terms, door::enter)));
  }

  private RequestGuard guard() {
    return new RequestGuard(web.isLoopbackOnly(), web.proxies());
  }

  private int mqttPort() {
    return broker == null || broker.addresses().isEmpty() ? 0 : broker.addresses().get(0).port();
  }

  private EditorServer editor(WebConfig.Admin admin) {
    WebConfig.Nodes nodes = web.nodes();
    return new EditorServer(
        vertx,
        runtime,
        EditorConfig.defaults(Version.current(), web.isLoopbackOnly(), mqttPort(), config.userDir())
            .withMaxBodyBytes(web.maxBodyBytes())
            .withDebugMaxLength(config.debugMaxLength())
            .withDiagnostics(config.tellsDiagnostics())
            .withStopping(config.mayStopFlows())
            .withExamples(ExampleFlows::folders)
            .withHttp(
                new AdminTerms(
                    admin.root(),
                    admin.hasEditor(),
                    nodes == null ? "" : nodes.root(),
                    admin.cors(),
                    guard(),
                    web.requiresHttps()))
            .withLogin(config.login())
            .withSetUp(setUp)
            .withKeepAlive(admin.keepAlive())
            .withBroker(view)
            .withUdpPorts(engine.nodes()::udpPorts));
  }

  /** The calls that it answers. */
  List<Endpoint> endpoints() {
    return endpoints;
  }

  /** The port that the server listens on. */
  int port() {
    HttpServer listening = server;
    return listening == null ? web.port() : listening.actualPort();
  }
}
