package io.weir.editor.openid;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.oauth2.OAuth2Auth;
import io.vertx.ext.auth.oauth2.OAuth2AuthorizationURL;
import io.vertx.ext.auth.oauth2.OAuth2FlowType;
import io.vertx.ext.auth.oauth2.OAuth2Options;
import io.vertx.ext.auth.oauth2.Oauth2Credentials;
import io.vertx.ext.auth.oauth2.providers.OpenIDConnectAuth;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A provider of OpenID Connect, asked by the authorization code flow with PKCE.
 *
 * <p>What it offers is asked for at the first login, so that it need not be there when the program
 * starts, and its keys at each, since it may change them at any time.
 *
 * @threads the web server's context
 */
public final class OpenIdProvider {
  private static final int LONGEST_SECONDS = 10;
  // Clocks of small devices are rarely right to the second.
  private static final int LEEWAY_SECONDS = 60;
  private static final String ID_TOKEN = "idToken";
  private static final String SUBJECT = "sub";

  private final Vertx vertx;
  private final OpenIdSettings settings;
  private final Clock clock;
  private @Nullable Future<Discovered> discovery;

  private record Discovered(OAuth2Auth auth, String issuer) {}

  /** A provider; nobody is asked anything yet. */
  public OpenIdProvider(Vertx vertx, OpenIdSettings settings, Clock clock) {
    this.vertx = vertx;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Where the browser goes to.
   *
   * @param state what it brings back
   * @return fails with an {@link OpenIdException} if the provider can't be reached
   */
  public Future<String> address(LoginAttempt attempt, String state) {
    return discovered()
        .map(
            found ->
                found.auth.authorizeURL(
                    new OAuth2AuthorizationURL()
                        .setRedirectUri(attempt.callbackUrl())
                        .setScopes(settings.scopes())
                        .setState(state)
                        .setCodeChallenge(attempt.challenge())
                        .setCodeChallengeMethod("S256")
                        .putAdditionalParameter("nonce", attempt.nonce())));
  }

  /**
   * Who has logged in.
   *
   * @param code what the browser brought back
   * @return fails with an {@link OpenIdException} if the provider says nobody, or can't be reached
   */
  public Future<String> userName(LoginAttempt attempt, String code) {
    return discovered()
        .compose(
            found ->
                found
                    .auth
                    .jWKSet()
                    .compose(loaded -> found.auth.authenticate(credentials(attempt, code)))
                    .recover(why -> failed("The login provider did not accept the login.", why))
                    .compose(user -> named(found, user, attempt)));
  }

  private static Oauth2Credentials credentials(LoginAttempt attempt, String code) {
    return new Oauth2Credentials()
        .setFlow(OAuth2FlowType.AUTH_CODE)
        .setCode(code)
        .setRedirectUri(attempt.callbackUrl())
        .setCodeVerifier(attempt.verifier());
  }

  private Future<String> named(Discovered found, User user, LoginAttempt attempt) {
    // Only there if it was signed by one of the provider's keys.
    JsonObject token = user.attributes().getJsonObject(ID_TOKEN);
    if (token == null
        || !found.issuer.equals(token.getString("iss"))
        || !isForUs(token.getValue("aud"))
        || !attempt.nonce().equals(token.getString("nonce"))
        || isOver(token)) {
      return Future.failedFuture(
          new OpenIdException("What the login provider says is not meant for this login."));
    }
    String name = token.getString(settings.userNameClaim());
    return name == null ? askFor(found, user, token) : Future.succeededFuture(name);
  }

  private boolean isOver(JsonObject token) {
    Long end = token.getLong("exp");
    return end == null || end + LEEWAY_SECONDS < clock.instant().getEpochSecond();
  }

  private boolean isForUs(@Nullable Object audience) {
    return settings.clientId().equals(audience)
        || (audience instanceof JsonArray all && all.contains(settings.clientId()));
  }

  /** Not everything has to be in the token (OpenID Connect Core 5.4). */
  private Future<String> askFor(Discovered found, User user, JsonObject token) {
    return found
        .auth
        .userInfo(user)
        .recover(why -> failed("The login provider did not tell who logged in.", why))
        .map(
            info -> {
              String name = info.getString(settings.userNameClaim());
              if (name == null
                  || !Objects.equals(token.getString(SUBJECT), info.getString(SUBJECT))) {
                throw new OpenIdException(
                    "The login provider did not tell who logged in: it has no "
                        + settings.userNameClaim()
                        + ".");
              }
              return name;
            });
  }

  private Future<Discovered> discovered() {
    Future<Discovered> known = discovery;
    if (known != null && !known.failed()) {
      return known;
    }
    OAuth2Options options =
        new OAuth2Options()
            .setSite(settings.issuer())
            .setClientId(settings.clientId())
            .setJWTOptions(new JWTOptions().setLeeway(LEEWAY_SECONDS))
            .setHttpClientOptions(http());
    if (!settings.clientSecret().isEmpty()) {
      options.setClientSecret(settings.clientSecret());
    }
    Future<Discovered> asked =
        OpenIDConnectAuth.discover(vertx, options)
            .timeout(LONGEST_SECONDS, TimeUnit.SECONDS)
            .map(auth -> new Discovered(auth, options.getJWTOptions().getIssuer()))
            .recover(why -> failed("The login provider can't be reached.", why));
    discovery = asked;
    return asked;
  }

  private HttpClientOptions http() {
    HttpClientOptions options =
        new HttpClientOptions()
            .setConnectTimeout((int) TimeUnit.SECONDS.toMillis(LONGEST_SECONDS))
            .setIdleTimeout(LONGEST_SECONDS);
    if (settings.caFile() != null) {
      options.setTrustOptions(new PemTrustOptions().addCertPath(settings.caFile().toString()));
    }
    return options;
  }

  private static <T> Future<T> failed(String text, Throwable why) {
    return Future.failedFuture(
        why instanceof OpenIdException ? why : new OpenIdException(text, why));
  }
}
