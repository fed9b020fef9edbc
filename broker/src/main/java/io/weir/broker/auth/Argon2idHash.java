package io.weir.broker.auth;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** {@code $argon2id$v=19$m=…,t=…,p=…$salt$hash}, as Mosquitto 2.1 writes it. */
final class Argon2idHash implements PasswordHash {
  static final String PREFIX = "$argon2id$";

  private static final Pattern COST =
      Pattern.compile("m=([0-9]{1,7}),t=([0-9]{1,4}),p=([0-9]{1,3})");

  /** A login may not take more memory than a small machine has. */
  private static final int MAX_MEMORY_KIB = 256 * 1024;

  /** What Mosquitto 2.1 uses. */
  static final Cost DEFAULT_COST = new Cost(47_104, 1, 1);

  /** How much work it is. */
  record Cost(int memoryKib, int passes, int lanes) {
    Cost {
      if (lanes < 1 || passes < 1 || memoryKib < 8 * lanes) {
        throw new IllegalArgumentException(
            "m, t and p of the hash must be at least 8 times p, 1 and 1");
      }
      if (memoryKib > MAX_MEMORY_KIB) {
        throw new IllegalArgumentException(
            "the hash needs more than " + MAX_MEMORY_KIB + " KiB of memory (m=" + memoryKib + ")");
      }
    }
  }

  private final Cost cost;
  private final byte[] salt;
  private final byte[] hash;

  private Argon2idHash(Cost cost, byte[] salt, byte[] hash) {
    this.cost = cost;
    this.salt = salt;
    this.hash = hash;
  }

  static Argon2idHash parse(String text) {
    String[] fields = HashFields.split(text, 5);
    if (!fields[1].equals("v=19")) {
      throw new IllegalArgumentException("a hash of another version of Argon2 than 19");
    }
    Matcher cost = COST.matcher(fields[2]);
    if (!cost.matches()) {
      throw new IllegalArgumentException("the hash must say m=…,t=…,p=…");
    }
    byte[] salt = HashFields.decode("salt", fields[3]);
    byte[] hash = HashFields.decode("sum", fields[4]);
    if (salt.length < 8 || hash.length < 8) {
      throw new IllegalArgumentException("salt and sum of the hash have 8 bytes at least");
    }
    return new Argon2idHash(
        new Cost(
            Integer.parseInt(cost.group(1)),
            Integer.parseInt(cost.group(2)),
            Integer.parseInt(cost.group(3))),
        salt,
        hash);
  }

  static Argon2idHash of(byte[] password, byte[] salt, Cost cost) {
    return new Argon2idHash(cost, salt, sum(password, salt, cost, 64));
  }

  private static byte[] sum(byte[] password, byte[] salt, Cost cost, int length) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(cost.memoryKib())
            .withIterations(cost.passes())
            .withParallelism(cost.lanes())
            .withSalt(salt)
            .build());
    byte[] sum = new byte[length];
    generator.generateBytes(HashFields.upToNul(password), sum);
    return sum;
  }

  @Override
  public boolean matches(byte[] password) {
    return MessageDigest.isEqual(hash, sum(password, salt, cost, hash.length));
  }

  @Override
  public String text() {
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return PREFIX
        + "v=19$m="
        + cost.memoryKib()
        + ",t="
        + cost.passes()
        + ",p="
        + cost.lanes()
        + "$"
        + base64.encodeToString(salt)
        + "$"
        + base64.encodeToString(hash);
  }
}
