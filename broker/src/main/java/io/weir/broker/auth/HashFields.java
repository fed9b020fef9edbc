package io.weir.broker.auth;

import java.util.Arrays;
import java.util.Base64;

/** What the forms of hashes have in common: fields between dollar signs, salts, bytes up to NUL. */
final class HashFields {
  private HashFields() {}

  /**
   * The fields behind the first dollar sign.
   *
   * @throws IllegalArgumentException if there are not as many
   */
  static String[] split(String text, int count) {
    String[] fields = text.substring(1).split("\\$", -1);
    if (fields.length != count) {
      throw new IllegalArgumentException("the hash is incomplete, or has too many parts");
    }
    return fields;
  }

  /** Bytes in base64, with or without padding. */
  static byte[] decode(String what, String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the " + what + " of the hash is not base64", e);
    }
  }

  static byte[] requireLength(String what, byte[] bytes, int... allowed) {
    if (Arrays.stream(allowed).noneMatch(length -> length == bytes.length)) {
      throw new IllegalArgumentException(
          "the " + what + " of the hash has " + bytes.length + " bytes, which it can't have");
    }
    return bytes;
  }

  /** What counts of a password. */
  static byte[] upToNul(byte[] password) {
    for (int i = 0; i < password.length; i++) {
      if (password[i] == 0) {
        return Arrays.copyOf(password, i);
      }
    }
    return password;
  }
}
