package io.weir.editor;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import io.weir.editor.http.Answers;
import io.weir.editor.http.Endpoint;
import io.weir.editor.http.Endpoint.Kind;
import io.weir.editor.http.Json;
import io.weir.engine.message.MessageJson;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /auth}: logging in and out. */
final class AuthRoutes {
  private static final Logger log = LoggerFactory.getLogger(AuthRoutes.class);
  private static final String TEXT = "text/plain";
  private static final Set<String> CLIENTS = Set.of("node-red-editor", "node-red-admin");
  // Checked where there is no such user, so that the time taken doesn't tell names that exist.
  private static final String NOBODY =
      "$2b$08$8ZsyNZeRTZ7FSp9NxQwMIO7DIkJvfzkf6Wz9NnUZ4ZJ1gUJd0ZJGe";

  // What bcrypt doesn't look at makes no difference, as in Node-RED.
  private static final BCrypt.Verifyer PASSWORDS =
      BCrypt.verifyer(
          BCrypt.Version.VERSION_2B, LongPasswordStrategies.truncate(BCrypt.Version.VERSION_2B));

  private final Vertx vertx;
  private final AccessControl access;
  private final Sessions sessions;
  private final Runnable sessionEnded;
  private final @Nullable OpenIdRoutes openId;
  private final LoginThrottle throttle;

  /**
   * The routes.
   *
   * @param sessionEnded called on the web server's context when somebody has logged out
   * @param openId logs in by a provider; null where passwords do
   */
  AuthRoutes(
      Vertx vertx,
      AccessControl access,
      Sessions sessions,
      Runnable sessionEnded,
      @Nullable OpenIdRoutes openId,
      Clock clock) {
    this.vertx = vertx;
    this.access = access;
    this.sessions = sessions;
    this.sessionEnded = sessionEnded;
    this.openId = openId;
    this.throttle = new LoginThrottle(clock);
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/auth/login", "What a login asks for")
            .of(Kind.LOGIN)
            .answers(200, "The fields of the form; empty where nobody has to log in", "LoginForm")
            .by(context -> Json.send(context, prompts())),
        Endpoint.post("/auth/token", "Logs in")
            .audited("auth.login")
            .of(Kind.LOGIN)
            .takes("LoginFields")
            .answers(200, "The token of a session", "Token")
            .answers(400, "invalid_request, or a code that doesn't hold", "LoginError")
            .answersWith(401, "Unauthorized: an unknown client", TEXT)
            .answers(403, "invalid_grant: not this user, or not that much", "LoginError")
            .answers(500, "server_error: too many attempts", "LoginError")
            .answers(501, "unsupported_grant_type", "LoginError")
            .by(ifWanted(this::token)),
        Endpoint.post("/auth/revoke", "Logs out")
            .audited("auth.login.revoke")
            .of(Kind.LOGIN)
            .needs("")
            .takes("TokenToRevoke")
            .answers(200, "The session is over")
            .by(ifWanted((context, login) -> revoke(context))));
  }

  /** Where nobody needs to log in these routes don't exist. */
  private Handler<RoutingContext> ifWanted(BiConsumer<RoutingContext, LoginSettings> handler) {
    return context -> {
      LoginSettings login = access.login();
      if (login == null) {
        context.next();
      } else if (login.equals(LoginSettings.NOBODY)) {
        Answers.status(context, 401, "Unauthorized");
      } else {
        handler.accept(context, login);
      }
    };
  }

  private Map<String, Object> prompts() {
    LoginSettings login = access.login();
    if (login == null) {
      return Map.of();
    }
    if (login.equals(LoginSettings.NOBODY)) {
      return Map.of("type", "set-up", "prompts", List.of());
    }
    if (openId != null) {
      return openId.prompts();
    }
    return Map.of(
        "type",
        "credentials",
        "prompts",
        List.of(prompt("username", "text"), prompt("password", "password")));
  }

  private static Map<String, Object> prompt(String id, String type) {
    Map<String, Object> prompt = new LinkedHashMap<>();
    prompt.put("id", id);
    prompt.put("type", type);
    prompt.put("label", "user." + id);
    return prompt;
  }

  /** The fields of a body that is JSON or a form. */
  private static Map<String, String> fields(RoutingContext context) {
    Map<String, String> fields = new LinkedHashMap<>();
    if (Json.body(context) instanceof Map<?, ?> map) {
      map.forEach((key, value) -> fields.put(String.valueOf(key), String.valueOf(value)));
    }
    return fields;
  }

  private void token(RoutingContext context, LoginSettings settings) {
    Map<String, String> fields = fields(context);
    String code = fields.get("code");
    if (openId != null && code != null) {
      openId.exchange(context, code);
      return;
    }
    String client = fields.getOrDefault("client_id", "");
    if (!CLIENTS.contains(client)
        || !fields.getOrDefault("client_secret", "not_available").equals("not_available")) {
      Answers.status(context, 401, "Unauthorized");
      return;
    }
    String grant = fields.getOrDefault("grant_type", "");
    if (openId != null || !grant.equals("password")) {
      refuse(context, 501, "unsupported_grant_type", "Unsupported grant type: " + grant);
      return;
    }
    for (String field : List.of("username", "password")) {
      if (fields.getOrDefault(field, "").isEmpty()) {
        refuse(context, 400, "invalid_request", "Missing required parameter: " + field);
        return;
      }
    }
    String user = fields.getOrDefault("username", "");
    Audit.detail(context, "username", user);
    Audit.detail(context, "client", client);
    if (!throttle.allows(user)) {
      Audit.event(context, "auth.login.fail.too-many-attempts");
      log.warn("too many attempts to log in as \"{}\"", user);
      refuse(
          context, 500, "server_error", "Too many login attempts. Wait 10 minutes and try again");
      return;
    }
    open(settings, user, fields, client)
        .onSuccess(
            session -> {
              if (session == null) {
                Audit.event(context, "auth.login.fail.credentials");
                refuse(context, 403, "invalid_grant", "Invalid resource owner credentials");
              } else {
                throttle.succeeded(user);
                Audit.detail(context, "scope", session.scope().asJson());
                sendToken(context, session, sessions.lifetimeMillis());
              }
            })
        .onFailure(context::fail);
  }

  /** Checks the password, which takes a while on purpose, and starts a session. */
  private Future<Sessions.@Nullable Session> open(
      LoginSettings settings, String name, Map<String, String> fields, String client) {
    String password = fields.getOrDefault("password", "");
    String wanted = fields.getOrDefault("scope", "");
    return vertx.executeBlocking(
        () -> {
          LoginSettings.User user = settings.user(name).orElse(null);
          String hash = user == null ? null : user.passwordHash();
          boolean isRight =
              PASSWORDS.verify(password.toCharArray(), hash == null ? NOBODY : hash).verified;
          if (user == null || hash == null || !isRight) {
            log.warn("a login as \"{}\" failed", name);
            return null;
          }
          Permissions scope = wanted.isEmpty() ? user.permissions() : Permissions.of(wanted);
          if (!user.permissions().allow(scope)) {
            return null;
          }
          return user.token() == null
              ? sessions.open(name, client, scope)
              : Sessions.Session.lasting(user, client);
        },
        false);
  }

  /** Answers with the token of a session. */
  static void sendToken(RoutingContext context, Sessions.Session session, long lifetimeMillis) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("access_token", session.token());
    if (!session.isLasting()) {
      body.put("expires_in", lifetimeMillis / 1_000);
    }
    body.put("token_type", "Bearer");
    uncached(context);
    Json.end(context, MessageJson.text(body));
  }

  private static void uncached(RoutingContext context) {
    context
        .response()
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader("Pragma", "no-cache");
  }

  private static void refuse(RoutingContext context, int status, String error, String why) {
    Audit.detail(context, "error", error);
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("error", error);
    body.put("error_description", why);
    uncached(context);
    context.response().setStatusCode(status);
    Json.end(context, MessageJson.text(body));
  }

  private void revoke(RoutingContext context) {
    String token = fields(context).getOrDefault("token", "");
    vertx
        .executeBlocking(
            () -> {
              sessions.close(token);
              return true;
            })
        .onSuccess(
            closed -> {
              sessionEnded.run();
              Answers.end(context, "");
            })
        .onFailure(context::fail);
  }
}
