package io.weir.broker.auth;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

/** The ways to hash a new password, by the names that {@code mosquitto_passwd -H} knows. */
public enum HashAlgorithm {
  /** What Mosquitto 2.1 writes by default. */
  ARGON2ID("argon2id"),
  /** What Mosquitto 2.0 writes, and reads. */
  SHA512_PBKDF2("sha512-pbkdf2"),
  /** What Mosquitto 1.x writes, and reads; weak. */
  SHA512("sha512"),
  /** What Node-RED and weir.yaml take; Mosquitto does not. */
  BCRYPT("bcrypt");

  /** As Mosquitto 2.1 has it. */
  public static final int DEFAULT_ROUNDS = 1_000;

  private static final int BCRYPT_COST = 10;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String title;

  HashAlgorithm(String title) {
    this.title = title;
  }

  /** The name on the command line. */
  public String title() {
    return title;
  }

  public static Optional<HashAlgorithm> named(String title) {
    return Arrays.stream(values()).filter(a -> a.title.equals(title)).findFirst();
  }

  /** Hashes a password with a fresh salt. */
  public PasswordHash hash(byte[] password) {
    return hash(password, DEFAULT_ROUNDS);
  }

  /**
   * Hashes a password with a fresh salt.
   *
   * @param rounds counts for PBKDF2 only
   */
  public PasswordHash hash(byte[] password, int rounds) {
    return switch (this) {
      case ARGON2ID -> Argon2idHash.of(password, salt(64), Argon2idHash.DEFAULT_COST);
      // 2.0.11 takes salts of 12 bytes only.
      case SHA512_PBKDF2 -> Pbkdf2Hash.of(password, salt(12), rounds);
      case SHA512 -> Sha512Hash.of(password, salt(12));
      case BCRYPT -> BcryptHash.of(password, salt(16), BCRYPT_COST);
    };
  }

  private static byte[] salt(int length) {
    byte[] salt = new byte[length];
    RANDOM.nextBytes(salt);
    return salt;
  }
}
