package io.weir.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.engine.message.MessageJson;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The calls that node-red-admin makes, to the program as a user starts it. */
class AdminToolIT {
  // What node-red-admin hash-pw makes of "secret": bcrypt with 8 rounds.
  private static final String HASH = "$2b$08$yA0WJtHTYCshyaKlgDzPneIwroQ1hx4TNqhFs3JVKeMR5foyDdqLq";

  @TempDir private Path folder;
  private Path userDir;
  private Program program;

  @BeforeEach
  void makeUserDir() throws Exception {
    userDir = Files.createDirectory(folder.resolve("user"));
  }

  @AfterEach
  void end() {
    if (program != null) {
      program.close();
    }
  }

  private HttpResponse<String> ask(String method, String path, String body, String token)
      throws Exception {
    return token == null
        ? program.ask(method, path, body, "accept", "application/json")
        : program.ask(
            method, path, body, "accept", "application/json", "Authorization", "Bearer " + token);
  }

  @Test
  void a_set_stays_switched_off_over_a_restart() throws Exception {
    program = Program.start(userDir);
    assertThat(ask("GET", "/nodes/node-red/mqtt", "", null).body())
        .contains("\"types\":[\"mqtt in\",\"mqtt out\",\"mqtt-broker\"]", "\"enabled\":true");

    assertThat(ask("PUT", "/nodes/node-red/mqtt", "{\"enabled\":false}", null).statusCode())
        .isEqualTo(200);
    program.terminate();
    program = Program.start(userDir);

    assertThat(ask("GET", "/nodes/node-red/mqtt", "", null).body()).contains("\"enabled\":false");
    assertThat(ask("GET", "/node-types", "", null).body())
        .contains("\"link call\"")
        .doesNotContain("mqtt-broker");
    assertThat(Files.readString(userDir.resolve(".config.nodes.json"))).contains("\"mqtt in\"");
  }

  @Test
  void a_login_opens_what_was_shut() throws Exception {
    Files.writeString(
        userDir.resolve("weir.yaml"),
        """
        adminAuth:
          type: credentials
          users:
            - username: admin
              password: %s
              permissions: "*"
        """
            .formatted(HASH));
    program = Program.start(userDir);

    assertThat(ask("GET", "/auth/login", "", null).body()).contains("\"type\":\"credentials\"");
    assertThat(ask("GET", "/nodes", "", null).statusCode()).isEqualTo(401);
    HttpResponse<String> login =
        program.ask(
            "POST",
            "/auth/token",
            MessageJson.text(
                Map.of(
                    "client_id", "node-red-admin",
                    "grant_type", "password",
                    "scope", "*",
                    "username", "admin",
                    "password", "secret")),
            "content-type",
            "application/json");
    assertThat(login.statusCode()).isEqualTo(200);
    String token = (String) ((Map<?, ?>) MessageJson.parse(login.body())).get("access_token");

    assertThat((List<?>) MessageJson.parse(ask("GET", "/nodes", "", token).body()))
        .hasSizeGreaterThan(10);
    assertThat(ask("PUT", "/nodes/node-red/JSON", "{\"enabled\":false}", token).statusCode())
        .isEqualTo(200);
    assertThat(ask("PUT", "/nodes/node-red/JSON", "{\"enabled\":true}", null).statusCode())
        .isEqualTo(401);
  }
}
