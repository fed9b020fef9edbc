package io.weir.nodes.expression;

import com.dashjoin.jsonata.Jsonata;
import io.weir.engine.message.Values;
import io.weir.engine.node.NodeException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code $moment} gives: a point in time with the methods of moment that expressions use
 * (format, tz, utc, add, subtract, toISOString, valueOf, unix).
 */
final class Moment {
  private static final Pattern TEXT =
      Pattern.compile(
          "(\\d{4}-\\d{2}-\\d{2})(?:[T ](\\d{2}:\\d{2})(:\\d{2}(?:\\.\\d{1,9})?)?)?"
              + "\\s*(Z|[+-]\\d{2}:?\\d{2})?");
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\[([^\\]]*)]|YYYY|YY|MMMM|MMM|MM|M|DDDD|DDD|DD|D|dddd|ddd|HH|H|hh|h|mm|m|ss|s|SSS|A|a"
              + "|ZZ|Z|X|x");

  private Moment() {}

  /** The function: no argument for now, else a number of milliseconds or a text. */
  static Object of(List<?> args) {
    Object value = args.isEmpty() ? null : args.get(0);
    if (value == null) {
      return methods(ZonedDateTime.now(ZoneId.systemDefault()));
    }
    if (value instanceof Number millis) {
      return methods(Instant.ofEpochMilli(millis.longValue()).atZone(ZoneId.systemDefault()));
    }
    return methods(parse(value instanceof Instant i ? i.toString() : Values.toText(value)));
  }

  private static ZonedDateTime parse(String text) {
    Matcher parts = TEXT.matcher(text.strip());
    if (!parts.matches()) {
      throw new NodeException("$moment can't read the date " + text);
    }
    LocalDate date = LocalDate.parse(parts.group(1));
    String seconds = parts.group(3);
    LocalDateTime time =
        parts.group(2) == null
            ? date.atStartOfDay()
            : LocalDateTime.parse(date + "T" + parts.group(2) + (seconds == null ? "" : seconds));
    String zone = parts.group(4);
    return zone == null
        ? time.atZone(ZoneId.systemDefault())
        : time.atOffset(zone.equals("Z") ? ZoneOffset.UTC : ZoneOffset.of(zone))
            .atZoneSameInstant(ZoneId.systemDefault());
  }

  private interface Body {
    @Nullable Object call(List<?> args);
  }

  private static Map<String, Object> methods(ZonedDateTime time) {
    Map<String, Object> methods = new HashMap<>();
    put(methods, "format", "<s?:s>", args -> format(time, text(args, 0)));
    put(methods, "tz", "<s:o>", args -> methods(time.withZoneSameInstant(zone(text(args, 0)))));
    put(methods, "utc", "<:o>", args -> methods(time.withZoneSameInstant(ZoneOffset.UTC)));
    put(methods, "add", "<ns:o>", args -> methods(plus(time, args, 1)));
    put(methods, "subtract", "<ns:o>", args -> methods(plus(time, args, -1)));
    put(
        methods,
        "toISOString",
        "<:s>",
        args -> format(time.withZoneSameInstant(ZoneOffset.UTC), "YYYY-MM-DDTHH:mm:ss.SSS[Z]"));
    put(methods, "valueOf", "<:n>", args -> time.toInstant().toEpochMilli());
    put(methods, "unix", "<:n>", args -> time.toEpochSecond());
    return methods;
  }

  private static void put(Map<String, Object> methods, String name, String signature, Body body) {
    methods.put(name, new Jsonata.JFunction((input, args) -> body.call(args), signature));
  }

  private static String text(List<?> args, int index) {
    Object value = index < args.size() ? args.get(index) : null;
    return value == null ? "" : Values.toText(value);
  }

  private static ZoneId zone(String name) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      throw new NodeException("$moment knows no time zone called " + name);
    }
  }

  private static ZonedDateTime plus(ZonedDateTime time, List<?> args, int sign) {
    long amount = args.get(0) instanceof Number n ? n.longValue() * sign : 0;
    String unit = text(args, 1);
    ChronoUnit chrono =
        switch (unit.endsWith("s") && unit.length() > 2
            ? unit.substring(0, unit.length() - 1)
            : unit) {
          case "year", "y" -> ChronoUnit.YEARS;
          case "month", "M" -> ChronoUnit.MONTHS;
          case "week", "w" -> ChronoUnit.WEEKS;
          case "day", "d" -> ChronoUnit.DAYS;
          case "hour", "h" -> ChronoUnit.HOURS;
          case "minute", "m" -> ChronoUnit.MINUTES;
          case "second", "s" -> ChronoUnit.SECONDS;
          default -> ChronoUnit.MILLIS;
        };
    return time.plus(amount, chrono);
  }

  private static String format(ZonedDateTime time, String pattern) {
    String format = pattern.isEmpty() ? "YYYY-MM-DDTHH:mm:ssZ" : pattern;
    return TOKEN
        .matcher(format)
        .replaceAll(token -> Matcher.quoteReplacement(part(time, token.group(), token.group(1))));
  }

  private static String part(ZonedDateTime time, String token, @Nullable String literal) {
    if (literal != null) {
      return literal;
    }
    return switch (token) {
      case "X" -> Long.toString(time.toEpochSecond());
      case "x" -> Long.toString(time.toInstant().toEpochMilli());
      case "a" -> time.getHour() < 12 ? "am" : "pm";
      case "A" -> time.getHour() < 12 ? "AM" : "PM";
      case "Z" -> java(time, "xxx");
      case "ZZ" -> java(time, "xx");
      case "dddd" -> java(time, "EEEE");
      case "ddd" -> java(time, "EEE");
      case "DDDD" -> java(time, "DDD");
      case "DDD" -> java(time, "D");
      default -> java(time, token.replace("Y", "u").replace("D", "d"));
    };
  }

  private static String java(ZonedDateTime time, String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(time);
  }
}
