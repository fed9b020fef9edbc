package io.weir.broker.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.weir.broker.Broker;
import io.weir.broker.BrokerConfig;
import io.weir.broker.BrokerConfig.Persistence;
import io.weir.broker.LocalClient;
import io.weir.broker.LocalClientOptions;
import io.weir.broker.config.MosquittoConf;
import io.weir.broker.packet.Publication;
import io.weir.broker.packet.Qos;
import io.weir.broker.packet.ReasonCode;
import io.weir.broker.testing.Programs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process that holds a bridge is killed while messages of QoS 2 cross in both directions. */
class BridgeKillIT {
  private static final int MESSAGES = 600;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  private Process process;

  @AfterEach
  void kill() throws InterruptedException {
    if (process != null) {
      process.destroyForcibly();
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** One bridge passes messages on and takes some in; the other sends those back. */
  private Path configuration(int port) throws IOException {
    String text =
        """
        connection first
        address 127.0.0.1:PORT
        restart_timeout 1
        clientid first
        topic out/# out 2
        topic in/# in 2
        connection second
        address 127.0.0.1:PORT
        restart_timeout 1
        clientid second
        notifications false
        topic # out 2 in/ echo/
        """;
    return Files.writeString(
        folder.resolve(port + ".conf"), text.replace("PORT", Integer.toString(port)));
  }

  private void start(Path conf, int toPublish) throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                folder.resolve("store").toString(),
                conf.toString(),
                Integer.toString(toPublish))
            .redirectError(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
            .start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    assertThat(out.readLine())
        .as("what the broker said; it complained: %s", Files.readString(folder.resolve("log")))
        .isEqualTo("ready");
  }

  @Test
  void nothing_is_lost_or_doubled() throws Exception {
    try (BridgedBroker there = new BridgedBroker(folder, 0);
        UnsteadyNetwork network = new UnsteadyNetwork(there.port())) {
      network.slowDown(3);
      there.subscribe("out/#");
      there.subscribe("echo/#");
      there.subscribe("$SYS/broker/connection/first/state");
      Path conf = configuration(network.port());
      start(conf, 0);
      there.awaitReceived("$SYS/broker/connection/first/state 1 1r");
      kill();
      for (int i = 0; i < MESSAGES; i++) {
        there.publish("in/" + i, "x", 2);
      }
      start(configuration(Programs.freePort()), MESSAGES);
      kill();

      int next = MESSAGES / 5;
      while (messages(there).size() < 2 * MESSAGES) {
        start(conf, 0);
        int goal = Math.min(next, 2 * MESSAGES);
        await().atMost(PATIENCE).until(() -> messages(there).size() >= goal);
        kill();
        next = messages(there).size() + MESSAGES / 5;
      }
      // Whatever is to come a second time comes now, before this.
      start(conf, 1);
      there.awaitReceived("out/last x 2");

      assertThat(messages(there)).doesNotHaveDuplicates().hasSize(2 * MESSAGES + 1);
    }
  }

  private static List<String> messages(BridgedBroker there) {
    return there.received().stream().filter(message -> !message.startsWith("$")).toList();
  }

  /** What the process runs: a broker with bridges, which publishes a number of messages first. */
  static final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
      BrokerConfig config =
          BrokerConfig.localOnly()
              .withPersistence(new Persistence(Path.of(arguments[0]), Persistence.Sync.PROCESS));
      Broker broker = new Broker(Vertx.vertx(), config);
      broker.start().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
      broker.runBridges(MosquittoConf.read(Path.of(arguments[1]), List.of()).bridges());
      LocalClient client = broker.connect(LocalClientOptions.clean("publisher"));
      List<Future<ReasonCode>> published = new ArrayList<>();
      int count = Integer.parseInt(arguments[2]);
      for (int i = 0; i < count; i++) {
        String topic = count == 1 ? "out/last" : "out/" + i;
        published.add(client.publish(Publication.of(topic, "x", Qos.EXACTLY_ONCE, false)));
      }
      Future.all(published).toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
      System.out.println("ready");
    }
  }
}
