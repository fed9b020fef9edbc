package io.weir.app.config;

import io.weir.app.log.LogConfig;
import io.weir.app.log.LogConfig.Format;
import io.weir.app.log.LogConfig.LogFile;
import io.weir.app.log.LogConfig.Severity;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads what is logged, {@code logging}. */
final class LogReader {
  private static final int MOST_FILES = 1_000;

  private LogReader() {}

  /**
   * The settings.
   *
   * @param userDir what the file's path is relative to
   * @throws IllegalArgumentException naming file, key and what is wrong
   */
  static LogConfig read(Settings logging, Path userDir) {
    int seconds = logging.whole("metricsSeconds", 15);
    if (seconds < 1) {
      throw logging.wrong("metricsSeconds", "must be at least 1 but is " + seconds);
    }
    LogConfig config =
        new LogConfig(
            logging.choice("level", Severity.INFO, Severity.class),
            logging.choice("format", Format.TEXT, Format.class),
            logging.flag("audit", false),
            logging.flag("metrics", false),
            seconds,
            file(logging, userDir));
    logging.requireNoOther();
    return config;
  }

  private static @Nullable LogFile file(Settings logging, Path userDir) {
    String path = logging.text("file", "");
    long maxBytes = Amounts.bytes(logging, "fileSize", "10mb");
    int count = logging.whole("files", 5);
    if (maxBytes < 1_024 || maxBytes > Integer.MAX_VALUE) {
      throw logging.wrong("fileSize", "must be 1kb to 2gb");
    }
    if (count < 1 || count > MOST_FILES) {
      throw logging.wrong("files", "must be 1 to " + MOST_FILES + " but is " + count);
    }
    return path.isEmpty() ? null : new LogFile(userDir.resolve(path), maxBytes, count);
  }
}
