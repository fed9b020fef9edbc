package io.weir.editor.openid;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A provider of OpenID Connect that says who somebody is.
 *
 * @param issuer its address, without a slash at the end; what it offers is asked for there
 * @param clientId what the program is called at the provider
 * @param clientSecret what the program proves itself with; empty for a public client
 * @param scopes what is asked for; {@code openid} among it
 * @param userNameClaim the claim that names the user
 * @param callbackUrl where the provider sends the browser back to; null for where it came from
 * @param caFile who has signed the provider's certificate, as PEM; null for Java's own list
 * @param button the button of the login
 * @param isAutomatic whether the login is skipped: who isn't logged in goes to the provider at once
 * @param exchangeTime for how long the code holds with which the page gets its token
 */
public record OpenIdSettings(
    String issuer,
    String clientId,
    String clientSecret,
    List<String> scopes,
    String userNameClaim,
    @Nullable String callbackUrl,
    @Nullable Path caFile,
    Button button,
    boolean isAutomatic,
    Duration exchangeTime) {
  /** For how long an exchange code holds if nothing else is said. */
  public static final Duration USUAL_EXCHANGE_TIME = Duration.ofSeconds(20);

  /** What is asked for if nothing else is said. */
  public static final List<String> USUAL_SCOPES = List.of("openid", "profile");

  /** The claim that names the user if nothing else is said. */
  public static final String USUAL_CLAIM = "preferred_username";

  private static final String OPENID = "openid";

  /**
   * The button of the login.
   *
   * @param label what it says
   * @param icon the name of its icon; null for none
   * @param image the address of a picture in its place; null for none
   */
  public record Button(String label, @Nullable String icon, @Nullable String image) {}

  public OpenIdSettings {
    scopes = List.copyOf(scopes);
    if (!scopes.contains(OPENID)) {
      throw new IllegalArgumentException("the scopes must have " + OPENID + " among them");
    }
  }
}
