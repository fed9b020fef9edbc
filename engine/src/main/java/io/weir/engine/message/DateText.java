package io.weir.engine.message;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Dates as JavaScript writes them. */
public final class DateText {
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("EEE MMM dd yyyy HH:mm:ss 'GMT'xx (zzzz)", Locale.ENGLISH);
  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ENGLISH);

  private DateText() {}

  /** {@code String(date)}: local time with the zone's name. */
  public static String of(Instant instant) {
    return LOCAL.format(instant.atZone(ZoneId.systemDefault()));
  }

  /** {@code date.toISOString()}: UTC with three digits of milliseconds. */
  public static String iso(Instant instant) {
    return ISO.format(instant.atOffset(ZoneOffset.UTC));
  }
}
