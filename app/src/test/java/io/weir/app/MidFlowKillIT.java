package io.weir.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.broker.testing.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A message that was acknowledged to its sender reaches the end of its flow, although the program
 * was killed while the flow was at it.
 */
class MidFlowKillIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MESSAGES = 20;

  /** Holds messages without being done with them as long as the configuration says so. */
  private static final String FLOWS =
      """
      [{"id":"t","type":"tab"},
       {"id":"b","type":"mqtt-broker","broker":"localhost","port":"PORT","clientid":"the-flow",
        "protocolVersion":"4","cleansession":false,"keepalive":"60"},
       {"id":"in","type":"mqtt in","z":"t","topic":"in/#","qos":"1","datatype":"utf8","broker":"b",
        "inputs":0,"x":1,"y":1,"wires":[["f"]]},
       {"id":"f","type":"function","z":"t","outputs":2,"x":1,"y":1,"wires":[["out"],[]],
        "func":"node.send([null, {payload: 'in hand'}]); \
      if (!global.get('hold')) { msg.topic = 'out'; node.send(msg); node.done(); }"},
       {"id":"out","type":"mqtt out","z":"t","topic":"","qos":"1","broker":"b","x":1,"y":1,
        "wires":[]}]
      """;

  @TempDir private Path folder;

  private final Set<String> arrived = new ConcurrentSkipListSet<>();
  private final int port = Programs.freePort();

  private Program start(boolean holds) throws IOException {
    Path userDir = Files.createDirectories(folder.resolve("user"));
    Files.writeString(userDir.resolve("flows.json"), FLOWS.replace("PORT", "" + port));
    Files.writeString(
        userDir.resolve("weir.yaml"), "functions:\n  globalContext:\n    hold: " + holds + "\n");
    return Program.start(userDir, "--mqtt-port", "" + port);
  }

  private MqttClient client(String id, boolean isClean) throws Exception {
    MqttClient client = new MqttClient("tcp://127.0.0.1:" + port, id, new MemoryPersistence());
    client.setTimeToWait(PATIENCE.toMillis());
    MqttConnectOptions options = new MqttConnectOptions();
    options.setCleanSession(isClean);
    client.connect(options);
    return client;
  }

  private static void leave(MqttClient client) throws Exception {
    client.disconnectForcibly(0, 100);
    client.close();
  }

  @Test
  void what_the_flow_had_in_hand_comes_again() throws Exception {
    try (Program first = start(true)) {
      MqttClient receiver = client("receiver", false);
      receiver.subscribe("out", 1);
      MqttClient sender = client("sender", true);
      for (int i = 0; i < MESSAGES; i++) {
        // Returns when it is acknowledged.
        sender.publish("in/sensor", ("m" + i).getBytes(StandardCharsets.UTF_8), 1, false);
      }
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(first.ask("GET", "/weir/wires/f/1", "").body())
                      .contains("\"count\":" + MESSAGES + ","));

      first.kill();

      leave(sender);
      leave(receiver);
    }

    try (Program second = start(false)) {
      assertThat(second.isAlive()).isTrue();
      MqttClient receiver = client("receiver", false);
      receiver.subscribe("out", 1, (topic, message) -> arrived.add(message.toString()));

      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(arrived)
                      .containsExactlyInAnyOrderElementsOf(
                          IntStream.range(0, MESSAGES)
                              .mapToObj(i -> "m" + i)
                              .collect(Collectors.toSet())));
      leave(receiver);
    }
  }
}
