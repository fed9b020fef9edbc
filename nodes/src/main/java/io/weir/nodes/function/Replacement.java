package io.weir.nodes.function;

import io.weir.engine.message.Opaque;
import io.weir.engine.message.Undefined;
import io.weir.engine.message.Values;
import io.weir.engine.node.NodeException;
import io.weir.nodes.support.BoundedText;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Search and replace, as the change node does it: by the kind of the present value and of what is
 * searched for.
 */
final class Replacement {
  private final @Nullable Object search;
  private final @Nullable Pattern pattern;

  private Replacement(@Nullable Object search, @Nullable Pattern pattern) {
    this.search = search;
    this.pattern = pattern;
  }

  /** A search for a text, number or boolean. */
  static Replacement of(@Nullable Object search) {
    if (search instanceof Number || search instanceof Boolean || search instanceof String) {
      return new Replacement(search, Pattern.compile(Pattern.quote(Values.toText(search))));
    }
    String kind =
        search instanceof Opaque ? "object" : search == Undefined.VALUE ? "undefined" : "object";
    throw new NodeException("Invalid 'from' property: unsupported type: " + kind);
  }

  /**
   * A search by a regular expression.
   *
   * @throws NodeException if it is malformed
   */
  static Replacement ofRegex(String source) {
    try {
      return new Replacement(null, JavaScriptPattern.compile(source, false));
    } catch (NodeException e) {
      throw new NodeException("Invalid 'from' property: " + e.getMessage());
    }
  }

  /**
   * The present value with what was searched for replaced.
   *
   * @param with what to put in its place
   * @param isBoolean whether a result that reads as a boolean becomes one
   */
  @Nullable Object in(@Nullable Object present, @Nullable Object with, boolean isBoolean) {
    if (present instanceof String text) {
      if (search != null && text.equals(Values.toText(search))) {
        return with;
      }
      String result = replaced(text, Values.toText(with));
      return isBoolean && result.equals(Values.toText(with)) ? with : result;
    }
    if (present instanceof Number && search instanceof Number) {
      return Values.strictEqual(present, search) ? with : present;
    }
    if (present instanceof Boolean && search instanceof Boolean) {
      return present.equals(search) ? with : present;
    }
    return present;
  }

  private String replaced(String text, String with) {
    Matcher matcher = java.util.Objects.requireNonNull(pattern).matcher(new BoundedText(text));
    StringBuilder result = new StringBuilder();
    int end = 0;
    while (JavaScriptPattern.find(matcher)) {
      result.append(text, end, matcher.start());
      append(result, with, text, matcher);
      end = matcher.end();
    }
    return end == 0 && result.length() == 0
        ? text
        : result.append(text, end, text.length()).toString();
  }

  /** Appends a replacement with JavaScript's patterns in it: {@code $1}, {@code $&}, {@code $$}. */
  private static void append(StringBuilder result, String with, String text, Matcher found) {
    for (int i = 0; i < with.length(); i++) {
      char c = with.charAt(i);
      char next = i + 1 < with.length() ? with.charAt(i + 1) : 0;
      if (c != '$' || next == 0) {
        result.append(c);
        continue;
      }
      int length = 2;
      switch (next) {
        case '$' -> result.append('$');
        case '&' -> result.append(found.group());
        case '`' -> result.append(text, 0, found.start());
        case '\'' -> result.append(text, found.end(), text.length());
        default -> {
          int digits = groupDigits(with, i + 1, found.groupCount());
          if (digits == 0) {
            result.append('$');
            length = 1;
          } else {
            String group = found.group(Integer.parseInt(with.substring(i + 1, i + 1 + digits)));
            result.append(group == null ? "" : group);
            length = 1 + digits;
          }
        }
      }
      i += length - 1;
    }
  }

  /** How many digits name a group that exists: two if that works, else one. */
  private static int groupDigits(String with, int at, int groups) {
    for (int digits = 2; digits > 0; digits--) {
      if (at + digits <= with.length()) {
        String text = with.substring(at, at + digits);
        if (text.chars().allMatch(c -> c >= '0' && c <= '9')) {
          int group = Integer.parseInt(text);
          if (group >= 1 && group <= groups) {
            return digits;
          }
        }
      }
    }
    return 0;
  }
}
