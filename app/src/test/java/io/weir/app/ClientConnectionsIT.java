package io.weir.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.broker.testing.Mosquitto;
import io.weir.broker.testing.OpenSsl;
import io.weir.broker.testing.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ways by which {@code weir pub} and {@code weir sub} reach a broker. */
class ClientConnectionsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void stop() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  private Mosquitto mosquitto(String... options) {
    Mosquitto broker = new Mosquitto(folder, options);
    open.add(broker);
    return broker;
  }

  private ClientRun run(String command, String words) throws IOException, InterruptedException {
    ClientRun run = ClientRun.start(folder, command, Arrays.asList(words.split(" "))).endInput();
    open.add(run);
    assertThat(run.exitCode()).as("%s %s: %s", command, words, run.errors()).isZero();
    return run;
  }

  @Test
  void a_unix_domain_socket_leads_to_a_broker_too() throws Exception {
    mosquitto("allow_anonymous true", "listener 0 DIR/broker.sock");

    run("weir pub", "--unix broker.sock -t t/x -m hello -r -q 1");

    assertThat(run("weir sub", "--unix broker.sock -t t/x -C 1 -W 30").text()).isEqualTo("hello\n");
  }

  @ParameterizedTest
  @CsvSource({"31, p1", "311, p2", "5, p5"})
  void each_version_is_spoken_as_such(String version, String logged) throws Exception {
    Mosquitto broker = mosquitto("allow_anonymous true", "allow_zero_length_clientid false");
    String id = version.equals("5") ? " -i five" : "";

    run("weir pub", "-p " + broker.port() + " -V " + version + id + " -t t/x -m 1 -r -q 2");
    ClientRun sub =
        run("weir sub", "-p " + broker.port() + " -V " + version + id + " -t t/x -C 1 -q 2");

    assertThat(sub.text()).isEqualTo("1\n");
    assertThat(broker.log()).contains("(" + logged + ", c1, k60)");
  }

  /** Openssl's server tells what it is asked for; it knows no MQTT, so nothing comes of it. */
  @Test
  void a_protocol_is_asked_for_in_the_handshake() throws Exception {
    OpenSsl openSsl = new OpenSsl(folder);
    openSsl.authority();
    openSsl.certificate("server", "DNS:localhost,IP:127.0.0.1");
    int port = Programs.freePort();
    Path said = folder.resolve("server.log");
    Process server =
        new ProcessBuilder(
                ("/usr/bin/openssl s_server -accept " + port + " -alpn mqtt")
                    .concat(" -cert server.crt -key server.key")
                    .split(" "))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    open.add(server::destroyForcibly);
    await().atMost(PATIENCE).until(() -> Programs.isListening(port));

    ClientRun pub =
        ClientRun.start(
            folder,
            "weir pub",
            Arrays.asList(
                ("-p " + port + " --cafile ca.crt --tls-alpn mqtt -t t -m x").split(" ")));
    open.add(pub);
    await()
        .atMost(PATIENCE)
        .until(() -> Files.readString(said, StandardCharsets.ISO_8859_1).contains("ALPN"));

    assertThat(Files.readString(said, StandardCharsets.ISO_8859_1))
        .contains("ALPN protocols selected: mqtt");
  }

  @Test
  void a_connection_comes_from_the_address_that_is_asked_for() throws Exception {
    Mosquitto broker = mosquitto("allow_anonymous true");

    run("weir pub", "-p " + broker.port() + " -h 127.0.0.1 -A 127.0.0.7 -t t -m x");

    assertThat(broker.log()).contains("from 127.0.0.7:");
  }
}
