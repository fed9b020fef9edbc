package io.weir.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.broker.auth.HashAlgorithm;
import io.weir.engine.message.MessageJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the audit log says of each thing that somebody does. */
class AuditTest {
  private static final String PASSWORD = "correct horse";
  private static final Logger AUDIT = Logger.getLogger("audit");

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Handler noting =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          lines.add(entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @TempDir private Path folder;
  private RunningWeir weir;
  private String token = "";

  @BeforeEach
  void start() throws Exception {
    AUDIT.setLevel(Level.INFO);
    AUDIT.addHandler(noting);
    String hash = HashAlgorithm.BCRYPT.hash(PASSWORD.getBytes(StandardCharsets.UTF_8)).text();
    weir =
        RunningWeir.start(
            folder,
            """
            web: { trustProxy: loopback }
            adminAuth:
              users:
                - { username: ann, password: %1$s, permissions: "*" }
                - { username: reader, password: %1$s, permissions: read }
            """
                .formatted(hash));
  }

  @AfterEach
  void stop() {
    weir.close();
    AUDIT.removeHandler(noting);
    AUDIT.setLevel(Level.OFF);
  }

  private void login(String user, String password) {
    String body =
        "{\"client_id\":\"node-red-admin\",\"grant_type\":\"password\",\"scope\":\"\","
            + "\"username\":\"%s\",\"password\":\"%s\"}".formatted(user, password);
    Object answer = MessageJson.parse(weir.ask("POST", "/auth/token", body).body());
    token = String.valueOf(((Map<?, ?>) answer).get("access_token"));
  }

  /** A line is written when the answer is on its way, which may be there before. */
  private void loginUnnoticed() {
    login("ann", PASSWORD);
    await().atMost(Duration.ofSeconds(30)).until(() -> lines.size() == 1);
    lines.clear();
  }

  private void ask(String method, String path, String body, String... headers) {
    String[] all = new String[headers.length + 2];
    System.arraycopy(headers, 0, all, 2, headers.length);
    all[0] = "Authorization";
    all[1] = "Bearer " + token;
    weir.ask(method, path, body, all);
  }

  private void assertSaid(String... expected) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(lines)
                    .map(line -> line.replaceAll("\"timestamp\":\\d{13}", "\"timestamp\":0"))
                    .map(line -> line.replaceAll("[0-9a-f]{64}", "REV"))
                    .containsExactly(expected));
    assertThat(String.join("", lines)).doesNotContain(PASSWORD).doesNotContain("guess");
  }

  @Test
  void logins_and_their_failures_and_log_outs() {
    login("ann", "guess");
    login("ann", PASSWORD);
    ask("POST", "/auth/revoke", "{\"token\":\"" + token + "\"}", "X-Forwarded-For", "192.0.2.7");

    assertSaid(
        "{\"event\":\"auth.login.fail.credentials\",\"username\":\"ann\","
            + "\"client\":\"node-red-admin\",\"error\":\"invalid_grant\",\"path\":\"/auth/token\","
            + "\"ip\":\"127.0.0.1\",\"level\":98,\"timestamp\":0}",
        "{\"event\":\"auth.login\",\"username\":\"ann\",\"client\":\"node-red-admin\","
            + "\"scope\":\"*\",\"path\":\"/auth/token\",\"ip\":\"127.0.0.1\",\"level\":98,"
            + "\"timestamp\":0}",
        "{\"event\":\"auth.login.revoke\",\"user\":{\"username\":\"ann\",\"permissions\":\"*\"},"
            + "\"path\":\"/auth/revoke\",\"ip\":\"192.0.2.7\",\"level\":98,\"timestamp\":0}");
    assertThat(String.join("", lines)).doesNotContain(token);
  }

  @Test
  void deploys_with_their_revision_and_those_that_fail() {
    loginUnnoticed();
    ask("POST", "/flows", "[]", "Node-RED-Deployment-Type", "nodes");
    ask(
        "POST",
        "/flows?access_token=x",
        "{\"flows\":[],\"rev\":\"1\"}",
        "Node-RED-API-Version",
        "v2");
    ask("PUT", "/flow/none", "{\"nodes\":[]}");

    String by = "\"user\":{\"username\":\"ann\",\"permissions\":\"*\"},";
    String end = "\"ip\":\"127.0.0.1\",\"level\":98,\"timestamp\":0}";
    assertSaid(
        "{\"event\":\"flows.set\",\"type\":\"nodes\",\"revision\":\"REV\","
            + by
            + "\"path\":\"/flows\","
            + end,
        "{\"event\":\"flows.set\",\"type\":\"full\",\"error\":\"version_mismatch\","
            + by
            + "\"path\":\"/flows\","
            + end,
        "{\"event\":\"flow.update\",\"id\":\"none\",\"error\":\"not_found\","
            + by
            + "\"path\":\"/flow/none\","
            + end);
  }

  @Test
  void node_sets_and_what_is_not_allowed() {
    loginUnnoticed();
    ask("PUT", "/nodes/node-red/inject", "{\"enabled\":false}");
    login("reader", PASSWORD);
    ask("POST", "/flows", "[]");

    String end = "\"ip\":\"127.0.0.1\",\"level\":98,\"timestamp\":0}";
    assertSaid(
        "{\"event\":\"nodes.info.set\",\"id\":\"node-red/inject\",\"enabled\":false,"
            + "\"user\":{\"username\":\"ann\",\"permissions\":\"*\"},"
            + "\"path\":\"/nodes/node-red/inject\","
            + end,
        "{\"event\":\"auth.login\",\"username\":\"reader\",\"client\":\"node-red-admin\","
            + "\"scope\":\"read\",\"path\":\"/auth/token\","
            + end,
        "{\"event\":\"permission.fail\",\"permissions\":\"flows.write\",\"error\":\"status_401\","
            + "\"user\":{\"username\":\"reader\",\"permissions\":\"read\"},\"path\":\"/flows\","
            + end);
  }
}
