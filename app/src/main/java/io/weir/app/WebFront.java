package io.weir.app;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.weir.app.web.TlsServer;
import io.weir.app.web.WebConfig;
import io.weir.app.web.WebRoutes;
import io.weir.editor.EditorConfig;
import io.weir.editor.EditorServer;
import io.weir.editor.SetUp;
import io.weir.editor.broker.BrokerView;
import io.weir.editor.http.AdminTerms;
import io.weir.editor.http.RequestGuard;
import io.weir.engine.runtime.FlowRuntime;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** The one web server: editor, Admin API, flows, files, health and metrics on one event loop. */
final class WebFront extends AbstractVerticle {
  private static final int MAX_FRAME_BYTES = 1 << 20;

  private final WeirConfig config;
  private final WebConfig web;
  private final @Nullable SetUp setUp;
  private final FlowRuntime runtime;
  private final Health health;
  private final Metrics metrics;
  private final @Nullable BrokerView broker;
  private final IntSupplier mqttPort;
  private @Nullable HttpServer server;

  /**
   * A web server, not started yet.
   *
   * @param setUp first-run set-up, if the program needs it
   * @param broker the built-in broker, for the editor to look into; null without it
   * @param mqttPort asked when it starts: the port of the built-in broker, 0 without it
   */
  WebFront(
      WeirConfig config,
      @Nullable SetUp setUp,
      FlowRuntime runtime,
      Health health,
      Metrics metrics,
      @Nullable BrokerView broker,
      IntSupplier mqttPort) {
    this.config = config;
    this.web = config.web();
    this.setUp = setUp;
    this.runtime = runtime;
    this.health = health;
    this.metrics = metrics;
    this.broker = broker;
    this.mqttPort = mqttPort;
  }

  @Override
  public void start(Promise<Void> started) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(web.host())
            .setPort(web.port())
            .setCompressionSupported(false)
            .setMaxWebSocketFrameSize(MAX_FRAME_BYTES)
            .setMaxWebSocketMessageSize(MAX_FRAME_BYTES);
    Router router = router();
    new TlsServer(vertx, web.https())
        .open(options, router)
        .<Void>map(
            listening -> {
              server = listening;
              return null;
            })
        .recover(
            why ->
                Future.failedFuture(
                    StartFailure.listening("the editor", web.host(), web.port(), why)))
        .onComplete(started);
  }

  /** In the order of Node-RED: what is the program's, what is the flows', files. */
  private Router router() {
    Router router = Router.router(vertx);
    EditorServer.answerErrors(router);
    WebRoutes routes = new WebRoutes(vertx, web);
    routes.mountHeaders(router);
    health.mount(router);
    metrics.mount(router);
    WebConfig.Admin admin = web.admin();
    if (admin != null) {
      WebRoutes.mount(router, admin.root(), editor(admin).router());
    }
    routes.mountNodes(router);
    routes.mountFolders(router);
    return router;
  }

  private EditorServer editor(WebConfig.Admin admin) {
    WebConfig.Nodes nodes = web.nodes();
    return new EditorServer(
        vertx,
        runtime,
        EditorConfig.defaults(
                Version.current(), web.isLoopbackOnly(), mqttPort.getAsInt(), config.userDir())
            .withMaxBodyBytes(web.maxBodyBytes())
            .withHttp(
                new AdminTerms(
                    admin.root(),
                    admin.hasEditor(),
                    nodes == null ? "" : nodes.root(),
                    admin.cors(),
                    new RequestGuard(web.isLoopbackOnly(), web.proxies()),
                    web.requiresHttps()))
            .withLogin(config.login())
            .withSetUp(setUp)
            .withBroker(broker));
  }

  /** The port that the server listens on. */
  int port() {
    HttpServer listening = server;
    return listening == null ? web.port() : listening.actualPort();
  }
}
