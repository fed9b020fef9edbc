package io.weir.editor;

import io.weir.engine.store.JsonFile;
import io.weir.engine.store.StoreException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is logged in: {@code .sessions.json}, so that a restart logs nobody out.
 *
 * @threads any; those that change something block
 */
final class Sessions {
  private static final Logger log = LoggerFactory.getLogger(Sessions.class);
  private static final int TOKEN_BYTES = 128;
  // A program that logs in for every request must not fill the file; the oldest go first.
  private static final int MOST = 1_000;

  private final JsonFile file;
  private final Clock clock;
  private final long lifetimeMillis;
  private final SecureRandom random = new SecureRandom();
  // Guarded by this; oldest first.
  private final Map<String, Session> byToken = new LinkedHashMap<>();
  private boolean isLoaded;

  Sessions(Path userDir, long lifetimeMillis, Clock clock) {
    this.file = new JsonFile(userDir.resolve(".sessions.json"));
    this.lifetimeMillis = lifetimeMillis;
    this.clock = clock;
  }

  /**
   * A login.
   *
   * @param expires when it ends, in milliseconds since 1970
   */
  record Session(String token, String user, String client, Permissions scope, long expires) {

    /** That of a user whose token is always the same one. */
    static Session lasting(LoginSettings.User user, String client) {
      String token = Objects.requireNonNull(user.token());
      return new Session(token, user.name(), client, user.permissions(), Long.MAX_VALUE);
    }

    /** Whether it never ends. */
    boolean isLasting() {
      return expires == Long.MAX_VALUE;
    }
  }

  /** Reads what was kept; blocks. */
  synchronized void load() {
    if (isLoaded) {
      return;
    }
    isLoaded = true;
    try {
      file.read()
          .forEach(
              (token, value) -> {
                if (value instanceof Map<?, ?> session
                    && session.get("user") instanceof String user
                    && session.get("expires") instanceof Number expires) {
                  byToken.put(
                      token,
                      new Session(
                          token,
                          user,
                          String.valueOf(session.get("client")),
                          scope(session.get("scope")),
                          expires.longValue()));
                }
              });
    } catch (StoreException e) {
      log.warn("{}; everybody has to log in again", e.getMessage());
    }
  }

  private static Permissions scope(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return new Permissions(list.stream().map(String::valueOf).toList());
    }
    return Permissions.of(value == null ? "" : String.valueOf(value));
  }

  /** The session of a token, if it still holds. */
  synchronized @Nullable Session find(String token) {
    Session session = byToken.get(token);
    return session == null || session.expires() <= clock.millis() ? null : session;
  }

  /** Starts a session; blocks. */
  synchronized Session open(String user, String client, Permissions scope) {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    String token = Base64.getEncoder().encodeToString(bytes);
    Session session = new Session(token, user, client, scope, clock.millis() + lifetimeMillis);
    byToken.values().removeIf(other -> other.expires() <= clock.millis());
    while (byToken.size() >= MOST) {
      byToken.remove(byToken.keySet().iterator().next());
    }
    byToken.put(token, session);
    save();
    return session;
  }

  /** Ends a session; blocks. */
  synchronized void close(String token) {
    if (byToken.remove(token) != null) {
      save();
    }
  }

  /** Ends all sessions; blocks. */
  synchronized void closeAll() {
    if (!byToken.isEmpty()) {
      byToken.clear();
      save();
    }
  }

  long lifetimeMillis() {
    return lifetimeMillis;
  }

  private void save() {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    for (Session session : new ArrayList<>(byToken.values())) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("user", session.user());
      entry.put("client", session.client());
      entry.put("scope", session.scope().asJson());
      entry.put("accessToken", session.token());
      entry.put("expires", session.expires());
      all.put(session.token(), entry);
    }
    file.write(all);
  }
}
