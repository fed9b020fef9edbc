package io.weir.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.weir.app.RunningWeir;
import io.weir.broker.ListenerAddress;
import io.weir.broker.testing.Mosquitto;
import io.weir.broker.testing.OpenSsl;
import io.weir.broker.testing.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Listeners with TLS and bridges out of weir.yaml, with Mosquitto's clients and broker. */
class MqttListenersTest {
  private static final Path PUB = Path.of("/usr/bin/mosquitto_pub");
  private static final Path SUB = Path.of("/usr/bin/mosquitto_sub");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private Path userDir;
  private RunningWeir weir;

  @BeforeEach
  void makeFiles() throws Exception {
    Programs.assumeInstalled(PUB);
    userDir = Files.createDirectory(folder.resolve("user"));
    OpenSsl openSsl = new OpenSsl(userDir);
    openSsl.authority();
    openSsl.certificate("server", "DNS:localhost,IP:127.0.0.1");
    openSsl.certificate("second", "DNS:localhost,IP:127.0.0.1");
    openSsl.certificate("ann", "DNS:ann");
  }

  @AfterEach
  void stop() {
    if (weir != null) {
      weir.close();
    }
  }

  private void start(String yaml) throws Exception {
    weir = RunningWeir.start(userDir, yaml);
  }

  private int port(int listener) {
    return weir.weir().mqttAddresses().get(listener).port();
  }

  private Process run(Path program, int port, String... options) throws Exception {
    List<String> command =
        new ArrayList<>(List.of(program.toString(), "-h", "localhost", "-p", "" + port));
    command.addAll(List.of(options));
    return new ProcessBuilder(command)
        .directory(userDir.toFile())
        .redirectErrorStream(true)
        .redirectOutput(userDir.resolve("client.log").toFile())
        .start();
  }

  private int publish(int port, String... options) throws Exception {
    return publishTo("t", port, options);
  }

  private int publishTo(String topic, int port, String... options) throws Exception {
    List<String> all = new ArrayList<>(List.of("-t", topic, "-m", "m", "-q", "1"));
    all.addAll(List.of(options));
    Process process = run(PUB, port, all.toArray(new String[0]));
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  @Test
  void listeners_with_tls_and_over_web_sockets_stand_beside_the_usual_one() throws Exception {
    start(
        """
        mqtt:
          listeners:
            - { port: 0, tls: { keyFile: server.key, certFile: server.crt } }
            - { port: 0, webSocket: true, tls: { keyFile: server.key, certFile: server.crt } }
            - { port: 0, webSocket: { origins: [http://a.example] } }
        """);

    assertThat(weir.weir().mqttAddresses())
        .extracting(ListenerAddress::transport)
        .containsExactly("tcp", "tls", "wss", "ws");
    assertThat(publish(port(1), "--cafile", "ca.crt")).isZero();
    assertThat(publish(port(1), "--cafile", "ann.crt")).isNotZero();
    assertThat(publish(port(0))).isZero();
  }

  @Test
  void a_certificate_may_be_the_login() throws Exception {
    Files.writeString(userDir.resolve("rules"), "user ann\ntopic readwrite t\n");
    start(
        """
        mqtt:
          allowAnonymous: false
          aclFile: rules
          listeners:
            - port: 0
              userNameFrom: common_name
              tls: { keyFile: server.key, certFile: server.crt, caFile: ca.crt, requireCertificate: true }
        """);

    assertThat(
            publish(
                port(1), "--cafile", "ca.crt", "--cert", "ann.crt", "--key", "ann.key", "-V", "5"))
        .isZero();
    assertThat(publish(port(1), "--cafile", "ca.crt")).isNotZero();
    assertThat(publish(port(0))).isNotZero();
  }

  @Test
  void a_certificate_that_is_renewed_is_taken_up() throws Exception {
    OpenSsl other = new OpenSsl(Files.createDirectory(userDir.resolve("other")));
    other.authority();
    other.certificate("renewed", "DNS:localhost");
    start("mqtt: { listeners: [{ port: 0, tls: { keyFile: server.key, certFile: server.crt } }] }");
    assertThat(publish(port(1), "--cafile", "ca.crt")).isZero();

    for (String end : List.of(".crt", ".key")) {
      Files.move(
          userDir.resolve("other/renewed" + end),
          userDir.resolve("server" + end),
          StandardCopyOption.REPLACE_EXISTING);
    }

    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(publish(port(1), "--cafile", "other/ca.crt")).isZero());
  }

  @Test
  void a_bridge_carries_messages_to_another_broker_and_back() throws Exception {
    Path theirs = Files.createDirectory(folder.resolve("theirs"));
    try (Mosquitto other = new Mosquitto(theirs, "allow_anonymous true")) {
      start(
          """
          mqtt:
            bridges:
              - name: cloud
                address: 127.0.0.1:%d
                topics:
                  - { topic: "sensors/#", qos: 1, remotePrefix: garden/ }
                  - { topic: "commands/#", direction: in, qos: 1, remotePrefix: garden/ }
          """
              .formatted(other.port()));
      Process there = run(SUB, other.port(), "-t", "garden/sensors/#", "-v", "-C", "1", "-q", "1");
      await()
          .atMost(PATIENCE)
          .until(() -> other.log().contains("SUBSCRIBE") && other.log().contains(".cloud"));

      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(publishTo("sensors/temp", port(0))).isZero();
                assertThat(there.waitFor(1, TimeUnit.SECONDS)).isTrue();
              });
      Process here = run(SUB, port(0), "-t", "commands/#", "-C", "1", "-q", "1");
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(publishTo("garden/commands/light", other.port())).isZero();
                assertThat(here.waitFor(1, TimeUnit.SECONDS)).isTrue();
              });
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{listeners: [{tls: {keyFile: server.key}}]}|mqtt.listeners[0].tls.certFile is missing",
        "{listeners: [{tls: {keyFile: no.key, certFile: server.crt}}]}|no.key, which can't be read",
        "{listeners: [{userNameFrom: subject}]}|userNameFrom needs tls.requireCertificate: true",
        "{listeners: [{port: 70000}]}|must be 0 to 65535 but is 70000",
        "{listeners: [{prot: 1}]}|did you mean mqtt.listeners[0].port?",
        "{listeners: [{maxQos: 3}]}|must be 0, 1 or 2 but is 3",
        "{bridges: [{name: a}]}|mqtt.bridges[0].address is missing",
        "{bridges: [{name: a, address: b}]}|mqtt.bridges[0].topics is missing",
        "{bridges: [{name: a, address: 'b:c'}]}|must be a host or host:port but is b:c",
        "{bridges: [{name: a, address: b, topics: [{topic: 'x/#/y'}]}]}|which is no topic filter",
        "{bridges: [{name: a, address: b, topics: [{topic: x}], password: p}]}|userName is missing",
        "{bridges: [{name: a, address: b, topics: [{topic: x}], version: 4}]}|must be 3.1, 3.1.1 or 5",
        "{bridges: [{name: a, address: b, topics: [{topic: x}]}, {name: a, address: b, topics: [{topic: x}]}]}|is that of another bridge: a",
        "{webSocket: {path: mqtt}}|mqtt.webSocket.path must be a plain path"
      })
  void what_can_not_be_right_is_named(String mqtt, String says) {
    assertThatThrownBy(() -> start("mqtt: " + mqtt)).hasMessageContaining(says);
  }
}
