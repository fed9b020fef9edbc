package io.weir.broker.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads single values as Mosquitto does. */
final class ConfValue {
  private static final Pattern WHOLE = Pattern.compile("[+-]?(0[xX][0-9a-fA-F]+|[0-9]+)");
  private static final Pattern PERIOD = Pattern.compile("([0-9]{1,9})([hdwmy])");

  private ConfValue() {}

  static boolean flag(ConfLine line) throws ConfException {
    return switch (line.word()) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default ->
          throw new ConfException(
              line, line.name() + " must be true or false but is \"" + line.word() + "\"");
    };
  }

  /** Decimal, hexadecimal after 0x, octal after 0. */
  static int whole(ConfLine line) throws ConfException {
    return whole(line, line.word());
  }

  static int whole(ConfLine line, String text) throws ConfException {
    try {
      if (WHOLE.matcher(text).matches()) {
        return Integer.decode(text);
      }
    } catch (NumberFormatException e) {
      // Out of range, or an octal number with an 8 in it: said below.
    }
    throw new ConfException(line, line.name() + " must be a whole number but is \"" + text + "\"");
  }

  static int whole(ConfLine line, int least, int most) throws ConfException {
    int value = whole(line);
    if (value < least || value > most) {
      throw new ConfException(
          line, line.name() + " must be " + least + " to " + most + " but is " + value);
    }
    return value;
  }

  static int port(ConfLine line, String text) throws ConfException {
    int port = whole(line, text);
    if (port < 0 || port > 65_535) {
      throw new ConfException(line, "there is no port " + port);
    }
    return port;
  }

  /** {@code 14d}, {@code 2m}: hours, days, weeks, months of 30 days, years of 365. */
  static Duration period(ConfLine line) throws ConfException {
    Matcher period = PERIOD.matcher(line.word());
    if (!period.matches() || Long.parseLong(period.group(1)) == 0) {
      throw new ConfException(
          line, line.name() + " must be a number and one of h, d, w, m, y, as in 14d");
    }
    long count = Long.parseLong(period.group(1));
    return switch (period.group(2)) {
      case "h" -> Duration.ofHours(count);
      case "d" -> Duration.ofDays(count);
      case "w" -> Duration.ofDays(7 * count);
      case "m" -> Duration.ofDays(30 * count);
      default -> Duration.ofDays(365 * count);
    };
  }
}
