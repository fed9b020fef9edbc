package io.weir.app;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** One line for each log entry, on standard error: {@code 25 Nov 02:23:11 - [info] …}. */
public final class Logging {
  // The JDK forgets loggers that nobody holds, and with them the levels set here.
  private static final Logger ROOT = Logger.getLogger("");

  private Logging() {}

  /** Sets the log up. */
  public static void setUp() {
    for (Handler handler : ROOT.getHandlers()) {
      ROOT.removeHandler(handler);
    }
    ConsoleHandler console = new ConsoleHandler();
    console.setLevel(Level.ALL);
    console.setFormatter(new OneLine());
    ROOT.addHandler(console);
    ROOT.setLevel(Level.INFO);
  }

  private static final class OneLine extends Formatter {
    private static final DateTimeFormatter TIME =
        DateTimeFormatter.ofPattern("d MMM HH:mm:ss", Locale.ENGLISH);

    @Override
    public String format(LogRecord entry) {
      StringBuilder line =
          new StringBuilder(
              TIME.format(Instant.ofEpochMilli(entry.getMillis()).atZone(ZoneId.systemDefault())));
      line.append(" - [").append(word(entry.getLevel())).append("] ");
      line.append(formatMessage(entry)).append(System.lineSeparator());
      if (entry.getThrown() != null) {
        StringWriter stack = new StringWriter();
        entry.getThrown().printStackTrace(new PrintWriter(stack, true));
        line.append(stack);
      }
      return line.toString();
    }

    private static String word(Level level) {
      if (level.intValue() >= Level.SEVERE.intValue()) {
        return "error";
      }
      if (level.intValue() >= Level.WARNING.intValue()) {
        return "warn";
      }
      return level.intValue() >= Level.INFO.intValue() ? "info" : "debug";
    }
  }
}
