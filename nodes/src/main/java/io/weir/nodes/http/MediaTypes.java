package io.weir.nodes.http;

import io.vertx.core.http.MimeMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Media types, and what a client says of them. */
final class MediaTypes {
  private static final Pattern TYPE = Pattern.compile("[\\w!#$&^.+-]+/[\\w!#$&^.+-]+");
  private static final Pattern TEXTUAL = Pattern.compile("text/.*|application/(?:javascript|json)");
  private static final Pattern CHARSET =
      Pattern.compile(";\\s*charset\\s*=", Pattern.CASE_INSENSITIVE);
  private static final Pattern SET_CHARSET =
      Pattern.compile(";\\s*charset\\s*=\\s*[^;]*", Pattern.CASE_INSENSITIVE);

  private MediaTypes() {}

  /** The type of a header's value, without its parameters, in small letters; empty for none. */
  static String bare(@Nullable String header) {
    if (header == null) {
      return "";
    }
    int semicolon = header.indexOf(';');
    return (semicolon < 0 ? header : header.substring(0, semicolon))
        .strip()
        .toLowerCase(Locale.ROOT);
  }

  /** Whether it has the shape of a type. */
  static boolean isValid(String bare) {
    return TYPE.matcher(bare).matches();
  }

  /** The type that a word stands for: {@code json}, {@code .html}, {@code image/png}. */
  static String named(String word) {
    if (word.indexOf('/') >= 0) {
      return word;
    }
    String type = MimeMapping.mimeTypeForExtension(word.startsWith(".") ? word.substring(1) : word);
    return type == null ? "application/octet-stream" : type;
  }

  /** A content type with its character set said, if it is of text and doesn't say it. */
  static String withCharset(String contentType) {
    return TEXTUAL.matcher(bare(contentType)).matches() && !CHARSET.matcher(contentType).find()
        ? contentType + "; charset=utf-8"
        : contentType;
  }

  /** A content type for a text in UTF-8. */
  static String inUtf8(String contentType) {
    return SET_CHARSET.matcher(contentType).replaceAll("") + "; charset=utf-8";
  }

  /** The first of several types that a content type is, as Express's {@code is}; null if none. */
  static @Nullable String is(String contentType, List<String> types) {
    String actual = bare(contentType);
    if (!isValid(actual)) {
      return null;
    }
    if (types.isEmpty()) {
      return actual;
    }
    for (String type : types) {
      String wanted =
          switch (type) {
            case "urlencoded" -> "application/x-www-form-urlencoded";
            case "multipart" -> "multipart/*";
            default -> type.startsWith("+") ? "*/*" + type : named(type);
          };
      if (matches(wanted, actual)) {
        return type.startsWith("+") || type.contains("*") ? actual : type;
      }
    }
    return null;
  }

  private static boolean matches(String wanted, String actual) {
    String[] want = wanted.toLowerCase(Locale.ROOT).split("/", 2);
    String[] have = actual.split("/", 2);
    if (want.length < 2 || have.length < 2 || !(want[0].equals("*") || want[0].equals(have[0]))) {
      return false;
    }
    return want[1].startsWith("*+")
        ? have[1].endsWith(want[1].substring(1))
        : want[1].equals("*") || want[1].equals(have[1]);
  }

  /** What a client accepts, the dearest first. */
  private record Range(String type, double weight) {
    int precision() {
      return type.equals("*/*") ? 0 : type.endsWith("/*") ? 1 : 2;
    }
  }

  private static List<Range> ranges(String accept) {
    List<Range> ranges = new ArrayList<>();
    for (String part : accept.split(",", -1)) {
      String type = bare(part);
      if (!type.isEmpty()) {
        ranges.add(new Range(type, weight(part)));
      }
    }
    return ranges;
  }

  private static double weight(String part) {
    int at = part.toLowerCase(Locale.ROOT).indexOf(";q=");
    if (at < 0) {
      at = part.toLowerCase(Locale.ROOT).indexOf("; q=");
      at = at < 0 ? -1 : at + 1;
    }
    if (at < 0) {
      return 1;
    }
    try {
      return Double.parseDouble(part.substring(at + 3).split(";", -1)[0].strip());
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /**
   * The one of several types that a client likes best, as Express's {@code accepts}.
   *
   * @param header what it accepts; null for everything
   * @param types not empty
   * @return as it stands among the types; null if it accepts none of them
   */
  static @Nullable String accepted(@Nullable String header, List<String> types) {
    if (header == null) {
      return types.get(0);
    }
    List<Range> ranges = ranges(header);
    String best = null;
    double bestWeight = 0;
    int bestPlace = Integer.MAX_VALUE;
    for (String type : types) {
      Range range = rangeOf(named(type), ranges);
      int place = range == null ? Integer.MAX_VALUE : ranges.indexOf(range);
      if (range != null
          && (range.weight() > bestWeight || (range.weight() == bestWeight && place < bestPlace))
          && range.weight() > 0) {
        best = type;
        bestWeight = range.weight();
        bestPlace = place;
      }
    }
    return best;
  }

  /** What a client accepts, the dearest first. */
  static List<String> accepted(@Nullable String accept) {
    return ranges(Objects.requireNonNullElse(accept, "*/*")).stream()
        .filter(range -> range.weight() > 0)
        .sorted((a, b) -> Double.compare(b.weight(), a.weight()))
        .map(Range::type)
        .toList();
  }

  private static @Nullable Range rangeOf(String type, List<Range> ranges) {
    Range found = null;
    for (Range range : ranges) {
      if (matches(range.type(), type) && (found == null || range.precision() > found.precision())) {
        found = range;
      }
    }
    return found;
  }
}
