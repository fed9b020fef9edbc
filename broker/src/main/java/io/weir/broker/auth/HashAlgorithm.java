package io.weir.broker.auth;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

/** The ways to hash a new password, by the names that {@code mosquitto_passwd -H} knows. */
public enum HashAlgorithm {
  /** What Mosquitto 2.1 writes by default. */
  ARGON2ID("argon2id", 0),
  /** What Mosquitto 2.0 writes, and reads. */
  SHA512_PBKDF2("sha512-pbkdf2", 1_000),
  /** What Mosquitto 1.x writes, and reads; weak. */
  SHA512("sha512", 0),
  /** What SCRAM-SHA-256 needs, so that the password is never sent; Mosquitto does not read it. */
  SCRAM_SHA_256("scram-sha-256", ScramHash.MIN_ITERATIONS),
  /** What Node-RED and weir.yaml take; Mosquitto does not. */
  BCRYPT("bcrypt", 0);

  private static final int BCRYPT_COST = 10;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String title;
  private final int defaultRounds;

  HashAlgorithm(String title, int defaultRounds) {
    this.title = title;
    this.defaultRounds = defaultRounds;
  }

  /** The name on the command line. */
  public String title() {
    return title;
  }

  /** How often it hashes unless told otherwise; 0 for those that can't be told. */
  public int defaultRounds() {
    return defaultRounds;
  }

  public static Optional<HashAlgorithm> named(String title) {
    return Arrays.stream(values()).filter(a -> a.title.equals(title)).findFirst();
  }

  /** Hashes a password with a fresh salt. */
  public PasswordHash hash(byte[] password) {
    return hash(password, defaultRounds);
  }

  /**
   * Hashes a password with a fresh salt.
   *
   * @param rounds counts where there is a default for it
   * @throws IllegalArgumentException if the number of rounds is out of bounds
   */
  public PasswordHash hash(byte[] password, int rounds) {
    return switch (this) {
      case ARGON2ID -> Argon2idHash.of(password, salt(64), Argon2idHash.DEFAULT_COST);
      // 2.0.11 takes salts of 12 bytes only.
      case SHA512_PBKDF2 -> Pbkdf2Hash.of(password, salt(12), rounds);
      case SHA512 -> Sha512Hash.of(password, salt(12));
      case SCRAM_SHA_256 -> ScramHash.of(password, salt(16), rounds);
      case BCRYPT -> BcryptHash.of(password, salt(16), BCRYPT_COST);
    };
  }

  private static byte[] salt(int length) {
    byte[] salt = new byte[length];
    RANDOM.nextBytes(salt);
    return salt;
  }
}
