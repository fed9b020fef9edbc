package io.weir.broker.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A mosquitto process on a free port, which can be stopped, killed and started again. */
final class Mosquitto implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/sbin/mosquitto");

  private final Path folder;
  private final int port;
  private final List<String> options;
  private Process process;

  /**
   * Starts one.
   *
   * @param folder where its files go; options may call it DIR
   */
  Mosquitto(Path folder, String... options) {
    assumeInstalled(PROGRAM);
    this.folder = folder;
    this.options = List.of(options);
    this.port = freePort();
    start();
  }

  /** Skips the test where a program is missing, and says so; in CI it must be there. */
  static void assumeInstalled(Path program) {
    boolean isThere = Files.isExecutable(program);
    if (!isThere) {
      assertThat(System.getenv("CI")).as("CI needs " + program).isNotEqualTo("true");
      System.out.println("skipped: there is no " + program);
    }
    assumeTrue(isThere);
  }

  static int freePort() {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  int port() {
    return port;
  }

  void start() {
    try {
      Path config = folder.resolve("mosquitto.conf");
      String text =
          // Started by root it would become another user, who can't read the test's files.
          "user "
              + System.getProperty("user.name")
              + "\nper_listener_settings false\nlistener "
              + port
              + " 127.0.0.1\n"
              + String.join("\n", options).replace("DIR", folder.toString())
              + "\n";
      Files.writeString(config, text);
      process =
          new ProcessBuilder(PROGRAM.toString(), "-v", "-c", config.toString())
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(
                  ProcessBuilder.Redirect.appendTo(folder.resolve("mosquitto.log").toFile()))
              .start();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    await().atMost(BridgedBroker.PATIENCE).until(() -> isListening() || !process.isAlive());
    assertThat(process.isAlive()).as("mosquitto runs: %s", log()).isTrue();
  }

  /** What it has said so far. */
  String log() {
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

  /** Makes it read its files again. */
  void reload() {
    try {
      Process kill = new ProcessBuilder("kill", "-HUP", Long.toString(process.pid())).start();
      assertThat(kill.waitFor()).isZero();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Ends it in order, and waits until it is gone. */
  void stop() {
    process.destroy();
    awaitEnd();
  }

  /** Ends it as {@code kill -9} does. */
  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  private void awaitEnd() {
    try {
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    stop();
  }
}
