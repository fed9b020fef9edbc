package io.weir.nodes.sequence;

import io.weir.engine.message.Values;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whole numbers of a configuration, which has them as numbers or as text. */
final class WholeNumber {
  private static final Pattern IN_FRONT = Pattern.compile("\\s*([+-]?\\d{1,15})");

  private WholeNumber() {}

  /**
   * The number as JavaScript's {@code parseInt} reads it: what follows the digits is ignored.
   *
   * @param otherwise what to give if there is no number
   */
  static long of(@Nullable Object value, long otherwise) {
    if (value == null) {
      return otherwise;
    }
    Matcher digits = IN_FRONT.matcher(Values.toText(value));
    return digits.lookingAt() ? Long.parseLong(digits.group(1)) : otherwise;
  }
}
