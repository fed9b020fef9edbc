package io.weir.app.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.app.config.ConfigReader;
import io.weir.app.log.LogConfig.Format;
import io.weir.app.log.LogConfig.LogFile;
import io.weir.app.log.LogConfig.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.TimeZone;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoggingTest {
  private final TimeZone zone = TimeZone.getDefault();
  @TempDir private Path folder;

  @BeforeEach
  void beAtNoPlaceInParticular() {
    TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
  }

  @AfterEach
  void putBack() {
    TimeZone.setDefault(zone);
    Logging.setUp();
  }

  private static String line(Formatter formatter, Level level, String logger, String message) {
    LogRecord entry = new LogRecord(level, message);
    entry.setLoggerName(logger);
    entry.setInstant(Instant.parse("2026-11-05T02:23:11.045Z"));
    return formatter.format(entry).strip();
  }

  @ParameterizedTest
  @CsvSource({
    "SEVERE, error",
    "WARNING, warn",
    "INFO, info",
    "FINE, debug",
    "FINEST, trace",
  })
  void a_line_is_as_node_reds(String level, String word) {
    assertThat(line(new LogLine.Text(), Level.parse(level), "flows", "[function:Convert] too hot"))
        .isEqualTo("5 Nov 02:23:11 - [" + word + "] [function:Convert] too hot");
  }

  @Test
  void a_line_may_be_an_object() {
    assertThat(line(new LogLine.Json(), Level.WARNING, "flows", "[inject:\"x\"] late"))
        .isEqualTo(
            "{\"time\":\"2026-11-05T02:23:11.045Z\",\"level\":\"warn\",\"logger\":\"flows\","
                + "\"message\":\"[inject:\\\"x\\\"] late\"}");
  }

  @Test
  void events_keep_their_keys() {
    String event = "{\"event\":\"flows.set\",\"type\":\"full\",\"level\":98,\"timestamp\":5}";

    assertThat(line(new LogLine.Text(), Level.INFO, "audit", event))
        .isEqualTo("5 Nov 02:23:11 - [audit] " + event);
    assertThat(line(new LogLine.Json(), Level.INFO, "audit", event))
        .isEqualTo(
            "{\"time\":\"2026-11-05T02:23:11.045Z\",\"level\":\"audit\",\"event\":\"flows.set\","
                + "\"type\":\"full\"}");
  }

  @Test
  void an_error_brings_its_stack() {
    LogRecord entry = new LogRecord(Level.SEVERE, "failed");
    entry.setLoggerName("broker");
    entry.setThrown(new IOException("no space left"));

    assertThat(new LogLine.Text().format(entry))
        .contains("- [error] failed\n", "java.io.IOException: no space left\n\tat io.weir.app");
    assertThat(new LogLine.Json().format(entry))
        .contains("\"stack\":\"java.io.IOException: no space left\\n\\tat io.weir.app")
        .hasLineCount(1);
  }

  @Test
  void a_file_that_is_full_is_followed_by_another() throws IOException {
    Logging.configure(
        new LogConfig(
            Severity.WARN,
            Format.JSON,
            false,
            false,
            15,
            new LogFile(folder.resolve("logs/100%.log"), 2_000, 3)));
    Logger logger = Logger.getLogger("test");

    for (int i = 0; i < 100; i++) {
      logger.warning("line " + i);
      logger.info("not this one");
    }
    Logging.setUp();

    try (Stream<Path> files = Files.list(folder.resolve("logs"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("100%.log.0", "100%.log.1", "100%.log.2");
    }
    List<String> latest = Files.readAllLines(folder.resolve("logs/100%.log.0"));
    assertThat(latest.get(latest.size() - 1)).contains("\"message\":\"line 99\"");
    assertThat(Files.size(folder.resolve("logs/100%.log.1"))).isLessThan(2_300);
    assertThat(latest).noneMatch(line -> line.contains("not this one"));
  }

  @Test
  void libraries_are_not_heard_of_in_debug_lines() {
    Logging.configure(new LogConfig(Severity.TRACE, Format.TEXT, true, false, 15, null));

    assertThat(Logger.getLogger("flows").isLoggable(Level.FINEST)).isTrue();
    assertThat(Logger.getLogger("io.netty.channel").isLoggable(Level.FINE)).isFalse();
    assertThat(Logger.getLogger("audit").isLoggable(Level.INFO)).isTrue();
    assertThat(Logger.getLogger("metric").isLoggable(Level.SEVERE)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{level: loud}|logging.level must be one of off, fatal, error, warn, info, debug, trace",
        "{format: xml}|logging.format must be one of text, json",
        "{files: 0}|logging.files must be 1 to 1000 but is 0",
        "{fileSize: 5}|logging.fileSize must be 1kb to 2gb",
        "{metricsSeconds: 0}|must be at least 1 but is 0",
        "{metric: true}|did you mean logging.metrics?"
      })
  void what_can_not_be_right_is_named(String logging, String says) throws IOException {
    Files.writeString(folder.resolve("weir.yaml"), "logging: " + logging);
    ConfigReader.Overrides overrides = ConfigReader.Overrides.of(folder);

    assertThatThrownBy(() -> ConfigReader.read(overrides)).hasMessageContaining(says);
  }
}
