package io.weir.app.client.output;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * How wide a field is. Widths are counted in bytes, as C does.
 *
 * @param width at least; 0 for as it comes
 * @param precision at most, for text; -1 for as it comes
 * @param isLeft whether blanks go to the right
 * @param isZeroed whether numbers and payloads are filled with zeros
 */
record Padding(int width, int precision, boolean isLeft, boolean isZeroed) {

  void text(String text, ByteArrayOutputStream out) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int length = precision < 0 ? bytes.length : Math.min(precision, bytes.length);
    padded(bytes, length, ' ', out);
  }

  void number(long number, ByteArrayOutputStream out) {
    byte[] digits = Long.toString(number).getBytes(StandardCharsets.US_ASCII);
    padded(digits, digits.length, isZeroed && !isLeft ? '0' : ' ', out);
  }

  /** A number that isn't there. */
  void noNumber(ByteArrayOutputStream out) {
    fill(isZeroed ? '0' : ' ', width, out);
  }

  /** Text that isn't there. */
  void noText(ByteArrayOutputStream out) {
    fill(' ', width, out);
  }

  /** A width cuts payloads off. */
  void payload(byte[] payload, ByteArrayOutputStream out) {
    padded(payload, cut(payload.length), isZeroed && !isLeft ? '0' : ' ', out);
  }

  /** Of a payload cut off at the width, only half has room in digits. */
  void hex(byte[] payload, HexFormat hex, ByteArrayOutputStream out) {
    int length = width > 0 ? cut(payload.length) / 2 : payload.length;
    byte[] digits = hex.formatHex(payload, 0, length).getBytes(StandardCharsets.US_ASCII);
    padded(digits, digits.length, isZeroed && !isLeft ? '0' : ' ', out);
  }

  private int cut(int length) {
    return width > 0 ? Math.min(width, length) : length;
  }

  private void padded(byte[] content, int length, char filling, ByteArrayOutputStream out) {
    int missing = width - length;
    if (!isLeft) {
      fill(filling, missing, out);
    }
    out.write(content, 0, length);
    if (isLeft) {
      fill(' ', missing, out);
    }
  }

  private static void fill(char filling, int count, ByteArrayOutputStream out) {
    for (int i = 0; i < count; i++) {
      out.write(filling);
    }
  }
}
