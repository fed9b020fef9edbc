package io.weir.app.config;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts with a unit behind them, as Node-RED's settings have them: {@code 5mb}, {@code 1d}. */
final class Amounts {
  private static final Pattern AMOUNT = Pattern.compile("(\\d+(?:\\.\\d+)?) *([a-z]*)");
  private static final Map<String, Long> BYTES =
      Map.of("", 1L, "b", 1L, "kb", 1L << 10, "mb", 1L << 20, "gb", 1L << 30, "tb", 1L << 40);
  private static final Map<String, Long> MILLIS =
      Map.of(
          "",
          1L,
          "ms",
          1L,
          "s",
          1_000L,
          "m",
          60_000L,
          "h",
          3_600_000L,
          "d",
          86_400_000L,
          "w",
          604_800_000L,
          "y",
          31_557_600_000L);

  private Amounts() {}

  /** Bytes: a number of them, or of kb, mb, gb, tb. */
  static long bytes(Settings settings, String key, String otherwise) {
    return amount(settings, key, otherwise, BYTES, "a size, such as 5mb");
  }

  /** Milliseconds: a number of them, or of s, m, h, d, w, y. */
  static long millis(Settings settings, String key, String otherwise) {
    return amount(settings, key, otherwise, MILLIS, "a time, such as 1d");
  }

  private static long amount(
      Settings settings, String key, String otherwise, Map<String, Long> units, String what) {
    String text = settings.text(key, otherwise);
    Matcher parts = AMOUNT.matcher(text.strip().toLowerCase(Locale.ROOT));
    Long unit = parts.matches() ? units.get(parts.group(2)) : null;
    if (unit == null) {
      throw settings.wrong(key, "must be " + what + ", but is " + text);
    }
    double amount = Double.parseDouble(parts.group(1)) * unit;
    if (amount > Long.MAX_VALUE / 2.0) {
      throw settings.wrong(key, "is too much: " + text);
    }
    return (long) amount;
  }
}
