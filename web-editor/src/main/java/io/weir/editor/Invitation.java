package io.weir.editor;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The token of the link that begins first-run set-up. Only who reads the program's output knows it.
 *
 * @threads any; immutable
 */
public final class Invitation {
  private static final int TOKEN_BYTES = 20;

  private final String token;

  private Invitation(String token) {
    this.token = token;
  }

  /** A new one: 160 random bits. */
  public static Invitation random() {
    byte[] bytes = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(bytes);
    return new Invitation(HexFormat.of().formatHex(bytes));
  }

  /**
   * What stands behind the address of the editor to make it the link. A browser does not send it
   * with its request for the page, so it gets into no log on the way.
   */
  public String fragment() {
    return "#set-up=" + token;
  }

  /** Whether this is the token; takes as long for a wrong one. */
  boolean fits(String other) {
    return MessageDigest.isEqual(
        token.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
