package io.weir.nodes.expression;

import com.dashjoin.jsonata.Jsonata;
import io.weir.engine.message.DateText;
import io.weir.engine.message.Values;
import io.weir.engine.node.MomentFormat;
import io.weir.engine.node.NodeException;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.HashMap;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code $moment} gives: a point in time with the methods of the JavaScript library moment
 * that expressions use. Each method is a member that the expression calls; methods that change the
 * time give a new one.
 */
final class Moment extends HashMap<String, Object> {
  private static final long serialVersionUID = 1;

  private static final Pattern TEXT =
      Pattern.compile(
          "(\\d{4}-\\d{2}-\\d{2})(?:[T ](\\d{2}:\\d{2})(:\\d{2}(?:\\.\\d{1,9})?)?)?"
              + "\\s*(Z|[+-]\\d{2}:?\\d{2})?");
  private static final String DEFAULT_FORMAT = "YYYY-MM-DDTHH:mm:ssZ";
  private static final String DEFAULT_FORMAT_UTC = "YYYY-MM-DDTHH:mm:ss[Z]";

  private final ZonedDateTime time;

  private Moment(ZonedDateTime time) {
    this.time = time;
    method("format", "<s?:s>", args -> format(text(args, 0)));
    method("tz", "<s:o>", args -> in(zone(text(args, 0))));
    method("utc", "<:o>", args -> in(ZoneOffset.UTC));
    method("local", "<:o>", args -> in(ZoneId.systemDefault()));
    method("add", "<ns:o>", args -> new Moment(plus(args, 1)));
    method("subtract", "<ns:o>", args -> new Moment(plus(args, -1)));
    method("startOf", "<s:o>", args -> new Moment(startOf(text(args, 0))));
    method("endOf", "<s:o>", args -> new Moment(endOf(text(args, 0))));
    method("diff", "<xs?b?:n>", this::diff);
    method("isBefore", "<xs?:b>", args -> compare(args) < 0);
    method("isAfter", "<xs?:b>", args -> compare(args) > 0);
    method("isSame", "<xs?:b>", args -> compare(args) == 0);
    method("toISOString", "<:s>", args -> DateText.iso(time.toInstant()));
    method("valueOf", "<:n>", args -> time.toInstant().toEpochMilli());
    method("unix", "<:n>", args -> time.toEpochSecond());
    part("year", time.getYear());
    part("quarter", (time.getMonthValue() + 2) / 3);
    part("month", time.getMonthValue() - 1);
    part("date", time.getDayOfMonth());
    part("day", time.getDayOfWeek().getValue() % 7);
    part("isoWeekday", time.getDayOfWeek().getValue());
    part("dayOfYear", time.getDayOfYear());
    part("hour", time.getHour());
    part("minute", time.getMinute());
    part("second", time.getSecond());
    part("millisecond", time.getNano() / 1_000_000);
  }

  private interface Body {
    @Nullable Object call(List<?> args);
  }

  private void method(String name, String signature, Body body) {
    put(name, new Jsonata.JFunction((input, args) -> body.call(args), signature));
  }

  /** A part of the time; the library knows most by the plural too. */
  private void part(String name, int value) {
    method(name, "<:n>", args -> value);
    method(name + "s", "<:n>", args -> value);
  }

  /**
   * The function.
   *
   * @param args nothing for now; a number of milliseconds, a date or a text in ISO 8601; a text and
   *     its format
   * @throws NodeException if the text can't be read
   */
  static Moment of(List<?> args) {
    return new Moment(time(args));
  }

  private static ZonedDateTime time(List<?> args) {
    Object value = args.isEmpty() ? null : args.get(0);
    if (value == null) {
      return ZonedDateTime.now(ZoneId.systemDefault());
    }
    if (value instanceof Moment other) {
      return other.time;
    }
    if (value instanceof Number millis) {
      return Instant.ofEpochMilli(millis.longValue()).atZone(ZoneId.systemDefault());
    }
    if (value instanceof Instant instant) {
      return instant.atZone(ZoneId.systemDefault());
    }
    String text = Values.toText(value);
    return args.size() > 1 && args.get(1) instanceof String format
        ? MomentFormat.parse(text, format, ZoneId.systemDefault())
        : parse(text);
  }

  private static ZonedDateTime parse(String text) {
    Matcher parts = TEXT.matcher(text.strip());
    if (!parts.matches()) {
      throw unreadable(text);
    }
    try {
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
    } catch (DateTimeException e) {
      throw unreadable(text);
    }
  }

  private static NodeException unreadable(String text) {
    return new NodeException("$moment can't read the date " + text);
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

  private Moment in(ZoneId zone) {
    return new Moment(time.withZoneSameInstant(zone));
  }

  private String format(String pattern) {
    String format =
        !pattern.isEmpty()
            ? pattern
            : time.getZone().equals(ZoneOffset.UTC) ? DEFAULT_FORMAT_UTC : DEFAULT_FORMAT;
    return MomentFormat.format(time, format);
  }

  private static ChronoUnit unit(String name) {
    String single =
        name.endsWith("s") && name.length() > 2 ? name.substring(0, name.length() - 1) : name;
    return switch (single) {
      case "year", "y" -> ChronoUnit.YEARS;
      case "month", "M" -> ChronoUnit.MONTHS;
      case "week", "isoWeek", "w", "W" -> ChronoUnit.WEEKS;
      case "day", "d", "date", "D" -> ChronoUnit.DAYS;
      case "hour", "h" -> ChronoUnit.HOURS;
      case "minute", "m" -> ChronoUnit.MINUTES;
      case "second", "s" -> ChronoUnit.SECONDS;
      default -> ChronoUnit.MILLIS;
    };
  }

  private ZonedDateTime plus(List<?> args, int sign) {
    long amount = args.get(0) instanceof Number n ? n.longValue() * sign : 0;
    return time.plus(amount, unit(text(args, 1)));
  }

  private ZonedDateTime startOf(String unit) {
    return switch (unit(unit)) {
      case YEARS -> time.with(TemporalAdjusters.firstDayOfYear()).truncatedTo(ChronoUnit.DAYS);
      case MONTHS -> time.with(TemporalAdjusters.firstDayOfMonth()).truncatedTo(ChronoUnit.DAYS);
      case WEEKS ->
          time.with(TemporalAdjusters.previousOrSame(firstDay(unit))).truncatedTo(ChronoUnit.DAYS);
      default -> time.truncatedTo(unit(unit));
    };
  }

  /** Weeks begin on Sunday, as in moment's English, but for ISO's. */
  private static DayOfWeek firstDay(String unit) {
    return unit.startsWith("iso") || unit.equals("W") ? DayOfWeek.MONDAY : DayOfWeek.SUNDAY;
  }

  private ZonedDateTime endOf(String unit) {
    return startOf(unit).plus(1, unit(unit)).minus(1, ChronoUnit.MILLIS);
  }

  /** The time since another one, whole units unless a fraction is asked for. */
  private Number diff(List<?> args) {
    ZonedDateTime other = time(args.subList(0, 1)).withZoneSameInstant(time.getZone());
    ChronoUnit unit = unit(text(args, 1));
    long whole = other.until(time, unit);
    if (args.size() < 3 || !Boolean.TRUE.equals(args.get(2))) {
      return whole;
    }
    ZonedDateTime reached = other.plus(whole, unit);
    ZonedDateTime next = other.plus(whole + (time.isBefore(reached) ? -1 : 1), unit);
    double part =
        (double) reached.until(time, ChronoUnit.MILLIS)
            / Math.abs(reached.until(next, ChronoUnit.MILLIS));
    return whole + part;
  }

  /** Before, at or after another time, if need be only to the day, the hour and so on. */
  private int compare(List<?> args) {
    Moment other = new Moment(time(args.subList(0, 1)).withZoneSameInstant(time.getZone()));
    String unit = text(args, 1);
    return unit.isEmpty()
        ? time.toInstant().compareTo(other.time.toInstant())
        : startOf(unit).compareTo(other.startOf(unit));
  }
}
