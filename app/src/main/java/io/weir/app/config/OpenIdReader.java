package io.weir.app.config;

import io.weir.editor.openid.OpenIdSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads who says who somebody is, in the place of passwords: {@code adminAuth.strategy}. */
final class OpenIdReader {
  private static final String CREDENTIALS = "credentials";
  private static final String STRATEGY = "strategy";
  private static final String OPENID = "openid";

  private OpenIdReader() {}

  /**
   * The settings; null where passwords do.
   *
   * @param section {@code adminAuth}
   * @param userDir what files are relative to
   * @throws IllegalArgumentException naming file, key and what is wrong
   */
  static @Nullable OpenIdSettings read(Settings section, Path userDir) {
    String type = section.text("type", CREDENTIALS);
    if (type.equals(CREDENTIALS)) {
      return null;
    }
    if (!type.equals(STRATEGY)) {
      throw section.wrong("type", "must be credentials or strategy but is " + type);
    }
    Settings strategy = section.section(STRATEGY);
    String name = strategy.text("name", OPENID);
    if (!name.equals(OPENID)) {
      throw strategy.wrong(
          "name", "must be openid, the one way to log in elsewhere, but is " + name);
    }
    Settings options = strategy.section("options");
    String caFile = options.optional("caFile");
    double seconds =
        section.number(
            "exchangeCodeExpiryTime", (double) OpenIdSettings.USUAL_EXCHANGE_TIME.toSeconds());
    if (!(seconds > 0)) {
      throw section.wrong(
          "exchangeCodeExpiryTime", "must be more than 0 seconds but is " + seconds);
    }
    List<String> scopes = options.texts("scope");
    if (!scopes.isEmpty() && !scopes.contains(OPENID)) {
      throw options.wrong("scope", "must have openid in it");
    }
    OpenIdSettings settings =
        new OpenIdSettings(
            issuer(options),
            options.required("clientID"),
            options.text("clientSecret", ""),
            scopes.isEmpty() ? OpenIdSettings.USUAL_SCOPES : scopes,
            options.text("usernameClaim", OpenIdSettings.USUAL_CLAIM),
            options.optional("callbackURL"),
            caFile == null ? null : userDir.resolve(caFile),
            new OpenIdSettings.Button(
                strategy.text("label", "Log in"),
                strategy.optional("icon"),
                strategy.optional("image")),
            strategy.flag("autoLogin", false),
            Duration.ofMillis((long) (seconds * 1000)));
    options.requireNoOther();
    strategy.requireNoOther();
    return settings;
  }

  /** Its address; what a browser is sent to and secrets are sent to has to be encrypted. */
  private static String issuer(Settings options) {
    String issuer =
        options
            .required("issuer")
            .replaceFirst("/\\.well-known/openid-configuration$", "")
            .replaceFirst("/$", "");
    if (!issuer.matches("https://[^/]+.*|http://(localhost|127\\.0\\.0\\.1|\\[::1])([:/].*)?")) {
      throw options.wrong("issuer", "must be an https:// address but is " + issuer);
    }
    return issuer;
  }
}
