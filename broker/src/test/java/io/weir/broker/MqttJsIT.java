package io.weir.broker;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.weir.broker.testing.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MQTT.js, the client of browsers and of Node-RED, over TCP and over WebSockets. */
@Timeout(value = 300, unit = SECONDS)
class MqttJsIT {
  private static final Path SOURCES = Path.of("src/test/js");
  private static final Path INSTALLED = Path.of("target/mqtt-js");

  private final Vertx vertx = Vertx.vertx();
  private Broker broker;

  @AfterEach
  void close() throws Exception {
    if (broker != null) {
      broker.stop().toCompletionStage().toCompletableFuture().get(30, SECONDS);
    }
    vertx.close().toCompletionStage().toCompletableFuture().get(30, SECONDS);
  }

  private int starts(Listener listener) throws Exception {
    broker = new Broker(vertx, BrokerConfig.localOnly().withListeners(List.of(listener)));
    broker.start().toCompletionStage().toCompletableFuture().get(30, SECONDS);
    return broker.addresses().get(0).port();
  }

  private static void install() throws Exception {
    Programs.assumeOnPath("npm");
    Programs.assumeOnPath("node");
    Files.createDirectories(INSTALLED);
    for (String file : List.of("package.json", "clients.js")) {
      Files.copy(
          SOURCES.resolve(file), INSTALLED.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    String version = "\"version\": \"5.16.0\"";
    Path present = INSTALLED.resolve("node_modules/mqtt/package.json");
    if (!Files.exists(present) || !Files.readString(present).contains(version)) {
      runs(List.of("npm", "install", "--no-audit", "--no-fund", "--no-package-lock"));
    }
  }

  private static String runs(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(INSTALLED.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(String.join(" ", command) + "\n" + output).isZero();
    return output;
  }

  @ParameterizedTest
  @ValueSource(strings = {"mqtt", "ws"})
  void mqtt_js_finds_what_it_expects(String scheme) throws Exception {
    install();
    Listener tcp = Listener.tcp("127.0.0.1", 0);
    int port = starts(scheme.equals("ws") ? tcp.withWebSocket(Listener.WebSocket.DEFAULT) : tcp);

    assertThat(runs(List.of("node", "clients.js", scheme + "://127.0.0.1:" + port + "/mqtt")))
        .contains(
            "MQTT 3.1.1 over " + scheme + ": as expected",
            "MQTT 5 over " + scheme + ": as expected",
            "properties of MQTT 5: as expected");
  }
}
