package io.weir.editor;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import io.weir.engine.runtime.FlowRuntime;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

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
    Clock clock = Clock.systemUTC();
    SetUp setUp = config.setUp();
    boolean isShut = setUp != null && setUp.questions().admin();
    LoginSettings login = isShut ? LoginSettings.NOBODY : config.login();
    Sessions sessions = new Sessions(config.userDir(), sessionMillis(login), clock);
    if (login != null) {
      sessions.load();
    }
    AccessControl access = new AccessControl(login, sessions);
    CommsHub comms = new CommsHub(vertx, runtime, config, access);
    // Before the body handler, which would wait for a body that a socket never has.
    comms.mount(router);
    router.route().handler(access);
    router.route().handler(BodyHandler.create(false).setBodyLimit(config.maxBodyBytes()));
    if (setUp != null) {
      mount(router, setUp, access, sessions, comms);
    }
    new AuthRoutes(vertx, access, sessions, comms::judgeAnew, clock).mount(router);
    new FlowsRoutes(runtime, config).mount(router);
    new FlowRoutes(runtime).mount(router);
    new ContextRoutes(runtime, config).mount(router);
    new LibraryRoutes(vertx, config).mount(router);
    new DiagnosticsRoutes(runtime, config).mount(router);
    new ThemeRoutes(runtime.catalog()).mount(router);
    new NodesRoutes(runtime).mount(router);
    new NodeActionRoutes(runtime).mount(router);
    new LiveRoutes(runtime, config).mount(router);
    new CredentialsRoutes(runtime).mount(router);
    new SettingsRoutes(vertx, runtime, config).mount(router);
    new EditorFiles().mount(router);
    router.route().handler(context -> context.fail(404));
    return router;
  }

  private void mount(
      Router router, SetUp setUp, AccessControl access, Sessions sessions, CommsHub comms) {
    if (setUp.questions().mqtt()) {
      comms.notice(
          "notification/set-up",
          "warning",
          "No device can connect by MQTT until set-up is finished. Open the link that Weir printed"
              + " when it was started.");
    }
    new SetUpRoutes(
            vertx,
            setUp,
            config,
            sessions,
            login -> {
              access.replace(login);
              comms.notice("notification/set-up", "warning", null);
            },
            Clock.systemUTC())
        .mount(router);
  }

  private static long sessionMillis(@Nullable LoginSettings login) {
    return (login == null ? LoginSettings.USUAL_SESSION_TIME : login.sessionTime()).toMillis();
  }
}
