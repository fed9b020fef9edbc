package io.weir.app.log;

import java.nio.file.Path;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;

/**
 * What is logged, and how.
 *
 * @param level the least of what is logged
 * @param format of the lines
 * @param audit whether it is written down who changes what
 * @param metrics whether the use of memory is written down at times
 * @param metricsSeconds how often
 * @param file where to; null for standard error
 */
public record LogConfig(
    Severity level,
    Format format,
    boolean audit,
    boolean metrics,
    int metricsSeconds,
    @Nullable LogFile file) {

  /** Names of Node-RED's. */
  public enum Severity {
    OFF,
    FATAL,
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE;

    Level level() {
      return switch (this) {
        case OFF -> Level.OFF;
        case FATAL, ERROR -> Level.SEVERE;
        case WARN -> Level.WARNING;
        case INFO -> Level.INFO;
        case DEBUG -> Level.FINE;
        case TRACE -> Level.FINEST;
      };
    }
  }

  /** How a line looks. */
  public enum Format {
    /** As Node-RED's. */
    TEXT,
    /** One JSON object each. */
    JSON
  }

  /**
   * A file that is followed by another when it is full.
   *
   * @param maxBytes how large it gets
   * @param count how many are kept, this one included
   */
  public record LogFile(Path path, long maxBytes, int count) {}
}
