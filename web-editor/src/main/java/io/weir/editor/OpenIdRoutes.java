package io.weir.editor;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import io.weir.editor.http.AdminTerms;
import io.weir.editor.http.Answers;
import io.weir.editor.http.Endpoint;
import io.weir.editor.http.Endpoint.Kind;
import io.weir.editor.http.Json;
import io.weir.editor.http.TrustedProxies.Client;
import io.weir.editor.openid.LoginAttempt;
import io.weir.editor.openid.OpenIdException;
import io.weir.editor.openid.OpenIdProvider;
import io.weir.editor.openid.OpenIdSettings;
import io.weir.engine.message.MessageJson;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /auth/strategy}: logging in where a provider of OpenID Connect says who somebody is. The
 * browser goes there and comes back with a code of the provider's, and the page gets one of ours,
 * with which it asks for the token: so no token stands in an address.
 *
 * @threads the web server's context
 */
final class OpenIdRoutes {
  private static final Logger log = LoggerFactory.getLogger(OpenIdRoutes.class);
  private static final String START = "/auth/strategy";
  private static final String CALLBACK = START + "/callback";
  private static final String COOKIE = "weir-login";
  private static final Duration LONGEST_ATTEMPT = Duration.ofMinutes(10);

  private final Vertx vertx;
  private final AdminTerms terms;
  private final LoginSettings login;
  private final OpenIdSettings settings;
  private final Sessions sessions;
  private final OpenIdProvider provider;
  private final SecureRandom random = new SecureRandom();
  private final OneTimeSecrets<LoginAttempt> attempts;
  private final OneTimeSecrets<Sessions.Session> exchanges;

  /**
   * The routes.
   *
   * @param login who may come in
   * @param settings the provider that tells them
   */
  OpenIdRoutes(
      Vertx vertx,
      AdminTerms terms,
      LoginSettings login,
      OpenIdSettings settings,
      Sessions sessions,
      Clock clock) {
    this.vertx = vertx;
    this.terms = terms;
    this.login = login;
    this.settings = settings;
    this.sessions = sessions;
    this.provider = new OpenIdProvider(vertx, settings, clock);
    this.attempts = new OneTimeSecrets<>(clock, LONGEST_ATTEMPT, random);
    this.exchanges = new OneTimeSecrets<>(clock, settings.exchangeTime(), random);
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get(START, "Begins a login at the provider that adminAuth names")
            .of(Kind.LOGIN)
            .answers(302, "To the provider, or back with session_message if it can't be reached")
            .by(this::begin),
        Endpoint.get(CALLBACK, "Where the provider sends the browser back to")
            .audited("auth.login")
            .of(Kind.LOGIN)
            .query("code", "What the provider tells who it is for")
            .query("state", "What it was given at the beginning")
            .query("error", "Why nobody has logged in")
            .answers(302, "To the editor: with code for POST /auth/token, or with session_message")
            .by(this::end));
  }

  /** What the page shows before a login. */
  Map<String, Object> prompts() {
    String url = terms.root() + START.substring(1);
    Map<String, Object> button = new LinkedHashMap<>();
    button.put("type", "button");
    button.put("label", settings.button().label());
    button.put("url", url);
    if (settings.button().icon() != null) {
      button.put("icon", settings.button().icon());
    }
    if (settings.button().image() != null) {
      button.put("image", settings.button().image());
    }
    Map<String, Object> prompts = new LinkedHashMap<>();
    prompts.put("type", "strategy");
    prompts.put("prompts", List.of(button));
    if (settings.isAutomatic()) {
      prompts.put("autoLogin", true);
      prompts.put("loginRedirect", url);
    }
    return prompts;
  }

  private void begin(RoutingContext context) {
    Client client = terms.proxies().clientOf(context.request());
    LoginAttempt attempt = LoginAttempt.begin(callbackUrl(client), random);
    String state = attempts.put(attempt);
    provider
        .address(attempt, state)
        .onSuccess(
            address -> {
              // Ties the end of the login to the browser that began it.
              context
                  .response()
                  .addCookie(
                      Cookie.cookie(COOKIE, encoded(state))
                          .setPath(terms.root() + START.substring(1))
                          .setHttpOnly(true)
                          .setSecure(client.isSecure())
                          .setSameSite(CookieSameSite.LAX)
                          .setMaxAge(LONGEST_ATTEMPT.toSeconds()));
              redirect(context, address);
            })
        .onFailure(why -> fail(context, why));
  }

  private String callbackUrl(Client client) {
    if (settings.callbackUrl() != null) {
      return settings.callbackUrl();
    }
    HostAndPort host = client.host();
    return (client.isSecure() ? "https://" : "http://")
        + (host == null ? "" : host)
        + terms.root()
        + CALLBACK.substring(1);
  }

  private void end(RoutingContext context) {
    String state = query(context, "state");
    Cookie cookie = context.request().getCookie(COOKIE);
    boolean isSameBrowser = cookie != null && cookie.getValue().equals(encoded(state));
    LoginAttempt attempt = isSameBrowser ? attempts.take(state) : null;
    if (attempt == null) {
      fail(
          context,
          new OpenIdException("The login took too long or began in another browser. Try again."));
      return;
    }
    String error = query(context, "error");
    if (!error.isEmpty()) {
      String text = query(context, "error_description");
      fail(context, new OpenIdException(text.isEmpty() ? error : text));
      return;
    }
    provider
        .userName(attempt, query(context, "code"))
        .compose(name -> open(context, name))
        .onSuccess(
            session -> redirect(context, terms.root() + "?code=" + encoded(exchanges.put(session))))
        .onFailure(why -> fail(context, why));
  }

  private Future<Sessions.Session> open(RoutingContext context, String name) {
    Audit.detail(context, "username", name);
    LoginSettings.User user = login.user(name).orElse(null);
    if (user == null) {
      return Future.failedFuture(
          new OpenIdException(name + " is not among those who may use this editor."));
    }
    return vertx.executeBlocking(
        () -> sessions.open(name, "node-red-editor", user.permissions()), false);
  }

  /** Exchanges the code of a finished login for its token. */
  void exchange(RoutingContext context, String code) {
    Sessions.Session session = exchanges.take(code);
    context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    if (session == null) {
      context.response().setStatusCode(400);
      Json.end(context, MessageJson.text(Map.of("error", "Error: Invalid exchange code")));
      return;
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("accessToken", session.token());
    answer.put("expires_in", sessions.lifetimeMillis() / 1_000);
    Json.end(context, MessageJson.text(answer));
  }

  private void fail(RoutingContext context, Throwable why) {
    Audit.event(context, "auth.login.fail.credentials");
    if (why instanceof OpenIdException) {
      Throwable cause = why.getCause();
      log.warn("a login failed: {}", cause == null ? why.getMessage() : cause.toString());
      redirect(context, terms.root() + "?session_message=" + encoded("" + why.getMessage()));
    } else {
      context.fail(why);
    }
  }

  private static String query(RoutingContext context, String name) {
    return context.queryParam(name).stream().findFirst().orElse("");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static void redirect(RoutingContext context, String address) {
    context
        .response()
        .setStatusCode(302)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader(HttpHeaders.LOCATION, address);
    Answers.end(context, "");
  }
}
