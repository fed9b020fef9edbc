package io.weir.broker.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * {@code $scram-sha-256$iterations$salt$storedKey$serverKey}: what RFC 5802 has a server keep, so
 * that a client can prove that it knows the password without sending it. One that is sent can be
 * checked too.
 */
final class ScramHash implements PasswordHash {
  static final String PREFIX = "$scram-sha-256$";

  /** The least that RFC 7677 recommends, and what clients are used to. */
  static final int MIN_ITERATIONS = 4_096;

  /** Clients do this work, small ones among them. */
  private static final int MAX_ITERATIONS = 10_000_000;

  private static final int MIN_SALT_BYTES = 8;
  private static final int MAX_SALT_BYTES = 64;
  private static final int KEY_BYTES = 32;

  private final int iterations;
  private final byte[] salt;
  private final byte[] storedKey;
  private final byte[] serverKey;

  private ScramHash(int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {
    this.iterations = iterations;
    this.salt = salt;
    this.storedKey = storedKey;
    this.serverKey = serverKey;
  }

  static ScramHash parse(String text) {
    String[] fields = HashFields.split(text, 5);
    byte[] salt = HashFields.decode("salt", fields[2]);
    if (salt.length < MIN_SALT_BYTES || salt.length > MAX_SALT_BYTES) {
      throw new IllegalArgumentException(
          "the salt of the hash must have " + MIN_SALT_BYTES + " to " + MAX_SALT_BYTES + " bytes");
    }
    byte[] storedKey = HashFields.decode("stored key", fields[3]);
    byte[] serverKey = HashFields.decode("server key", fields[4]);
    return new ScramHash(
        iterations(fields[1]),
        salt,
        HashFields.requireLength("stored key", storedKey, KEY_BYTES),
        HashFields.requireLength("server key", serverKey, KEY_BYTES));
  }

  private static int iterations(String text) {
    try {
      int iterations = Integer.parseInt(text);
      if (iterations >= MIN_ITERATIONS && iterations <= MAX_ITERATIONS) {
        return iterations;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "the rounds of scram-sha-256 must be a number from "
            + MIN_ITERATIONS
            + " to "
            + MAX_ITERATIONS);
  }

  /**
   * Hashes a password.
   *
   * @throws IllegalArgumentException if the number of iterations is out of bounds
   */
  static ScramHash of(byte[] password, byte[] salt, int iterations) {
    int checked = iterations(Integer.toString(iterations));
    byte[] salted = salted(password, salt, checked);
    return new ScramHash(checked, salt, storedKey(salted), serverKey(salted));
  }

  /**
   * What a user that doesn't exist is asked to prove: the same each time, and nobody can.
   *
   * @param like whose number of iterations and length of salt it has
   */
  static ScramHash decoy(String user, ScramHash like) {
    byte[] salt = Hmac.sha512(like.serverKey, ("salt of " + user).getBytes(UTF_8));
    // A hash that nobody knows an original of.
    byte[] keys = Hmac.sha512(like.serverKey, ("keys of " + user).getBytes(UTF_8));
    return new ScramHash(
        like.iterations,
        Arrays.copyOf(salt, like.salt.length),
        Arrays.copyOf(keys, KEY_BYTES),
        Arrays.copyOfRange(keys, KEY_BYTES, 2 * KEY_BYTES));
  }

  private static byte[] salted(byte[] password, byte[] salt, int iterations) {
    // Not the JDK's: it takes characters, and passwords may be bytes.
    PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(new SHA256Digest());
    generator.init(SaslPrep.prepared(HashFields.upToNul(password)), salt, iterations);
    return ((KeyParameter) generator.generateDerivedMacParameters(KEY_BYTES * 8)).getKey();
  }

  private static byte[] storedKey(byte[] salted) {
    return Hmac.digest(Hmac.sha256(salted, "Client Key".getBytes(UTF_8)));
  }

  private static byte[] serverKey(byte[] salted) {
    return Hmac.sha256(salted, "Server Key".getBytes(UTF_8));
  }

  int iterations() {
    return iterations;
  }

  String saltText() {
    return Base64.getEncoder().encodeToString(salt);
  }

  /** Whether this is the proof of one who knows the password, for what was said so far. */
  boolean isProvedBy(byte[] proof, byte[] said) {
    byte[] signature = Hmac.sha256(storedKey, said);
    if (proof.length != KEY_BYTES) {
      return false;
    }
    byte[] clientKey = new byte[KEY_BYTES];
    for (int i = 0; i < KEY_BYTES; i++) {
      clientKey[i] = (byte) (proof[i] ^ signature[i]);
    }
    return MessageDigest.isEqual(storedKey, Hmac.digest(clientKey));
  }

  /** By what the client sees that the server knows its password as well. */
  byte[] signature(byte[] said) {
    return Hmac.sha256(serverKey, said);
  }

  /** Which hash a made-up name is to look like, out of so many. */
  int choice(String user, int count) {
    byte[] digest = Hmac.sha256(serverKey, ("choice of " + user).getBytes(UTF_8));
    return Math.floorMod(Arrays.hashCode(digest), count);
  }

  @Override
  public boolean matches(byte[] password) {
    return MessageDigest.isEqual(storedKey, storedKey(salted(password, salt, iterations)));
  }

  @Override
  public String text() {
    Base64.Encoder base64 = Base64.getEncoder();
    return PREFIX
        + iterations
        + "$"
        + saltText()
        + "$"
        + base64.encodeToString(storedKey)
        + "$"
        + base64.encodeToString(serverKey);
  }
}
