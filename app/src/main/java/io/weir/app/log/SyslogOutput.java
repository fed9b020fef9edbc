package io.weir.app.log;

import io.weir.broker.config.LogSettings.Kind;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The system's log. Java can't speak to its socket, but the program {@code logger}, which systems
 * have for this, can: it runs beside and gets the lines.
 */
final class SyslogOutput implements LogOutput {
  private static final int STOP_SECONDS = 2;

  private final int facility;
  private @Nullable Process logger;
  private @Nullable BufferedWriter lines;

  private SyslogOutput(int facility) {
    this.facility = facility;
  }

  /**
   * Starts the logger.
   *
   * @param facility as {@code Destination.Syslog} has it
   */
  static SyslogOutput open(int facility) {
    String id = "--id=" + ProcessHandle.current().pid();
    return open(facility, List.of("logger", "--prio-prefix", "--tag", "weir", id));
  }

  /** As {@link #open(int)}, with another program: one that reads lines with their priority. */
  static SyslogOutput open(int facility, List<String> command) {
    SyslogOutput output = new SyslogOutput(facility);
    try {
      Process started =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.INHERIT)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      output.logger = started;
      output.lines = started.outputWriter(StandardCharsets.UTF_8);
    } catch (IOException e) {
      System.err.println("Error: log_dest syslog needs the program logger: " + e.getMessage());
    }
    return output;
  }

  @Override
  public void write(Kind kind, String text, String stamped) {
    BufferedWriter to = lines;
    if (to == null) {
      return;
    }
    try {
      // A text of several lines is one entry only as long as it is one line.
      to.write("<" + (facility * 8 + severity(kind)) + ">" + text.replace('\n', ' ') + "\n");
    } catch (IOException e) {
      giveUp(e);
    }
  }

  /** RFC 5424 section 6.2.1. */
  private static int severity(Kind kind) {
    return switch (kind) {
      case ERROR -> 3;
      case WARNING -> 4;
      case NOTICE, SUBSCRIBE, UNSUBSCRIBE -> 5;
      case INFORMATION, WEBSOCKETS -> 6;
      case DEBUG, INTERNAL -> 7;
    };
  }

  @Override
  public void flush() {
    BufferedWriter to = lines;
    if (to != null) {
      try {
        to.flush();
      } catch (IOException e) {
        giveUp(e);
      }
    }
  }

  private void giveUp(IOException why) {
    lines = null;
    System.err.println("Error: nothing goes to syslog any more: " + why.getMessage());
  }

  @Override
  public void close() {
    BufferedWriter to = lines;
    Process beside = logger;
    lines = null;
    if (to == null || beside == null) {
      return;
    }
    try {
      // At the end of its input it ends.
      to.close();
      if (!beside.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        beside.destroy();
      }
    } catch (IOException e) {
      giveUp(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
