package io.weir.editor;

import io.weir.editor.openid.OpenIdSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who may use the Admin API: Node-RED's {@code adminAuth}.
 *
 * @param users who can log in
 * @param anonymous what everybody may do without a login; null for nothing
 * @param tokens tokens that never expire, for programs
 * @param sessionTime how long a login lasts
 * @param openId who says who somebody is, in the place of passwords; null for passwords
 */
public record LoginSettings(
    List<User> users,
    @Nullable Permissions anonymous,
    List<StaticToken> tokens,
    Duration sessionTime,
    @Nullable OpenIdSettings openId) {
  /** How long a login lasts if nothing else is said: a week. */
  public static final Duration USUAL_SESSION_TIME = Duration.ofDays(7);

  /** Nobody may do anything: before first-run set-up. */
  static final LoginSettings NOBODY =
      new LoginSettings(List.of(), null, List.of(), USUAL_SESSION_TIME, null);

  /**
   * A user.
   *
   * @param name the name
   * @param passwordHash the password's bcrypt hash; null where there are no passwords
   * @param permissions what the user may do
   * @param token what the user gets at each login, and never expires; null for one of the session's
   *     own
   */
  public record User(
      String name, @Nullable String passwordHash, Permissions permissions, @Nullable String token) {
    public User {
      if (passwordHash != null && !passwordHash.matches("\\$2[aby]\\$\\d\\d\\$.{53}")) {
        throw new IllegalArgumentException(
            "the password of " + name + " must be a bcrypt hash, $2b$08$…");
      }
    }
  }

  /**
   * A token that never expires.
   *
   * @param token the token
   * @param user whose it is, for the log
   * @param scope what it allows
   */
  public record StaticToken(String token, String user, Permissions scope) {}

  public LoginSettings {
    users = List.copyOf(users);
    tokens = List.copyOf(tokens);
  }

  Optional<User> user(String name) {
    return users.stream().filter(user -> user.name().equals(name)).findFirst();
  }
}
