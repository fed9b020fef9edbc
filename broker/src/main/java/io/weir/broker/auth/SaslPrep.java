package io.weir.broker.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.text.Normalizer;

/**
 * Puts a password into the one form that SCRAM hashes, so that it is the same however a keyboard
 * writes its letters: the mapping and normalisation of RFC 4013.
 *
 * <p>What that forbids is taken as it is, as other servers do: it is a password none the less.
 */
final class SaslPrep {
  private SaslPrep() {}

  static byte[] prepared(byte[] password) {
    if (isAscii(password)) {
      return password;
    }
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(password)).toString();
      StringBuilder mapped = new StringBuilder(text.length());
      text.codePoints()
          .filter(c -> !isMappedToNothing(c))
          .map(c -> Character.getType(c) == Character.SPACE_SEPARATOR ? ' ' : c)
          .forEach(mapped::appendCodePoint);
      return Normalizer.normalize(mapped, Normalizer.Form.NFKC).getBytes(UTF_8);
    } catch (CharacterCodingException notText) {
      return password;
    }
  }

  private static boolean isAscii(byte[] bytes) {
    for (byte b : bytes) {
      if (b < 0) {
        return false;
      }
    }
    return true;
  }

  /** Table B.1 of RFC 3454. */
  private static boolean isMappedToNothing(int c) {
    return c == 0xAD
        || c == 0x34F
        || c == 0x1806
        || (c >= 0x180B && c <= 0x180D)
        || (c >= 0x200B && c <= 0x200D)
        || c == 0x2060
        || (c >= 0xFE00 && c <= 0xFE0F)
        || c == 0xFEFF;
  }
}
