package io.weir.editor;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import io.weir.editor.http.Endpoint;
import io.weir.editor.http.Endpoint.Kind;
import io.weir.editor.http.Json;
import io.weir.engine.message.MessageJson;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /auth/set-up}: what the page of the invitation asks and answers.
 *
 * @threads the web server's context
 */
final class SetUpRoutes {
  private static final Logger log = LoggerFactory.getLogger(SetUpRoutes.class);

  private enum State {
    OPEN,
    /** Somebody's answers are being written down. */
    FINISHING,
    DONE
  }

  private final Vertx vertx;
  private final SetUp setUp;
  private final EditorConfig config;
  private final Sessions sessions;
  private final Consumer<LoginSettings> finished;
  // By address: whoever guesses must not keep out whoever has the link.
  private final LoginThrottle throttle;
  private State state = State.OPEN;

  /**
   * The routes of a program that isn't set up.
   *
   * @param finished called when it is, with who may use the Admin API
   */
  SetUpRoutes(
      Vertx vertx,
      SetUp setUp,
      EditorConfig config,
      Sessions sessions,
      Consumer<LoginSettings> finished,
      Clock clock) {
    this.vertx = vertx;
    this.setUp = setUp;
    this.config = config;
    this.sessions = sessions;
    this.finished = finished;
    this.throttle = new LoginThrottle(clock);
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.post("/auth/set-up/open", "What first-run set-up asks")
            .of(Kind.LOGIN)
            .saying("There until the program is set up, for who has the link that it printed.")
            .takes("SetUpToken")
            .answers(200, "The questions", "SetUpQuestions")
            .refuses(403, "wrong_token")
            .refuses(404, "It is set up")
            .refuses(429, "throttled")
            .by(this::open),
        Endpoint.post("/auth/set-up", "Answers what first-run set-up asks")
            .audited("set-up.finish")
            .of(Kind.LOGIN)
            .saying("Once, with all of the answers.")
            .takes("SetUpAnswers")
            .answers(200, "A token of the user that was made, if one was", "Token")
            .refuses(400, "Answers that will not do")
            .refuses(403, "wrong_token")
            .refuses(404, "It is set up")
            .refuses(409, "busy: somebody else does it at this moment")
            .refuses(429, "throttled")
            .by(this::finish));
  }

  private void open(RoutingContext context) {
    requireInvitation(context);
    SetUp.Questions questions = setUp.questions();
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("admin", questions.admin());
    shown.put("mqtt", questions.mqtt());
    if (questions.mqttHost() != null) {
      shown.put("mqttHost", questions.mqttHost());
      shown.put("mqttPort", config.mqttPort());
    }
    Json.end(context, MessageJson.text(shown));
  }

  /** The fields of a request that has the invitation's token. */
  private Map<?, ?> requireInvitation(RoutingContext context) {
    if (state == State.DONE) {
      throw new ApiFailure(404, "not_found", "this Weir is set up");
    }
    if (state == State.FINISHING) {
      throw new ApiFailure(409, "busy", "somebody else is setting it up at this moment");
    }
    Map<?, ?> fields = Json.body(context) instanceof Map<?, ?> map ? map : Map.of();
    String from = config.http().proxies().clientOf(context.request()).address();
    if (!throttle.allows(from)) {
      throw new ApiFailure(429, "throttled", "too many wrong set-up tokens; wait 10 minutes");
    }
    if (!(fields.get("token") instanceof String token) || !setUp.invitation().fits(token)) {
      log.warn("a wrong set-up token came from {}", from);
      throw new ApiFailure(403, "wrong_token", "this is not the link that Weir printed");
    }
    throttle.succeeded(from);
    return fields;
  }

  private void finish(RoutingContext context) {
    SetUp.Answers answers = answers(requireInvitation(context));
    state = State.FINISHING;
    setUp
        .finish(answers)
        .compose(login -> enter(login, answers.admin()))
        .onSuccess(session -> answer(context, session))
        .onFailure(
            why -> {
              // The link still holds: whatever was in the way can be put right.
              state = State.OPEN;
              context.fail(
                  why instanceof IllegalArgumentException
                      ? new ApiFailure(400, "invalid_request", String.valueOf(why.getMessage()))
                      : why);
            });
  }

  private SetUp.Answers answers(Map<?, ?> fields) {
    SetUp.Questions questions = setUp.questions();
    try {
      Map<?, ?> mqtt = fields.get("mqtt") instanceof Map<?, ?> map ? map : Map.of();
      boolean isAnonymous = questions.mqtt() && Boolean.TRUE.equals(mqtt.get("anonymous"));
      return new SetUp.Answers(
          questions.admin() ? account(fields.get("admin")) : null,
          questions.mqtt() && !isAnonymous ? account(mqtt) : null,
          isAnonymous);
    } catch (IllegalArgumentException e) {
      throw new ApiFailure(400, "invalid_request", String.valueOf(e.getMessage()));
    }
  }

  private static SetUp.Account account(@Nullable Object value) {
    Map<?, ?> fields = value instanceof Map<?, ?> map ? map : Map.of();
    return new SetUp.Account(text(fields, "username"), text(fields, "password"));
  }

  private static String text(Map<?, ?> fields, String key) {
    return fields.get(key) instanceof String text ? text : "";
  }

  /** Opens the Admin API, and lets whoever has just made the first user in. */
  private Future<Sessions.@Nullable Session> enter(
      LoginSettings login, SetUp.@Nullable Account admin) {
    state = State.DONE;
    finished.accept(login);
    if (admin == null) {
      return Future.succeededFuture();
    }
    return vertx.executeBlocking(
        () -> {
          // Sessions of an earlier life are not the new user's.
          sessions.closeAll();
          return sessions.open(admin.name(), "node-red-editor", Permissions.ALL);
        });
  }

  private void answer(RoutingContext context, Sessions.@Nullable Session session) {
    if (session == null) {
      Json.end(context, "{}");
    } else {
      AuthRoutes.sendToken(context, session, sessions.lifetimeMillis());
    }
  }
}
