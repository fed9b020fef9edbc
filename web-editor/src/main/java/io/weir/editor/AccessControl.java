package io.weir.editor;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import io.weir.editor.http.Answers;
import io.weir.editor.http.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets a call through if whoever makes it may do it.
 *
 * @threads any
 */
final class AccessControl {
  private static final String REALM = "Bearer realm=\"Users\"";
  private static final String IDENTITY = "weir.identity";
  private static final String TOKEN = "access_token";

  private final Sessions sessions;
  private volatile @Nullable LoginSettings login;

  /**
   * Access for those who log in.
   *
   * @param login who they are; null to let everybody do everything
   */
  AccessControl(@Nullable LoginSettings login, Sessions sessions) {
    this.login = login;
    this.sessions = sessions;
  }

  /**
   * Who makes a request.
   *
   * @param user the name; null for somebody who isn't logged in
   * @param token the token that says so; null for somebody who isn't logged in
   */
  record Identity(@Nullable String user, Permissions permissions, @Nullable String token) {

    /** As {@code /settings} shows it. */
    Map<String, Object> asJson() {
      Map<String, Object> shown = new LinkedHashMap<>();
      if (user == null) {
        shown.put("anonymous", true);
      } else {
        shown.put("username", user);
      }
      shown.put("permissions", permissions.asJson());
      return shown;
    }
  }

  /** Who gets in; null for everybody. */
  @Nullable LoginSettings login() {
    return login;
  }

  /** Puts other rules in force, for those who are in as well. */
  void replace(LoginSettings newLogin) {
    login = newLogin;
  }

  /** Who made the request; null where nobody needs to log in. */
  static @Nullable Identity of(RoutingContext context) {
    return context.get(IDENTITY);
  }

  /**
   * Lets a call through if whoever makes it may do it, or if only its body can tell.
   *
   * @param needed the permission; null if anybody may
   */
  void beforeBody(RoutingContext context, @Nullable String needed, boolean takesBody) {
    if (needed == null || login == null) {
      context.next();
      return;
    }
    String token = token(context);
    Identity identity = identify(token);
    if (identity == null && token == null && takesBody) {
      context.next();
    } else {
      judge(context, needed, token, identity);
    }
  }

  /** The same once the body is there, which may hold the token. */
  void afterBody(RoutingContext context, @Nullable String needed) {
    if (needed == null || login == null || context.get(IDENTITY) != null) {
      context.next();
      return;
    }
    Object body = isJson(context) || hasForm(context) ? Json.body(context) : null;
    String token =
        body instanceof Map<?, ?> fields && fields.get(TOKEN) instanceof String text ? text : null;
    judge(context, needed, token, identify(token));
  }

  private static boolean isJson(RoutingContext context) {
    String type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
    return type != null && type.startsWith("application/json");
  }

  private static boolean hasForm(RoutingContext context) {
    return !context.request().formAttributes().isEmpty();
  }

  private static void judge(
      RoutingContext context, String needed, @Nullable String token, @Nullable Identity identity) {
    if (identity == null) {
      context
          .response()
          .putHeader(
              "WWW-Authenticate", token == null ? REALM : REALM + ", error=\"invalid_token\"");
      Answers.status(context, 401, "Unauthorized");
    } else if (!identity.permissions().allow(needed)) {
      context.put(IDENTITY, identity);
      Audit.event(context, "permission.fail");
      Audit.detail(context, "permissions", needed);
      context.response().setStatusCode(401);
      Answers.end(context, "");
    } else {
      context.put(IDENTITY, identity);
      context.next();
    }
  }

  private static @Nullable String token(RoutingContext context) {
    String header = context.request().getHeader(HttpHeaders.AUTHORIZATION);
    if (header != null && header.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return header.substring(7).strip();
    }
    return context.queryParam(TOKEN).stream().findFirst().orElse(null);
  }

  /** Whether somebody may do something; with no token, whether everybody may. */
  boolean mayDo(@Nullable String token, String permission) {
    if (login == null) {
      return true;
    }
    Identity identity = identify(token);
    return identity != null && identity.permissions().allow(permission);
  }

  /** Who a token stands for, or everybody; null if nobody may do anything without one. */
  private @Nullable Identity identify(@Nullable String token) {
    LoginSettings rules = login;
    if (rules == null) {
      return null;
    }
    if (token != null) {
      for (LoginSettings.StaticToken fixed : rules.tokens()) {
        if (isEqual(fixed.token(), token)) {
          return new Identity(fixed.user(), fixed.scope(), token);
        }
      }
      for (LoginSettings.User user : rules.users()) {
        if (user.token() != null && isEqual(user.token(), token)) {
          return new Identity(user.name(), user.permissions(), token);
        }
      }
      Sessions.Session session = sessions.find(token);
      // A user who was struck off the list has no session either.
      if (session != null && rules.user(session.user()).isPresent()) {
        return new Identity(session.user(), session.scope(), token);
      }
    }
    Permissions anonymous = rules.anonymous();
    return anonymous == null ? null : new Identity(null, anonymous, null);
  }

  private static boolean isEqual(String a, String b) {
    return MessageDigest.isEqual(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }
}
