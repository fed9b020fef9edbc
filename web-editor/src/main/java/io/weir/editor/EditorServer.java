package io.weir.editor;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import io.weir.engine.runtime.FlowRuntime;

/**
 * Mounts the Admin API, the comms socket and the editor's files.
 *
 * @threads the context of the web server, one for all
 */
public final class EditorServer {
  private final Vertx vertx;
  private final FlowRuntime runtime;
  private final EditorConfig config;

  /** An editor for a runtime. */
  public EditorServer(Vertx vertx, FlowRuntime runtime, EditorConfig config) {
    this.vertx = vertx;
    this.runtime = runtime;
    this.config = config;
  }

  /** A router with everything on it. */
  public Router router() {
    Router router = Router.router(vertx);
    router.route().handler(new RequestGuard(config.isLoopbackOnly()));
    router.route().failureHandler(ApiError::answer);
    router.route().method(HttpMethod.HEAD).handler(Answers::withoutBody);
    // Before the body handler, which would wait for a body that a socket never has.
    new CommsHub(vertx, runtime, config).mount(router);
    router.route().handler(BodyHandler.create(false).setBodyLimit(config.maxBodyBytes()));
    new FlowsRoutes(runtime).mount(router);
    new NodesRoutes(runtime.catalog()).mount(router);
    new NodeActionRoutes(runtime).mount(router);
    new CredentialsRoutes(runtime).mount(router);
    new SettingsRoutes(config).mount(router);
    new EditorFiles().mount(router);
    router.route().handler(context -> context.fail(404));
    return router;
  }
}
