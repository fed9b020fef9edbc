package io.weir.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The editor's suites (web-editor/frontend) in Chromium. */
final class Playwright {
  private static final long MINUTES = 10;

  private Playwright() {}

  /** Leaves the test out where there is no browser, and says so; not where all is to be tested. */
  static void require() {
    boolean all =
        Stream.of("/usr/bin/chromium", "/usr/bin/mosquitto_pub")
            .allMatch(tool -> Files.isExecutable(Path.of(tool)));
    if ("true".equals(System.getenv("CI"))) {
      assertThat(all).as("Chromium and the mosquitto clients are installed").isTrue();
    }
    if (!all) {
      System.out.println("Left out: Chromium or the mosquitto clients are not installed");
    }
    Assumptions.assumeTrue(all, "Chromium or the mosquitto clients are not installed");
  }

  /** Runs a project of playwright.config.ts, which has to pass, against a program. */
  static void pass(String project, Program program) throws Exception {
    pass(project, program, "", Map.of());
  }

  /** Runs a project of playwright.config.ts against a program whose editor is at a path. */
  static void pass(String project, Program program, String path, Map<String, String> environment)
      throws Exception {
    Map<String, String> all = new HashMap<>(environment);
    all.put("WEIR_URL", "http://localhost:" + program.webPort() + "/" + path);
    all.put("WEIR_MQTT_PORT", "" + program.mqttPort());
    all.put("WEIR_SET_UP", program.setUpFragment());
    pass(project, all, "--project", project);
  }

  /**
   * Runs specs, which have to pass.
   *
   * @param name of the report in the build folder
   * @param arguments which, as the command line of Playwright takes it
   */
  static void pass(String name, Map<String, String> environment, String... arguments)
      throws Exception {
    Path report = Path.of("target/e2e-" + name + ".txt").toAbsolutePath();
    // Of its own, since a run clears it, and another one may be going on.
    Path output = Path.of("target/e2e-" + name).toAbsolutePath();
    List<String> words = new ArrayList<>(List.of("npx", "playwright", "test"));
    words.addAll(List.of("--output", output.toString()));
    words.addAll(List.of(arguments));
    ProcessBuilder playwright =
        new ProcessBuilder(words)
            .directory(Path.of("../web-editor/frontend").toFile())
            .redirectErrorStream(true)
            .redirectOutput(report.toFile());
    playwright.environment().putAll(environment);
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
