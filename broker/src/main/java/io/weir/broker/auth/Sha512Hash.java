package io.weir.broker.auth;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** {@code $6$salt$hash}: SHA-512 of password and salt, as Mosquitto 1.x wrote it. */
final class Sha512Hash implements PasswordHash {
  static final String PREFIX = "$6$";
  private static final int SALT_BYTES = 12;
  private static final int HASH_BYTES = 64;

  private final byte[] salt;
  private final byte[] hash;

  private Sha512Hash(byte[] salt, byte[] hash) {
    this.salt = salt;
    this.hash = hash;
  }

  static Sha512Hash parse(String text) {
    String[] fields = HashFields.split(text, 3);
    byte[] salt = HashFields.decode("salt", fields[1]);
    byte[] hash = HashFields.decode("sum", fields[2]);
    return new Sha512Hash(
        HashFields.requireLength("salt", salt, SALT_BYTES, 64),
        HashFields.requireLength("sum", hash, HASH_BYTES));
  }

  static Sha512Hash of(byte[] password, byte[] salt) {
    return new Sha512Hash(salt, sum(password, salt));
  }

  private static byte[] sum(byte[] password, byte[] salt) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-512");
      digest.update(HashFields.upToNul(password));
      return digest.digest(salt);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-512", e);
    }
  }

  @Override
  public boolean matches(byte[] password) {
    return MessageDigest.isEqual(hash, sum(password, salt));
  }

  @Override
  public String text() {
    Base64.Encoder base64 = Base64.getEncoder();
    return PREFIX + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);
  }
}
