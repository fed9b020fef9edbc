package io.weir.broker.auth;

/**
 * A password as it is kept: enough to check it, not enough to know it.
 *
 * <p>Passwords are bytes up to the first NUL, as Mosquitto has it.
 *
 * @threads any; immutable. {@link #matches} takes from microseconds to a tenth of a second and up
 *     to the algorithm's memory: not for event loops
 */
public sealed interface PasswordHash
    permits Sha512Hash, Pbkdf2Hash, Argon2idHash, BcryptHash, ScramHash {
  /** Whether this is the password; takes as long for a wrong one. */
  boolean matches(byte[] password);

  /** As it is written in a password file. */
  String text();

  /**
   * Reads a hash in any form that {@code mosquitto_passwd} has ever written, in bcrypt's, or for
   * SCRAM.
   *
   * @throws IllegalArgumentException saying what is wrong with it, without repeating it: it may be
   *     a password that somebody forgot to hash
   */
  static PasswordHash parse(String text) {
    if (text.startsWith(Sha512Hash.PREFIX)) {
      return Sha512Hash.parse(text);
    }
    if (text.startsWith(Pbkdf2Hash.PREFIX)) {
      return Pbkdf2Hash.parse(text);
    }
    if (text.startsWith(Argon2idHash.PREFIX)) {
      return Argon2idHash.parse(text);
    }
    if (text.startsWith(ScramHash.PREFIX)) {
      return ScramHash.parse(text);
    }
    if (BcryptHash.isOne(text)) {
      return new BcryptHash(text);
    }
    throw new IllegalArgumentException(
        text.startsWith("$")
            ? "a hash of an unknown kind"
            : "the password is not hashed; \"weir passwd -U FILE\" hashes a whole file");
  }
}
