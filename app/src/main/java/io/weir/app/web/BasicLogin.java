package io.weir.app.web;

import java.util.regex.Pattern;

/**
 * The one who may ask, by HTTP's Basic authentication.
 *
 * @param hash of the password: bcrypt, or MD5 in hexadecimal as older Node-RED had it
 */
public record BasicLogin(String user, String hash) {
  private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$\\d\\d\\$.{53}");
  private static final Pattern MD5 = Pattern.compile("[0-9A-Fa-f]{32}");

  public BasicLogin {
    if (!BCRYPT.matcher(hash).matches() && !MD5.matcher(hash).matches()) {
      throw new IllegalArgumentException(
          "the password of "
              + user
              + " must be a bcrypt hash, $2b$08$… (\"weir admin-hash\" makes one)");
    }
  }

  boolean isMd5() {
    return MD5.matcher(hash).matches();
  }

  /** Without the hash. */
  @Override
  public String toString() {
    return "BasicLogin[user=" + user + "]";
  }
}
