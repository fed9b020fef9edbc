package io.weir.app.log;

import io.weir.app.StartFailure;
import io.weir.app.log.LogConfig.Format;
import io.weir.app.log.LogConfig.LogFile;
import io.weir.nodes.support.NodeMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.ConsoleHandler;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/** One line for each log entry, on standard error until the configuration says otherwise. */
public final class Logging {
  /** The logger of who changed what. */
  static final String AUDIT = "audit";

  // The JDK forgets loggers that nobody holds, and with them the levels set here.
  private static final Logger ROOT = Logger.getLogger("");
  private static final Logger AUDIT_LOGGER = Logger.getLogger(AUDIT);
  private static final Logger METRIC_LOGGER = Logger.getLogger(NodeMetrics.LOGGER);

  /** What others say in their debug lines is of use to nobody but them. */
  private static final List<Logger> LIBRARIES =
      List.of(
          Logger.getLogger("io.netty"),
          Logger.getLogger("io.vertx"),
          Logger.getLogger("com.hivemq"),
          Logger.getLogger("io.micrometer"),
          Logger.getLogger("jdk"),
          Logger.getLogger("sun"));

  private Logging() {}

  /** Sets the log up before anything is known. */
  public static void setUp() {
    direct(new ConsoleHandler(), Format.TEXT);
    ROOT.setLevel(Level.INFO);
    AUDIT_LOGGER.setLevel(Level.OFF);
    METRIC_LOGGER.setLevel(Level.OFF);
  }

  /**
   * Logs as it is set from now on.
   *
   * @throws StartFailure if the file can't be written
   */
  public static void configure(LogConfig config) {
    LogFile file = config.file();
    direct(file == null ? new ConsoleHandler() : handler(file), config.format());
    Level level = config.level().level();
    ROOT.setLevel(level);
    LIBRARIES.forEach(
        library -> library.setLevel(level.intValue() < Level.INFO.intValue() ? Level.INFO : level));
    AUDIT_LOGGER.setLevel(config.audit() ? Level.INFO : Level.OFF);
    METRIC_LOGGER.setLevel(config.metrics() ? Level.INFO : Level.OFF);
  }

  private static Handler handler(LogFile file) {
    try {
      Path folder = file.path().toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      // A percent sign means something to the JDK.
      String pattern = file.path().toString().replace("%", "%%") + ".%g";
      return new FileHandler(pattern, (int) file.maxBytes(), file.count(), true);
    } catch (IOException e) {
      throw new StartFailure("the log " + file.path() + " can't be written: " + e, e);
    }
  }

  private static void direct(Handler handler, Format format) {
    for (Handler other : ROOT.getHandlers()) {
      ROOT.removeHandler(other);
      other.close();
    }
    handler.setLevel(Level.ALL);
    handler.setFormatter(format == Format.JSON ? new LogLine.Json() : new LogLine.Text());
    ROOT.addHandler(handler);
  }
}
