package io.weir.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.broker.auth.HashAlgorithm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the editor's end-to-end suites (web-editor/frontend) in a browser against the program. */
class BrowserIT {
  @TempDir private Path folder;
  private Path userDir;

  @BeforeEach
  void makeUserDir() throws Exception {
    Playwright.require();
    userDir = Files.createDirectory(folder.resolve("user"));
  }

  @Test
  void the_editor_does_in_a_browser_what_it_promises() throws Exception {
    try (Program program = Program.start(userDir)) {
      pass("flows", program);
    }
  }

  @Test
  void the_editor_works_below_a_path() throws Exception {
    Files.writeString(userDir.resolve("weir.yaml"), "web:\n  adminRoot: /admin\n");
    try (Program program = Program.start(userDir)) {
      assertThat(program.output()).contains(program.webPort() + "/admin/");
      pass("below-a-path", program, "admin/", Map.of());
    }
  }

  @Test
  void users_log_in_in_a_browser() throws Exception {
    Files.writeString(userDir.resolve("weir.yaml"), users());
    try (Program program = Program.start(userDir)) {
      pass("login", program);
    }
  }

  @Test
  void everybody_may_look_in_a_browser_where_that_is_set() throws Exception {
    Files.writeString(userDir.resolve("weir.yaml"), users() + "  default: { permissions: read }\n");
    try (Program program = Program.start(userDir)) {
      pass("anonymous", program);
    }
  }

  @Test
  void users_log_in_at_a_provider_in_a_browser() throws Exception {
    String issuer = "http://127.0.0.1:" + freePort();
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
      pass("provider", program, "", Map.of("WEIR_ISSUER", issuer));
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void a_link_sets_the_program_up_in_a_browser() throws Exception {
    try (Program program = Program.start(userDir, "--host", "0.0.0.0")) {
      pass("set-up", program);
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

  private static void pass(String project, Program program) throws Exception {
    pass(project, program, "", Map.of());
  }

  /** Runs a project of playwright.config.ts against a program whose editor is at a path. */
  private static void pass(
      String project, Program program, String path, Map<String, String> environment)
      throws Exception {
    Map<String, String> all = new HashMap<>(environment);
    all.put("WEIR_URL", "http://localhost:" + program.webPort() + "/" + path);
    all.put("WEIR_MQTT_PORT", "" + program.mqttPort());
    all.put("WEIR_SET_UP", program.setUpFragment());
    Playwright.pass(project, all, "--project", project);
  }
}
