package io.weir.broker.auth;

import java.security.MessageDigest;
import java.util.Base64;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;

/** {@code $7$rounds$salt$hash}: PBKDF2 with HMAC-SHA-512, as Mosquitto 2.0 writes it. */
final class Pbkdf2Hash implements PasswordHash {
  static final String PREFIX = "$7$";
  private static final int HASH_BYTES = 64;

  /** Some seconds of work: more is a slip of the pen, and would keep everybody out. */
  private static final int MAX_ROUNDS = 10_000_000;

  private final int rounds;
  private final byte[] salt;
  private final byte[] hash;

  private Pbkdf2Hash(int rounds, byte[] salt, byte[] hash) {
    this.rounds = rounds;
    this.salt = salt;
    this.hash = hash;
  }

  static Pbkdf2Hash parse(String text) {
    String[] fields = HashFields.split(text, 4);
    byte[] salt = HashFields.decode("salt", fields[2]);
    byte[] hash = HashFields.decode("sum", fields[3]);
    return new Pbkdf2Hash(
        rounds(fields[1]),
        HashFields.requireLength("salt", salt, 12, 64),
        HashFields.requireLength("sum", hash, HASH_BYTES));
  }

  private static int rounds(String text) {
    try {
      int rounds = Integer.parseInt(text);
      if (rounds >= 1 && rounds <= MAX_ROUNDS) {
        return rounds;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "the rounds of the hash must be a number from 1 to " + MAX_ROUNDS);
  }

  /**
   * Hashes a password.
   *
   * @throws IllegalArgumentException if the number of rounds is out of bounds
   */
  static Pbkdf2Hash of(byte[] password, byte[] salt, int rounds) {
    int checked = rounds(Integer.toString(rounds));
    return new Pbkdf2Hash(checked, salt, sum(password, salt, checked));
  }

  private static byte[] sum(byte[] password, byte[] salt, int rounds) {
    // Not the JDK's: it takes characters, and passwords are bytes.
    PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(new SHA512Digest());
    generator.init(HashFields.upToNul(password), salt, rounds);
    return ((KeyParameter) generator.generateDerivedMacParameters(HASH_BYTES * 8)).getKey();
  }

  @Override
  public boolean matches(byte[] password) {
    return MessageDigest.isEqual(hash, sum(password, salt, rounds));
  }

  @Override
  public String text() {
    Base64.Encoder base64 = Base64.getEncoder();
    return PREFIX + rounds + "$" + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);
  }
}
