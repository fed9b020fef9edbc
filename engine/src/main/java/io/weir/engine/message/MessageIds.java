package io.weir.engine.message;

import java.util.concurrent.ThreadLocalRandom;

/** Ids for messages and calls: lower-case hexadecimal, random enough to be unique, not secret. */
public final class MessageIds {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private MessageIds() {}

  /** A new id of 16 digits. */
  public static String next() {
    long bits = ThreadLocalRandom.current().nextLong();
    char[] text = new char[16];
    for (int i = 0; i < 16; i++) {
      text[i] = HEX[(int) (bits >>> (i * 4)) & 15];
    }
    return new String(text);
  }
}
