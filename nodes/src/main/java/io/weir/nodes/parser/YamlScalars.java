package io.weir.nodes.parser;

import io.weir.engine.message.Values;
import java.math.BigInteger;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.Schema;

/** What unquoted text in YAML stands for. */
final class YamlScalars {
  private static final Tag TIMESTAMP = new Tag("tag:yaml.org,2002:timestamp");
  private static final Pattern NULL = Pattern.compile("~|null|Null|NULL|");
  private static final Pattern BOOL = Pattern.compile("true|True|TRUE|false|False|FALSE");
  private static final Pattern INT =
      Pattern.compile("([-+]?)(?:0b([01]+)|0o([0-7]+)|0x([0-9a-fA-F]+)|([0-9]+))");
  private static final Pattern FLOAT =
      Pattern.compile(
          "[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
              + "|[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN)");
  private static final Pattern DATE = Pattern.compile("(\\d{4})-(\\d\\d)-(\\d\\d)");
  private static final Pattern TIME =
      Pattern.compile(
          "(\\d{4})-(\\d\\d?)-(\\d\\d?)(?:[Tt]|[ \\t]+)(\\d\\d?):(\\d\\d):(\\d\\d)(?:\\.(\\d*))?"
              + "(?:[ \\t]*(?:Z|([-+])(\\d\\d?)(?::?(\\d\\d))?))?");
  private static final int[] RADIXES = {2, 8, 16, 10};

  private YamlScalars() {}

  /** The schema for the library: how text is told apart. */
  static final class Kinds implements Schema {
    @Override
    public ScalarResolver getScalarResolver() {
      return (text, isPlain) -> isPlain ? tagOf(text) : Tag.STR;
    }

    @Override
    public Map<Tag, ConstructNode> getSchemaTagConstructors() {
      // The values are made by the reader.
      return Map.of();
    }
  }

  /** The tag of unquoted text. */
  static Tag tagOf(String text) {
    if (NULL.matcher(text).matches()) {
      return Tag.NULL;
    }
    if (BOOL.matcher(text).matches()) {
      return Tag.BOOL;
    }
    if (INT.matcher(text).matches()) {
      return Tag.INT;
    }
    if (FLOAT.matcher(text).matches()) {
      return Tag.FLOAT;
    }
    if (DATE.matcher(text).matches() || TIME.matcher(text).matches()) {
      return TIMESTAMP;
    }
    return text.equals("<<") ? Tag.MERGE : Tag.STR;
  }

  static boolean isKnown(Tag tag) {
    return tag.equals(Tag.NULL)
        || tag.equals(Tag.BOOL)
        || tag.equals(Tag.INT)
        || tag.equals(Tag.FLOAT)
        || tag.equals(TIMESTAMP);
  }

  /**
   * The value of text whose tag is that of {@link #tagOf}.
   *
   * @throws java.time.DateTimeException if there is no such day or time
   */
  static @Nullable Object value(Tag tag, String text) {
    if (tag.equals(Tag.NULL)) {
      return null;
    }
    if (tag.equals(Tag.BOOL)) {
      return text.equalsIgnoreCase("true");
    }
    if (tag.equals(Tag.INT)) {
      return integer(text);
    }
    return tag.equals(Tag.FLOAT) ? decimal(text) : moment(text);
  }

  private static Object integer(String text) {
    Matcher parts = INT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(text);
    }
    for (int i = 0; i < RADIXES.length; i++) {
      String digits = parts.group(i + 2);
      if (digits != null) {
        BigInteger whole = new BigInteger(digits, RADIXES[i]);
        double number = whole.doubleValue();
        return Values.number("-".equals(parts.group(1)) ? -number : number);
      }
    }
    throw new IllegalArgumentException(text);
  }

  private static Object decimal(String text) {
    String lower = text.toLowerCase(java.util.Locale.ROOT);
    if (lower.endsWith("nan")) {
      return Double.NaN;
    }
    if (lower.endsWith("inf")) {
      return lower.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    return Values.number(Double.parseDouble(lower));
  }

  private static Object moment(String text) {
    Matcher date = DATE.matcher(text);
    if (date.matches()) {
      return LocalDateTime.of(number(date, 1), number(date, 2), number(date, 3), 0, 0)
          .toInstant(ZoneOffset.UTC);
    }
    Matcher time = TIME.matcher(text);
    if (!time.matches()) {
      throw new IllegalArgumentException(text);
    }
    String fraction = time.group(7) == null ? "" : time.group(7);
    int nanos = Integer.parseInt((fraction + "000").substring(0, 3)) * 1_000_000;
    int offset = 0;
    if (time.group(8) != null) {
      int minutes = time.group(10) == null ? 0 : number(time, 10);
      offset = (time.group(8).equals("-") ? -1 : 1) * (number(time, 9) * 60 + minutes);
    }
    return LocalDateTime.of(
            number(time, 1),
            number(time, 2),
            number(time, 3),
            number(time, 4),
            number(time, 5),
            number(time, 6),
            nanos)
        .toInstant(ZoneOffset.ofTotalSeconds(offset * 60));
  }

  private static int number(Matcher parts, int group) {
    return Integer.parseInt(parts.group(group));
  }
}
