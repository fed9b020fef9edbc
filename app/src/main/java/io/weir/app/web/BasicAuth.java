package io.weir.app.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import io.weir.editor.http.Answers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Lets those through who name the user and the password, by HTTP's Basic authentication.
 *
 * <p>A browser that asks what it may ask has no login yet, and is let through.
 *
 * @threads the web server's context; passwords are checked on a worker
 */
final class BasicAuth implements Handler<RoutingContext> {
  private static final String SCHEME = "Basic ";
  private static final BCrypt.Verifyer PASSWORDS =
      BCrypt.verifyer(
          BCrypt.Version.VERSION_2B, LongPasswordStrategies.truncate(BCrypt.Version.VERSION_2B));

  private final BasicLogin login;
  // The digest of what was right the last time: checking a hash takes long on purpose, and pages
  // have many parts.
  private byte @Nullable [] known;

  BasicAuth(BasicLogin login) {
    this.login = login;
  }

  @Override
  public void handle(RoutingContext context) {
    if (context.request().method().equals(HttpMethod.OPTIONS)) {
      context.next();
      return;
    }
    String header = context.request().getHeader(HttpHeaders.AUTHORIZATION);
    String given = header == null ? "" : header;
    if (!given.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      refuse(context);
      return;
    }
    byte[] digest = digest("SHA-256", given);
    if (known != null && MessageDigest.isEqual(known, digest)) {
      context.next();
      return;
    }
    // Whatever of the body comes meanwhile waits for who reads it.
    context.request().pause();
    context
        .vertx()
        .executeBlocking(() -> isRight(given.substring(SCHEME.length()).strip()), false)
        .onSuccess(
            isRight -> {
              context.request().resume();
              if (isRight) {
                known = digest;
                context.next();
              } else {
                refuse(context);
              }
            })
        .onFailure(context::fail);
  }

  private boolean isRight(String encoded) {
    String pair;
    try {
      pair = new String(Base64.getDecoder().decode(encoded), UTF_8);
    } catch (IllegalArgumentException e) {
      return false;
    }
    int colon = pair.indexOf(':');
    if (colon < 0) {
      return false;
    }
    boolean isUser =
        MessageDigest.isEqual(
            pair.substring(0, colon).getBytes(UTF_8), login.user().getBytes(UTF_8));
    String password = pair.substring(colon + 1);
    boolean isPassword =
        login.isMd5()
            ? MessageDigest.isEqual(
                HexFormat.of().parseHex(login.hash().toLowerCase(Locale.ROOT)),
                digest("MD5", password))
            : PASSWORDS.verify(password.toCharArray(), login.hash()).verified;
    return isUser && isPassword;
  }

  private static byte[] digest(String algorithm, String text) {
    try {
      return MessageDigest.getInstance(algorithm).digest(text.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }

  private static void refuse(RoutingContext context) {
    context.response().putHeader("WWW-Authenticate", "Basic realm=\"Authorization Required\"");
    Answers.status(context, 401, "Unauthorized");
  }
}
