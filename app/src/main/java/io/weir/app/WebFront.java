package io.weir.app;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.weir.editor.EditorConfig;
import io.weir.editor.EditorServer;
import io.weir.editor.SetUp;
import io.weir.engine.runtime.FlowRuntime;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** The one web server: editor, Admin API, health and metrics on one event loop. */
final class WebFront extends AbstractVerticle {
  private final WeirConfig config;
  private final WeirConfig.Web web;
  private final @Nullable SetUp setUp;
  private final FlowRuntime runtime;
  private final Health health;
  private final Metrics metrics;
  private final IntSupplier mqttPort;
  private @Nullable HttpServer server;

  /**
   * A web server, not started yet.
   *
   * @param setUp first-run set-up, if the program needs it
   * @param mqttPort asked when it starts: the port of the built-in broker, 0 without it
   */
  WebFront(
      WeirConfig config,
      @Nullable SetUp setUp,
      FlowRuntime runtime,
      Health health,
      Metrics metrics,
      IntSupplier mqttPort) {
    this.config = config;
    this.web = config.web();
    this.setUp = setUp;
    this.runtime = runtime;
    this.health = health;
    this.metrics = metrics;
    this.mqttPort = mqttPort;
  }

  @Override
  public void start(Promise<Void> started) {
    Router router = Router.router(vertx);
    health.mount(router);
    metrics.mount(router);
    router
        .route()
        .subRouter(
            new EditorServer(
                    vertx,
                    runtime,
                    EditorConfig.defaults(
                            Version.current(),
                            web.isLoopbackOnly(),
                            mqttPort.getAsInt(),
                            config.userDir())
                        .withLogin(config.login())
                        .withSetUp(setUp))
                .router());
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(web.host())
            .setPort(web.port())
            .setCompressionSupported(false)
            .setMaxWebSocketFrameSize(1 << 20)
            .setMaxWebSocketMessageSize(1 << 20);
    server = vertx.createHttpServer(options);
    server
        .requestHandler(router)
        .listen()
        .<Void>mapEmpty()
        .onComplete(
            listening -> {
              if (listening.succeeded()) {
                started.complete();
              } else {
                started.fail(
                    StartFailure.listening(
                        "the editor", web.host(), web.port(), listening.cause()));
              }
            });
  }

  /** The port that the server listens on. */
  int port() {
    HttpServer listening = server;
    return listening == null ? web.port() : listening.actualPort();
  }
}
