package io.weir.editor;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.weir.editor.broker.BrokerView;
import io.weir.editor.broker.TopicWatch;
import io.weir.editor.http.Endpoint;
import io.weir.editor.http.Json;
import io.weir.editor.http.OpenApi;
import io.weir.engine.runtime.FlowRuntime;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Mounts the Admin API, the comms socket and the editor's files.
 *
 * @threads the context of the web server, one for all
 */
public final class EditorServer {
  private static final int[] NOT_FOUND = {404, 405, 406, 415};

  private final Vertx vertx;
  private final FlowRuntime runtime;
  private final EditorConfig config;
  private final List<Endpoint> beside = new ArrayList<>();
  private final List<Endpoint> all = new ArrayList<>();

  /** An editor for a runtime. */
  public EditorServer(Vertx vertx, FlowRuntime runtime, EditorConfig config) {
    this.vertx = vertx;
    this.runtime = runtime;
    this.config = config;
  }

  /** Describes calls of the server too that are answered elsewhere. */
  public EditorServer beside(List<Endpoint> others) {
    beside.addAll(others);
    return this;
  }

  /** All calls that the router answers, once it is made, and those beside it. */
  public List<Endpoint> endpoints() {
    return List.copyOf(all);
  }

  /** A router with everything on it; what is for nobody here goes on to what is behind. */
  public Router router() {
    Router router = Router.router(vertx);
    router.route().failureHandler(ApiError::answer);
    Clock clock = Clock.systemUTC();
    SetUp setUp = config.setUp();
    boolean isShut = setUp != null && setUp.questions().admin();
    LoginSettings login = isShut ? LoginSettings.NOBODY : config.login();
    Sessions sessions = new Sessions(config.userDir(), sessionMillis(login), clock);
    if (login != null) {
      sessions.load();
    }
    AccessControl access = new AccessControl(login, sessions);
    BrokerView broker = config.broker();
    TopicWatch topics = broker == null ? null : new TopicWatch(vertx, broker);
    CommsHub comms = new CommsHub(vertx, runtime, config, access, topics);
    List<Endpoint> endpoints = new ArrayList<>(comms.endpoints());
    if (setUp != null) {
      endpoints.addAll(setUp(setUp, access, sessions, comms).endpoints());
    }
    OpenIdRoutes openId =
        login == null || login.openId() == null
            ? null
            : new OpenIdRoutes(vertx, config.http(), login, login.openId(), sessions, clock);
    if (openId != null) {
      endpoints.addAll(openId.endpoints());
    }
    endpoints.addAll(
        new AuthRoutes(vertx, access, sessions, comms::judgeAnew, openId, clock).endpoints());
    Deployments deployments = new Deployments(vertx, runtime, config.userDir(), clock);
    endpoints.addAll(new FlowsRoutes(runtime, config, deployments).endpoints());
    endpoints.addAll(new FlowRoutes(runtime, deployments).endpoints());
    endpoints.addAll(deployments.endpoints());
    endpoints.addAll(new DraftRoutes(vertx, config.userDir()).endpoints());
    endpoints.addAll(new ContextRoutes(runtime, config).endpoints());
    endpoints.addAll(new LibraryRoutes(vertx, config).endpoints());
    endpoints.addAll(new DiagnosticsRoutes(runtime, config).endpoints());
    PackFiles files = new PackFiles(vertx, runtime.catalog());
    endpoints.addAll(new ThemeRoutes(runtime.catalog(), files).endpoints());
    endpoints.addAll(new NodesRoutes(runtime, files).endpoints());
    endpoints.addAll(new NodeActionRoutes(runtime, config).endpoints());
    endpoints.addAll(new LiveRoutes(runtime, config).endpoints());
    endpoints.addAll(new TestRoutes(vertx, runtime, config).endpoints());
    if (broker != null && topics != null) {
      endpoints.addAll(new BrokerRoutes(broker, topics).endpoints());
    }
    endpoints.addAll(new CredentialsRoutes(runtime).endpoints());
    endpoints.addAll(new SettingsRoutes(vertx, runtime, config).endpoints());
    EndpointRoutes routes =
        new EndpointRoutes(router, config.http(), access, config.maxBodyBytes());
    OpenApi description = new OpenApi(config.version(), config.http().root());
    endpoints.add(
        Endpoint.get("/openapi.json", "This description")
            .needs("settings.read")
            .answers(200, "The calls that there are", "OpenApi")
            .by(context -> Json.send(context, description.of(all))));
    all.addAll(routes.mount(endpoints));
    all.addAll(beside);
    if (config.http().hasEditor()) {
      comms.start();
      new EditorFiles().mount(router, context -> routes.admits(context, null));
    }
    return router;
  }

  /** Makes a server's outermost router tell errors as the Admin API does. */
  public static void answerErrors(Router router) {
    router.route().failureHandler(ApiError::answer);
    for (int status : NOT_FOUND) {
      router.errorHandler(status, ApiError::notFound);
    }
  }

  private SetUpRoutes setUp(SetUp setUp, AccessControl access, Sessions sessions, CommsHub comms) {
    if (setUp.questions().mqtt()) {
      comms.notice(
          "notification/set-up",
          "warning",
          "No device can connect by MQTT until set-up is finished. Open the link that Weir printed"
              + " when it was started.");
    }
    return new SetUpRoutes(
        vertx,
        setUp,
        config,
        sessions,
        login -> {
          access.replace(login);
          comms.notice("notification/set-up", "warning", null);
        },
        Clock.systemUTC());
  }

  private static long sessionMillis(@Nullable LoginSettings login) {
    return (login == null ? LoginSettings.USUAL_SESSION_TIME : login.sessionTime()).toMillis();
  }
}
