package io.weir.editor.openid;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * A login that has begun, and what only its end can know: so that neither a code of another's login
 * nor one that was overheard is of use.
 *
 * @param nonce what the provider has to repeat (OpenID Connect Core 3.1.2.1)
 * @param verifier what proves that who began it ends it (RFC 7636)
 * @param callbackUrl where the provider sends the browser back to
 */
public record LoginAttempt(String nonce, String verifier, String callbackUrl) {
  private static final int BYTES = 32;

  /** A new one. */
  public static LoginAttempt begin(String callbackUrl, SecureRandom random) {
    return new LoginAttempt(secret(random), secret(random), callbackUrl);
  }

  private static String secret(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return base64(bytes);
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** What is said of the verifier at the beginning (RFC 7636 section 4.2, S256). */
  String challenge() {
    try {
      return base64(
          MessageDigest.getInstance("SHA-256")
              .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
