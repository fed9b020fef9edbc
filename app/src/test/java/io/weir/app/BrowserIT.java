package io.weir.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the editor's end-to-end suite (web-editor/frontend/e2e) in Chromium against the program. */
class BrowserIT {
  private static final long MINUTES = 6;

  @TempDir private Path folder;

  @Test
  void the_editor_does_in_a_browser_what_it_promises() throws Exception {
    requireTools();
    Path userDir = Files.createDirectory(folder.resolve("user"));
    Path report = Path.of("target/e2e-report.txt").toAbsolutePath();
    try (Program program = Program.start(userDir)) {
      ProcessBuilder playwright =
          new ProcessBuilder("npx", "playwright", "test")
              .directory(Path.of("../web-editor/frontend").toFile())
              .redirectErrorStream(true)
              .redirectOutput(report.toFile());
      playwright.environment().put("WEIR_URL", "http://localhost:" + program.webPort() + "/");
      playwright.environment().put("WEIR_MQTT_PORT", "" + program.mqttPort());
      Process process = playwright.start();
      try {
        assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES))
            .as("the suite ends; it said: %s", Files.readString(report))
            .isTrue();
        assertThat(process.exitValue())
            .as("the suite passes; it said: %s", Files.readString(report))
            .isZero();
      } finally {
        process.destroy();
      }
    }
  }

  private static void requireTools() {
    boolean all =
        Stream.of("/usr/bin/chromium", "/usr/bin/mosquitto_pub")
            .allMatch(tool -> Files.isExecutable(Path.of(tool)));
    if ("true".equals(System.getenv("CI"))) {
      assertThat(all).as("Chromium and the mosquitto clients are installed").isTrue();
    }
    if (!all) {
      System.out.println(
          "BrowserIT is left out: Chromium or the mosquitto clients are not installed");
    }
    Assumptions.assumeTrue(all, "Chromium or the mosquitto clients are not installed");
  }
}
