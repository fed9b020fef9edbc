package io.weir.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.broker.testing.Mosquitto;
import io.weir.broker.testing.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the log of {@code weir broker} goes, and what signals add to it. */
class BrokerLogIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;

  private final List<MqttClient> clients = new ArrayList<>();
  private AutoCloseable running;
  private int port;

  private Program start(String... lines) throws Exception {
    port = Programs.freePort();
    Path conf = folder.resolve("weir.conf");
    String text =
        "listener " + port + " 127.0.0.1\nallow_anonymous true\n" + String.join("\n", lines);
    Files.writeString(conf, text.replace("DIR", folder.toString()) + "\n");
    Program program = Program.launch(folder, "broker", "-c", conf.toString());
    running = program;
    await().atMost(PATIENCE).until(() -> Programs.isListening(port));
    return program;
  }

  @AfterEach
  void stop() throws Exception {
    for (MqttClient client : clients) {
      if (client.isConnected()) {
        client.disconnectForcibly(0, 1_000);
      }
      client.close();
    }
    running.close();
  }

  private MqttClient connect(String id) throws MqttException {
    MqttClient client = new MqttClient("tcp://127.0.0.1:" + port, id, new MemoryPersistence());
    client.connect();
    clients.add(client);
    return client;
  }

  private String log() throws Exception {
    return Files.readString(folder.resolve("a.log"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"weir", "mosquitto"})
  void it_can_be_subscribed_to_and_goes_to_a_file_as_well(String broker) throws Exception {
    String[] lines = {
      "log_dest topic", "log_dest file DIR/a.log", "log_type notice", "log_type subscribe"
    };
    if (broker.equals("weir")) {
      start(lines);
    } else {
      Mosquitto mosquitto =
          new Mosquitto(
              folder,
              "allow_anonymous true",
              "log_dest topic",
              "log_dest file DIR/a.log",
              "log_type all");
      port = mosquitto.port();
      running = mosquitto;
    }
    List<String> seen = new CopyOnWriteArrayList<>();
    connect("reader")
        .subscribe(
            "$SYS/broker/log/#",
            1,
            (topic, message) -> seen.add(topic + " " + new String(message.getPayload(), UTF_8)));

    connect("other").subscribe("a/b", 1);

    String connected = "\\d{10}: New client connected from 127\\.0\\.0\\.1:\\d+ as other \\(.*";
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(seen)
                    .anyMatch(line -> line.matches("\\$SYS/broker/log/N " + connected))
                    .anyMatch(
                        line ->
                            line.matches("\\$SYS/broker/log/M/subscribe \\d{10}: other 1 a/b")));
    assertThat(log()).containsPattern("(?m)^" + connected + "$");
  }

  @Test
  void a_signal_saves_and_another_prints_who_has_subscribed() throws Exception {
    Program program =
        start("log_dest file DIR/a.log", "persistence true", "persistence_location DIR");
    connect("ann").subscribe(new String[] {"house/+", "$share/g/x"}, new int[] {1, 0});
    connect("bob").subscribe("house/+", 2);

    program.signal("USR2");
    await().atMost(PATIENCE).until(() -> log().contains("house/+"));
    program.signal("USR1");
    await().atMost(PATIENCE).until(() -> log().contains("Saving in-memory database to"));

    assertThat(log())
        .containsPattern("(?m)^\\d{10}:   \\$share/g/x \\(ann, 0\\)$")
        .containsPattern("(?m)^\\d{10}:   house/\\+ \\(ann, 1\\) \\(bob, 2\\)$");
    program.signal("TERM");
    assertThat(program.exitCode()).isZero();
    assertThat(log()).doesNotContain("Error");
  }
}
