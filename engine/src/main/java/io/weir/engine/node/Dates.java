package io.weir.engine.node;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dates as text, by the tokens of moment that flows use. */
final class Dates {
  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSXX", Locale.ENGLISH);
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\[([^\\]]*)]|YYYY|YY|MMMM|MMM|MM|M|DDDD|DDD|DD|D|dddd|ddd|HH|H|hh|h|mm|m|ss|s|SSS|A|a|ZZ|Z|X|x");

  private Dates() {}

  static String iso(Instant instant) {
    return ISO.format(instant.atZone(java.time.ZoneOffset.UTC));
  }

  static String format(Instant instant, String format) {
    ZonedDateTime local = instant.atZone(ZoneId.systemDefault());
    return TOKEN
        .matcher(format)
        .replaceAll(token -> Matcher.quoteReplacement(text(local, token.group(), token.group(1))));
  }

  private static String text(ZonedDateTime time, String token, String literal) {
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
