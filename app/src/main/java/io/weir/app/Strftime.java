package io.weir.app;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.Locale;

/** Writes times in the format of C's strftime, in the words that it has without a locale. */
public final class Strftime {
  private Strftime() {}

  /** The time; what is not known of the format stays as it is. */
  public static String format(String format, ZonedDateTime time) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c == '%' && i + 1 < format.length()) {
        text.append(field(format.charAt(++i), time));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  private static String field(char field, ZonedDateTime time) {
    return switch (field) {
      case 's' -> Long.toString(time.toEpochSecond());
      case 'n' -> "\n";
      case 't' -> "\t";
      case '%' -> "%";
      case 'C' -> twoDigits(time.getYear() / 100);
      case 'g' -> twoDigits(time.get(IsoFields.WEEK_BASED_YEAR) % 100);
      case 'G' -> Integer.toString(time.get(IsoFields.WEEK_BASED_YEAR));
      case 'k' -> padded(time.getHour());
      case 'l' -> padded(time.get(ChronoField.CLOCK_HOUR_OF_AMPM));
      case 'P' -> time.getHour() < 12 ? "am" : "pm";
      case 'u' -> Integer.toString(time.getDayOfWeek().getValue());
      case 'w' -> Integer.toString(daysSinceSunday(time));
      case 'U' -> twoDigits((time.getDayOfYear() + 6 - daysSinceSunday(time)) / 7);
      case 'V' -> twoDigits(time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
      case 'W' -> twoDigits((time.getDayOfYear() + 7 - time.getDayOfWeek().getValue()) / 7);
      default -> {
        String pattern = pattern(field);
        yield pattern.isEmpty()
            ? "%" + field
            : DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(time);
      }
    };
  }

  private static int daysSinceSunday(ZonedDateTime time) {
    return time.getDayOfWeek().getValue() % 7;
  }

  private static String twoDigits(int number) {
    return number < 10 ? "0" + number : Integer.toString(number);
  }

  private static String padded(int number) {
    return number < 10 ? " " + number : Integer.toString(number);
  }

  private static String pattern(char field) {
    return switch (field) {
      case 'a' -> "EEE";
      case 'A' -> "EEEE";
      case 'b', 'h' -> "MMM";
      case 'B' -> "MMMM";
      case 'c' -> "EEE MMM ppd HH:mm:ss yyyy";
      case 'd' -> "dd";
      case 'D', 'x' -> "MM/dd/yy";
      case 'e' -> "ppd";
      case 'F' -> "yyyy-MM-dd";
      case 'H' -> "HH";
      case 'I' -> "hh";
      case 'j' -> "DDD";
      case 'm' -> "MM";
      case 'M' -> "mm";
      case 'p' -> "a";
      case 'r' -> "hh:mm:ss a";
      case 'R' -> "HH:mm";
      case 'S' -> "ss";
      case 'T', 'X' -> "HH:mm:ss";
      case 'y' -> "yy";
      case 'Y' -> "yyyy";
      case 'z' -> "xx";
      case 'Z' -> "zzz";
      default -> "";
    };
  }
}
