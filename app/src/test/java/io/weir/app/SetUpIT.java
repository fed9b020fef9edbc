package io.weir.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** First-run set-up of the whole program, with a client that is not ours. */
class SetUpIT {
  private static final String OWN_FILE =
      """
      # The greenhouse.
      mqtt:
        # the whole network
        host: 0.0.0.0
      flows: { file: garden.json } # not the usual name
      """;
  private static final String ADMIN =
      "\"admin\":{\"username\":\"admin\",\"password\":\"a good password\"}";
  private static final String DEVICE =
      "\"mqtt\":{\"username\":\"lamp\",\"password\":\"another one\"}";

  @TempDir private Path folder;
  private Path userDir;
  private Path yaml;
  private Program program;

  @BeforeEach
  void makeUserDir() throws Exception {
    userDir = Files.createDirectory(folder.resolve("user"));
    yaml = userDir.resolve("weir.yaml");
  }

  @AfterEach
  void end() {
    if (program != null) {
      program.close();
    }
  }

  private String token() {
    String fragment = program.setUpFragment();
    assertThat(fragment).as("a link in: %s", program.output()).startsWith("#set-up=");
    return fragment.substring("#set-up=".length());
  }

  private HttpResponse<String> finish(String token, String mqtt) throws Exception {
    return program.ask(
        "POST", "/auth/set-up", "{\"token\":\"" + token + "\"," + ADMIN + "," + mqtt + "}");
  }

  private int login(String password) throws Exception {
    return program
        .ask(
            "POST",
            "/auth/token",
            "{\"client_id\":\"node-red-editor\",\"grant_type\":\"password\",\"scope\":\"\","
                + "\"username\":\"admin\",\"password\":\""
                + password
                + "\"}")
        .statusCode();
  }

  /** Connects and says goodbye; fails with what CONNACK says. */
  private void connect(String user, String password) throws MqttException {
    MqttConnectOptions options = new MqttConnectOptions();
    options.setConnectionTimeout(10);
    if (user != null) {
      options.setUserName(user);
      options.setPassword(password.toCharArray());
    }
    try (MqttClient client =
        new MqttClient("tcp://127.0.0.1:" + program.mqttPort(), "it", new MemoryPersistence())) {
      client.connect(options);
      client.publish("lamp", "on".getBytes(StandardCharsets.UTF_8), 1, false);
      client.disconnect();
    }
  }

  private void expectRefused(String user, String password) {
    assertThatThrownBy(() -> connect(user, password))
        .isInstanceOfSatisfying(
            MqttException.class,
            why ->
                assertThat(why.getReasonCode())
                    .isEqualTo((int) MqttException.REASON_CODE_NOT_AUTHORIZED));
  }

  @Test
  void everybody_is_kept_out_until_the_link_was_used_and_then_those_who_were_named_get_in()
      throws Exception {
    Files.writeString(yaml, OWN_FILE);
    program = Program.start(userDir, "--host", "0.0.0.0");
    assertThat(program.output()).contains("It works once");
    expectRefused(null, "");
    expectRefused("lamp", "another one");
    assertThat(program.ask("GET", "/flows", "").statusCode()).isEqualTo(401);
    assertThat(login("a good password")).isEqualTo(401);
    assertThat(program.ask("GET", "/health/ready", "").statusCode()).isEqualTo(200);
    assertThat(finish("wrong", DEVICE).statusCode()).isEqualTo(403);
    assertThat(yaml).hasContent(OWN_FILE);

    assertThat(finish(token(), DEVICE).statusCode()).isEqualTo(200);

    connect("lamp", "another one");
    expectRefused("lamp", "wrong");
    expectRefused(null, "");
    assertThat(login("a good password")).isEqualTo(200);
    assertThat(program.ask("GET", "/flows", "").statusCode()).isEqualTo(401);
    assertThat(finish(token(), DEVICE).statusCode()).as("the second time").isEqualTo(404);
    String written = Files.readString(yaml);
    assertThat(written)
        .contains("# The greenhouse.", "# the whole network\n", "# not the usual name")
        .contains("username: admin", "lamp: $2b$", "host: 0.0.0.0")
        .doesNotContain("a good password", "another one");
    assertThat(program.output()).doesNotContain("a good password", "another one");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(yaml)))
        .isEqualTo("rw-------");

    program.terminate();
    program = Program.start(userDir, "--host", "0.0.0.0");
    assertThat(program.output()).doesNotContain("#set-up=");
    connect("lamp", "another one");
    expectRefused(null, "");
    assertThat(login("a good password")).isEqualTo(200);
  }

  @Test
  void anonymous_mqtt_is_a_choice_that_lasts() throws Exception {
    program = Program.start(userDir, "--mqtt-host", "0.0.0.0");
    expectRefused(null, "");

    assertThat(finish(token(), "\"mqtt\":{\"anonymous\":true}").statusCode()).isEqualTo(200);

    connect(null, "");
    assertThat(program.ask("GET", "/flows", "").statusCode()).isEqualTo(401);
    program.terminate();
    program = Program.start(userDir, "--mqtt-host", "0.0.0.0");
    assertThat(program.output()).doesNotContain("#set-up=");
    connect(null, "");
  }

  @Test
  void a_configuration_that_can_not_be_written_is_said_and_changes_nothing() throws Exception {
    program = Program.start(userDir, "--host", "0.0.0.0");
    Files.writeString(yaml, "web: { prot: 1 }\n");

    HttpResponse<String> refused = finish(token(), DEVICE);

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("did you mean web.port?");
    assertThat(yaml).hasContent("web: { prot: 1 }\n");
    expectRefused("lamp", "another one");
    Files.writeString(yaml, "");
    assertThat(finish(token(), DEVICE).statusCode()).isEqualTo(200);
    connect("lamp", "another one");
  }

  @Test
  void insecure_asks_nobody_and_loopback_needs_no_set_up() throws Exception {
    program = Program.start(userDir, "--host", "0.0.0.0", "--mqtt-host", "0.0.0.0", "--insecure");
    assertThat(program.output()).doesNotContain("#set-up=");
    connect(null, "");
    assertThat(program.ask("GET", "/flows", "").statusCode()).isEqualTo(200);
    program.terminate();

    program = Program.start(userDir);
    assertThat(program.output()).doesNotContain("#set-up=");
    connect(null, "");
    assertThat(program.ask("GET", "/flows", "").statusCode()).isEqualTo(200);
  }
}
