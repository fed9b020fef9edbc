package io.weir.nodes.support;

import java.util.Base64;

/** Base64 as Node.js reads it: takes what it can, both alphabets, and never complains. */
public final class Base64Text {
  private Base64Text() {}

  /** The bytes that a text stands for, up to the first {@code =}. */
  public static byte[] decode(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    for (int i = 0; i < text.length() && text.charAt(i) != '='; i++) {
      char c = text.charAt(i);
      if (c == '-') {
        clean.append('+');
      } else if (c == '_') {
        clean.append('/');
      } else if (c < 128 && (Character.isLetterOrDigit(c) || c == '+' || c == '/')) {
        clean.append(c);
      }
    }
    // A single digit left over carries no whole byte.
    if (clean.length() % 4 == 1) {
      clean.setLength(clean.length() - 1);
    }
    return Base64.getDecoder().decode(clean.toString());
  }
}
