package io.weir.app.client.output;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes JSON byte for byte as mosquitto's clients do: their library indents with tabs, writes
 * arrays in one line, and numbers as C does. Text goes through as the bytes that it is.
 */
final class JsonWriter {
  private final ByteArrayOutputStream out;
  private final boolean isPretty;
  private final Deque<Level> levels = new ArrayDeque<>();

  private static final class Level {
    private final boolean isObject;
    private boolean hasContent;

    Level(boolean isObject) {
      this.isObject = isObject;
    }
  }

  JsonWriter(ByteArrayOutputStream out, boolean isPretty) {
    this.out = out;
    this.isPretty = isPretty;
  }

  void startObject() {
    beforeValue();
    plain("{");
    levels.push(new Level(true));
  }

  void endObject() {
    levels.pop();
    if (isPretty) {
      plain("\n");
      indent(levels.size());
    }
    plain("}");
  }

  void startArray() {
    beforeValue();
    plain("[");
    levels.push(new Level(false));
  }

  void endArray() {
    levels.pop();
    plain("]");
  }

  void name(String name) {
    Level level = levels.element();
    if (level.hasContent) {
      plain(",");
    }
    level.hasContent = true;
    if (isPretty) {
      plain("\n");
      indent(levels.size());
    }
    quoted(name.getBytes(StandardCharsets.UTF_8));
    plain(isPretty ? ":\t" : ":");
  }

  private void beforeValue() {
    Level level = levels.peek();
    if (level != null && !level.isObject) {
      if (level.hasContent) {
        plain(isPretty ? ", " : ",");
      }
      level.hasContent = true;
    }
  }

  void text(String text) {
    text(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Text that may be no UTF-8 at all. */
  void text(byte[] text) {
    beforeValue();
    quoted(text);
  }

  void number(double number) {
    beforeValue();
    plain(digits(number));
  }

  /** {@code true}, {@code false} or {@code null}. */
  void word(String word) {
    beforeValue();
    plain(word);
  }

  /** A whole number that fits 32 bits as such, others with 15 digits, or 17 if those differ. */
  static String digits(double number) {
    if (number == (int) number) {
      return Integer.toString((int) number);
    }
    String shorter = general(number, 15);
    double read = Double.parseDouble(shorter);
    double tolerance = Math.max(Math.abs(read), Math.abs(number)) * Math.ulp(1.0);
    return Math.abs(read - number) <= tolerance ? shorter : general(number, 17);
  }

  /** {@code %.<digits>g} of C. */
  private static String general(double number, int digits) {
    BigDecimal rounded =
        new BigDecimal(number)
            .round(new MathContext(digits, RoundingMode.HALF_EVEN))
            .stripTrailingZeros();
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent >= -4 && exponent < digits) {
      return rounded.toPlainString();
    }
    String unscaled = rounded.unscaledValue().abs().toString();
    String fraction = unscaled.length() > 1 ? "." + unscaled.substring(1) : "";
    int size = Math.abs(exponent);
    return (rounded.signum() < 0 ? "-" : "")
        + unscaled.charAt(0)
        + fraction
        + (exponent < 0 ? "e-" : "e+")
        + (size < 10 ? "0" : "")
        + size;
  }

  private void quoted(byte[] text) {
    out.write('"');
    for (byte b : text) {
      switch (b) {
        case '"' -> plain("\\\"");
        case '\\' -> plain("\\\\");
        case '\b' -> plain("\\b");
        case '\f' -> plain("\\f");
        case '\n' -> plain("\\n");
        case '\r' -> plain("\\r");
        case '\t' -> plain("\\t");
        default -> {
          if (b >= 0 && b < 0x20) {
            plain(String.format("\\u%04x", b));
          } else {
            out.write(b);
          }
        }
      }
    }
    out.write('"');
  }

  private void indent(int depth) {
    plain("\t".repeat(depth));
  }

  private void plain(String ascii) {
    out.writeBytes(ascii.getBytes(StandardCharsets.US_ASCII));
  }
}
