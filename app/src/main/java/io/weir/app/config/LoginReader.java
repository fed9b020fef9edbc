package io.weir.app.config;

import io.weir.editor.LoginSettings;
import io.weir.editor.Permissions;
import io.weir.editor.openid.OpenIdSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads who may log in, under the names that Node-RED's settings have: {@code adminAuth}. */
final class LoginReader {
  private LoginReader() {}

  /**
   * The settings; null if there is no such section.
   *
   * @param userDir what files are relative to
   * @throws IllegalArgumentException naming file, key and what is wrong
   */
  static @Nullable LoginSettings read(Settings section, Path userDir) {
    if (section.isEmpty()) {
      return null;
    }
    OpenIdSettings openId = OpenIdReader.read(section, userDir);
    List<LoginSettings.User> users = new ArrayList<>();
    for (Settings user : section.list("users")) {
      users.add(
          new LoginSettings.User(
              user.required("username"),
              openId == null ? user.required("password") : null,
              permissions(user),
              user.optional("token")));
      user.requireNoOther();
    }
    List<LoginSettings.StaticToken> tokens = new ArrayList<>();
    for (Settings token : section.list("tokens")) {
      tokens.add(
          new LoginSettings.StaticToken(
              token.required("token"),
              token.required("user"),
              new Permissions(token.texts("scope"))));
      token.requireNoOther();
    }
    Settings everybody = section.section("default");
    Permissions anonymous = everybody.isEmpty() ? null : permissions(everybody);
    everybody.requireNoOther();
    double seconds =
        section.number("sessionExpiryTime", (double) LoginSettings.USUAL_SESSION_TIME.toSeconds());
    if (!(seconds > 0)) {
      throw section.wrong("sessionExpiryTime", "must be more than 0 seconds but is " + seconds);
    }
    section.requireNoOther();
    return new LoginSettings(
        users, anonymous, tokens, Duration.ofMillis((long) (seconds * 1000)), openId);
  }

  private static Permissions permissions(Settings owner) {
    return new Permissions(owner.texts("permissions"));
  }
}
