package io.weir.engine.message;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers to text and back by the rules of ECMAScript. */
final class NumberText {
  // Never looks back, which for long rows of digits would take for ever.
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?+(?:\\d++\\.?+\\d*+|\\.\\d++)(?:[eE][+-]?+\\d++)?+");

  private NumberText() {}

  /**
   * The shortest text that reads back as the same number, in ECMAScript's form: {@code 0.1}, {@code
   * 1e+21}, {@code 1e-7}.
   */
  static String of(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "Infinity" : "-Infinity";
    }
    if (value == 0) {
      return "0";
    }
    // The JDK's own text is not always the shortest before Java 19; Jackson's fast writer is.
    String text = NumberOutput.toString(value, true);
    if (text.indexOf('E') < 0) {
      // Between a thousandth and ten millions, where most readings are, both forms agree.
      return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
    BigDecimal shortest = new BigDecimal(text).stripTrailingZeros();
    if (shortest.precision() == 2) {
      // That one gives at least two digits, and 4.9e-324 is 5e-324 to everybody else.
      BigDecimal oneDigit = shortest.round(new MathContext(1));
      shortest = oneDigit.doubleValue() == value ? oneDigit.stripTrailingZeros() : shortest;
    }
    String digits = shortest.unscaledValue().abs().toString();
    int pointAt = digits.length() - shortest.scale();
    String sign = value < 0 ? "-" : "";
    if (pointAt > 21 || pointAt < -5) {
      int exponent = pointAt - 1;
      String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
      return sign
          + digits.charAt(0)
          + fraction
          + "e"
          + (exponent < 0 ? "-" : "+")
          + Math.abs(exponent);
    }
    if (pointAt <= 0) {
      return sign + "0." + "0".repeat(-pointAt) + digits;
    }
    if (pointAt >= digits.length()) {
      return sign + digits + "0".repeat(pointAt - digits.length());
    }
    return sign + digits.substring(0, pointAt) + "." + digits.substring(pointAt);
  }

  static double toNumber(@Nullable Object value) {
    if (value instanceof Number n) {
      return n.doubleValue();
    }
    if (value == null) {
      return 0;
    }
    if (value instanceof Boolean b) {
      return b ? 1 : 0;
    }
    if (value instanceof Instant instant) {
      return instant.toEpochMilli();
    }
    if (value instanceof String text) {
      return parse(text);
    }
    if (value instanceof List<?> list) {
      return parse(Values.toText(list));
    }
    return Double.NaN;
  }

  private static double parse(String text) {
    String t = text.strip();
    if (t.isEmpty()) {
      return 0;
    }
    if (t.length() > 2 && t.charAt(0) == '0' && Character.isLetter(t.charAt(1))) {
      int radix =
          switch (t.charAt(1)) {
            case 'x', 'X' -> 16;
            case 'o', 'O' -> 8;
            case 'b', 'B' -> 2;
            default -> 0;
          };
      if (radix != 0) {
        try {
          return t.charAt(2) == '-' || t.charAt(2) == '+'
              ? Double.NaN
              : new BigInteger(t.substring(2), radix).doubleValue();
        } catch (NumberFormatException e) {
          return Double.NaN;
        }
      }
    }
    if (DECIMAL.matcher(t).matches()) {
      return Double.parseDouble(t);
    }
    return switch (t) {
      case "Infinity", "+Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> Double.NaN;
    };
  }
}
