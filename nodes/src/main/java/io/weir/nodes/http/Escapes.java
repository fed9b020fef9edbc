package io.weir.nodes.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The escapes of addresses, forms and cookies: {@code %C3%A9}. */
public final class Escapes {
  private static final String UNRESERVED = "-_.!~*'()";

  private Escapes() {}

  /**
   * The text without its escapes.
   *
   * @param isForm whether a plus stands for a blank
   * @return null if an escape is malformed or the bytes aren't UTF-8
   */
  public static @Nullable String decode(String text, boolean isForm) {
    if (text.indexOf('%') < 0) {
      return isForm ? text.replace('+', ' ') : text;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
        int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
        if (high < 0 || low < 0) {
          return null;
        }
        bytes.write(high << 4 | low);
        i += 2;
      } else if (c < 0x80) {
        bytes.write(isForm && c == '+' ? ' ' : c);
      } else {
        int end = Character.isHighSurrogate(c) && i + 1 < text.length() ? i + 2 : i + 1;
        bytes.writeBytes(text.substring(i, end).getBytes(StandardCharsets.UTF_8));
        i = end - 1;
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /** The text with everything escaped that JavaScript's {@code encodeURIComponent} escapes. */
  public static String encode(String text) {
    StringBuilder encoded = new StringBuilder(text.length() + 16);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0)) {
        encoded.append(c);
      } else {
        escape(encoded, b);
      }
    }
    return encoded.toString();
  }

  /** Appends the escape of a byte. */
  public static void escape(StringBuilder to, byte b) {
    to.append('%')
        .append(Character.toUpperCase(Character.forDigit(b >> 4 & 15, 16)))
        .append(Character.toUpperCase(Character.forDigit(b & 15, 16)));
  }
}
