package io.weir.engine.node;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.time.temporal.WeekFields;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Dates as text by the format tokens of the JavaScript library moment, in English: those are what
 * flows hold ({@code YYYY-MM-DD HH:mm}).
 *
 * @threads any
 */
public final class MomentFormat {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\[([^\\]]*)]|YYYYYY|YYYY|YY|Y|Qo|Q|MMMM|MMM|Mo|MM|M|DDDo|DDDD|DDD|Do|DD|D|dddd|ddd|dd"
              + "|do|d|e|E|wo|ww|w|Wo|WW|W|gggg|gg|GGGG|GG|HH|H|hh|h|kk|k|mm|m|ss|s|S{1,9}|A|a"
              + "|ZZ|Z|zz|z|X|x|LTS|LT|LLLL|LLL|LL|L|llll|lll|ll|l");

  /** Formats that stand for others. */
  private static final Map<String, String> SHORT =
      Map.of(
          "LT", "h:mm A",
          "LTS", "h:mm:ss A",
          "L", "MM/DD/YYYY",
          "LL", "MMMM D, YYYY",
          "LLL", "MMMM D, YYYY h:mm A",
          "LLLL", "dddd, MMMM D, YYYY h:mm A",
          "l", "M/D/YYYY",
          "ll", "MMM D, YYYY",
          "lll", "MMM D, YYYY h:mm A",
          "llll", "ddd, MMM D, YYYY h:mm A");

  private MomentFormat() {}

  /** A point in time by a format, in the time's own zone. */
  public static String format(ZonedDateTime time, String format) {
    return TOKEN
        .matcher(format)
        .replaceAll(token -> Matcher.quoteReplacement(text(time, token.group(), token.group(1))));
  }

  private static String text(ZonedDateTime time, String token, @Nullable String literal) {
    if (literal != null) {
      return literal;
    }
    String meant = SHORT.get(token);
    if (meant != null) {
      return format(time, meant);
    }
    return switch (token) {
      case "X" -> Long.toString(time.toEpochSecond());
      case "x" -> Long.toString(time.toInstant().toEpochMilli());
      case "a" -> time.getHour() < 12 ? "am" : "pm";
      case "A" -> time.getHour() < 12 ? "AM" : "PM";
      case "Y" -> Integer.toString(time.getYear());
      case "YYYYYY" -> "%+07d".formatted(time.getYear());
      case "Q" -> Integer.toString(time.get(IsoFields.QUARTER_OF_YEAR));
      case "Qo" -> ordinal(time.get(IsoFields.QUARTER_OF_YEAR));
      case "Mo" -> ordinal(time.getMonthValue());
      case "Do" -> ordinal(time.getDayOfMonth());
      case "DDDo" -> ordinal(time.getDayOfYear());
      case "dd" -> java(time, "EEE").substring(0, 2);
      case "d", "e" -> Integer.toString(time.getDayOfWeek().getValue() % 7);
      case "do" -> ordinal(time.getDayOfWeek().getValue() % 7);
      case "E" -> Integer.toString(time.getDayOfWeek().getValue());
      case "w" -> Integer.toString(time.get(WeekFields.SUNDAY_START.weekOfWeekBasedYear()));
      case "ww" -> "%02d".formatted(time.get(WeekFields.SUNDAY_START.weekOfWeekBasedYear()));
      case "wo" -> ordinal(time.get(WeekFields.SUNDAY_START.weekOfWeekBasedYear()));
      case "W" -> Integer.toString(time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
      case "WW" -> "%02d".formatted(time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
      case "Wo" -> ordinal(time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
      case "gggg" -> "%04d".formatted(time.get(WeekFields.SUNDAY_START.weekBasedYear()));
      case "gg" -> "%02d".formatted(time.get(WeekFields.SUNDAY_START.weekBasedYear()) % 100);
      case "GGGG" -> "%04d".formatted(time.get(IsoFields.WEEK_BASED_YEAR));
      case "GG" -> "%02d".formatted(time.get(IsoFields.WEEK_BASED_YEAR) % 100);
      default -> java(time, javaToken(token));
    };
  }

  /** The same token in Java's letters. */
  private static String javaToken(String token) {
    return switch (token) {
      case "Z" -> "xxx";
      case "ZZ" -> "xx";
      case "z", "zz" -> "zzz";
      case "dddd" -> "EEEE";
      case "ddd" -> "EEE";
      case "DDDD" -> "DDD";
      case "DDD" -> "D";
      case "A", "a" -> "a";
      default -> token.replace("Y", "u").replace("D", "d");
    };
  }

  private static String java(ZonedDateTime time, String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(time);
  }

  private static String ordinal(int number) {
    int tens = number % 100;
    String ending =
        tens >= 11 && tens <= 13
            ? "th"
            : switch (number % 10) {
              case 1 -> "st";
              case 2 -> "nd";
              case 3 -> "rd";
              default -> "th";
            };
    return number + ending;
  }

  /**
   * Reads a text by a format. What the format leaves out is taken as moment takes it: the date of
   * today, midnight.
   *
   * @param zone the zone where the text names none
   * @throws NodeException if the text is not of that format
   */
  public static ZonedDateTime parse(String text, String format, ZoneId zone) {
    try {
      TemporalAccessor parsed = parser(format).parse(text.strip());
      if (parsed.isSupported(ChronoField.INSTANT_SECONDS)) {
        return ZonedDateTime.from(parsed).withZoneSameInstant(zone);
      }
      LocalDate date = parsed.query(TemporalQueries.localDate());
      LocalTime time = parsed.query(TemporalQueries.localTime());
      return (date == null ? LocalDate.now(zone) : date)
          .atTime(time == null ? LocalTime.MIDNIGHT : time)
          .atZone(zone);
    } catch (DateTimeParseException | IllegalArgumentException e) {
      throw new NodeException("the date " + text + " is not of the format " + format);
    }
  }

  private static DateTimeFormatter parser(String format) {
    DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder().parseCaseInsensitive();
    append(builder, format);
    return builder.toFormatter(Locale.ENGLISH);
  }

  private static void append(DateTimeFormatterBuilder builder, String format) {
    Matcher token = TOKEN.matcher(format);
    int end = 0;
    while (token.find()) {
      builder.appendLiteral(format.substring(end, token.start()));
      end = token.end();
      String literal = token.group(1);
      String meant = SHORT.get(token.group());
      if (literal != null) {
        builder.appendLiteral(literal);
      } else if (meant != null) {
        append(builder, meant);
      } else {
        builder.appendPattern(parsed(token.group()));
      }
    }
    builder.appendLiteral(format.substring(end));
  }

  /** Java's pattern for reading a token: one letter takes one digit or two. */
  private static String parsed(String token) {
    return switch (token) {
      case "MM" -> "M";
      case "DD" -> "d";
      case "HH" -> "H";
      case "hh" -> "h";
      case "mm" -> "m";
      case "ss" -> "s";
      case "Z", "ZZ" -> "[xxx][xx][X]";
      case "YYYY", "YY", "M", "MMM", "MMMM", "D", "H", "h", "m", "s", "dddd", "ddd", "A", "a" ->
          javaToken(token);
      default -> {
        if (token.startsWith("S")) {
          yield token;
        }
        throw new IllegalArgumentException(token);
      }
    };
  }
}
