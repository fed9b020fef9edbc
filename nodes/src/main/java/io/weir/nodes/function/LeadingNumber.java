package io.weir.nodes.function;

import io.weir.engine.message.Values;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The number that a text begins with: what JavaScript's {@code parseFloat} makes of a value. */
final class LeadingNumber {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:Infinity|(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)");

  private LeadingNumber() {}

  /** The number; NaN if there is none. */
  static double of(@Nullable Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    Matcher number = NUMBER.matcher(Values.toText(value).strip());
    return number.lookingAt() ? Double.parseDouble(number.group()) : Double.NaN;
  }
}
