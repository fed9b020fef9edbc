package io.weir.app.log;

import io.weir.engine.message.MessageJson;
import io.weir.nodes.support.NodeMetrics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/** Makes lines of log entries. */
final class LogLine {
  private LogLine() {}

  /** As Node-RED has them: {@code 25 Nov 02:23:11 - [info] …}. */
  static final class Text extends Formatter {
    private static final DateTimeFormatter TIME =
        DateTimeFormatter.ofPattern("d MMM HH:mm:ss", Locale.ENGLISH);

    @Override
    public String format(LogRecord entry) {
      return TIME.format(Instant.ofEpochMilli(entry.getMillis()).atZone(ZoneId.systemDefault()))
          + " - ["
          + word(entry)
          + "] "
          + formatMessage(entry)
          + System.lineSeparator()
          + stack(entry);
    }
  }

  /**
   * One JSON object each: time, level, logger, message; stack where there is one. Lines of audit
   * and metrics have their own keys in place of the message.
   */
  static final class Json extends Formatter {
    @Override
    public String format(LogRecord entry) {
      Map<String, @Nullable Object> line = new LinkedHashMap<>();
      line.put("time", Instant.ofEpochMilli(entry.getMillis()).toString());
      line.put("level", word(entry));
      String message = formatMessage(entry);
      if (isEvent(entry) && MessageJson.parse(message) instanceof Map<?, ?> event) {
        event.forEach((key, value) -> line.putIfAbsent(String.valueOf(key), value));
        // Said by level and time.
        line.remove("timestamp");
      } else {
        line.put("logger", entry.getLoggerName());
        line.put("message", message);
      }
      if (entry.getThrown() != null) {
        line.put("stack", stack(entry).strip());
      }
      return MessageJson.text(line) + "\n";
    }
  }

  private static boolean isEvent(LogRecord entry) {
    return Logging.AUDIT.equals(entry.getLoggerName())
        || NodeMetrics.LOGGER.equals(entry.getLoggerName());
  }

  private static String word(LogRecord entry) {
    if (isEvent(entry)) {
      return entry.getLoggerName();
    }
    int level = entry.getLevel().intValue();
    if (level >= Level.SEVERE.intValue()) {
      return "error";
    }
    if (level >= Level.WARNING.intValue()) {
      return "warn";
    }
    if (level >= Level.INFO.intValue()) {
      return "info";
    }
    return level >= Level.FINE.intValue() ? "debug" : "trace";
  }

  private static String stack(LogRecord entry) {
    if (entry.getThrown() == null) {
      return "";
    }
    StringWriter stack = new StringWriter();
    entry.getThrown().printStackTrace(new PrintWriter(stack, true));
    return stack.toString();
  }
}
