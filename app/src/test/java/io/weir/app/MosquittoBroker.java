package io.weir.app;

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

/** A mosquitto process on a free port of this machine. */
final class MosquittoBroker implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/sbin/mosquitto");

  private final Path config;
  private final int port;
  private Process process;

  /**
   * Starts one.
   *
   * @param options further lines of its configuration
   */
  MosquittoBroker(Path folder, String options) throws IOException {
    ClientRun.requireInstalled(PROGRAM);
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    config = folder.resolve("mosquitto-" + port + ".conf");
    String user = System.getProperty("user.name");
    Files.writeString(
        config, "user " + user + "\nlistener " + port + " 127.0.0.1\n" + options + "\n");
    start();
  }

  /** Starts it, on the same port as before. */
  void start() throws IOException {
    process =
        new ProcessBuilder(PROGRAM.toString(), "-c", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(Path.of(config + ".log").toFile())
            .start();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              assertThat(process.isAlive()).as("mosquitto runs").isTrue();
              try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
                return true;
              } catch (IOException e) {
                return false;
              }
            });
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
