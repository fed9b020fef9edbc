package io.weir.nodes.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A mosquitto process for a test, on a free port. */
final class Mosquitto implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/sbin/mosquitto");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Path folder;
  private final int port;
  private final int otherPort;
  private final List<String> options;
  private Process process;

  /**
   * Starts one.
   *
   * @param folder where its configuration goes, and what that refers to is
   * @param options further lines of its configuration
   */
  Mosquitto(Path folder, String... options) {
    Programs.assumeInstalled(PROGRAM);
    this.folder = folder;
    this.options = List.of(options);
    port = freePort();
    otherPort = freePort();
    start();
  }

  private static int freePort() {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  int port() {
    return port;
  }

  /** Starts it on the same port as before. */
  void start() {
    Path config = folder.resolve("mosquitto.conf");
    try {
      Files.writeString(
          config,
          // Started by root it would become another user, who can't read the test's files.
          "user "
              + System.getProperty("user.name")
              + "\nlistener "
              + port
              + " 127.0.0.1\n"
              + String.join("\n", options)
              // Mosquitto 2.0 doesn't start with a listener for WebSockets alone.
              + "\nlistener "
              + otherPort
              + " 127.0.0.1\n");
      process =
          new ProcessBuilder(PROGRAM.toString(), "-c", config.toString())
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("mosquitto.log").toFile())
              .start();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    await().atMost(PATIENCE).until(() -> isListening() || !process.isAlive());
    assertThat(process.isAlive()).as("mosquitto runs: %s", log()).isTrue();
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("mosquitto.log"));
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private boolean isListening() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Stops it, and waits until it is gone. */
  void stop() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
