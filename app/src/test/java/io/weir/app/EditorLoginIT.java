package io.weir.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.broker.auth.HashAlgorithm;
import io.weir.broker.testing.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs what the editor (web-editor/frontend) has for logging in, in a browser before the program.
 */
class EditorLoginIT {
  @TempDir private Path folder;
  private Path userDir;

  @BeforeEach
  void makeUserDir() throws IOException {
    Playwright.require();
    userDir = Files.createDirectory(folder.resolve("user"));
  }

  @Test
  void users_log_in_in_a_browser() throws Exception {
    Files.writeString(userDir.resolve("weir.yaml"), users());
    try (Program program = Program.start(userDir)) {
      Playwright.pass("login", program);
    }
  }

  @Test
  void everybody_may_look_in_a_browser_where_that_is_set() throws Exception {
    Files.writeString(userDir.resolve("weir.yaml"), users() + "  default: { permissions: read }\n");
    try (Program program = Program.start(userDir)) {
      Playwright.pass("anonymous", program);
    }
  }

  @Test
  void users_log_in_at_a_provider_in_a_browser() throws Exception {
    String issuer = "http://127.0.0.1:" + Programs.freePort();
    Files.writeString(
        userDir.resolve("weir.yaml"),
        """
        adminAuth:
          type: strategy
          strategy:
            label: Log in with the house key
            options:
              issuer: %s
              clientID: weir
              clientSecret: shared-secret
          users:
            - username: anna
              permissions: "*"
        """
            .formatted(issuer));
    try (Program program = Program.start(userDir)) {
      Playwright.pass("provider", program, "", Map.of("WEIR_ISSUER", issuer));
    }
  }

  @Test
  void a_link_sets_the_program_up_in_a_browser() throws Exception {
    try (Program program = Program.start(userDir, "--host", "0.0.0.0")) {
      Playwright.pass("set-up", program);
    }
  }

  /** The people of web-editor/frontend/e2e-login/people.ts. */
  private static String users() {
    String hash = HashAlgorithm.BCRYPT.hash("secret-enough".getBytes(UTF_8)).text();
    return """
        adminAuth:
          users:
            - username: admin
              password: %1$s
              permissions: "*"
            - username: reader
              password: %1$s
              permissions: read
        """
        .formatted(hash);
  }
}
