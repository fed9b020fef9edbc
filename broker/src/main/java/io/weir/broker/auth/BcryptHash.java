package io.weir.broker.auth;

import java.util.Arrays;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/** {@code $2b$cost$…}: bcrypt, as Node-RED's {@code adminAuth} has it. */
final class BcryptHash implements PasswordHash {
  private static final Pattern FORM =
      Pattern.compile("\\$2[aby]\\$(0[4-9]|1[0-9])\\$[./A-Za-z0-9]{53}");

  /** All that bcrypt looks at. */
  private static final int MAX_BYTES = 72;

  private final String text;

  BcryptHash(String text) {
    this.text = text;
  }

  static boolean isOne(String text) {
    return FORM.matcher(text).matches();
  }

  static BcryptHash of(byte[] password, byte[] salt, int cost) {
    return new BcryptHash(OpenBSDBCrypt.generate("2b", relevant(password), salt, cost));
  }

  private static byte[] relevant(byte[] password) {
    byte[] relevant = HashFields.upToNul(password);
    return relevant.length > MAX_BYTES ? Arrays.copyOf(relevant, MAX_BYTES) : relevant;
  }

  @Override
  public boolean matches(byte[] password) {
    return OpenBSDBCrypt.checkPassword(text, relevant(password));
  }

  @Override
  public String text() {
    return text;
  }
}
