package io.weir.broker.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionTimeoutException;

/** A mosquitto process on a free port, which can be stopped, killed and started again. */
public final class Mosquitto implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/sbin/mosquitto");
  // Port 0 stands for a Unix domain socket.
  private static final Pattern LISTENER = Pattern.compile("listener ([1-9]\\d*)( .*)?");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path folder;
  private final int port;
  private final int otherPort;
  private List<String> options;
  private Process process;

  /**
   * Starts one.
   *
   * @param folder where its files go; options may call it DIR
   * @param options further lines of its configuration, from the listener on
   */
  public Mosquitto(Path folder, String... options) {
    Programs.assumeInstalled(PROGRAM);
    this.folder = folder;
    this.options = List.of(options);
    this.port = Programs.freePort();
    this.otherPort = Programs.freePort();
    start();
  }

  /** The port that it listens on. */
  public int port() {
    return port;
  }

  /** Starts it, on the same port as before. */
  public void start() {
    try {
      process =
          new ProcessBuilder(PROGRAM.toString(), "-v", "-c", write().toString())
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(
                  ProcessBuilder.Redirect.appendTo(folder.resolve("mosquitto.log").toFile()))
              .start();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    try {
      await().atMost(PATIENCE).until(() -> isListening() || !process.isAlive());
    } catch (ConditionTimeoutException notListening) {
      // Nobody has it yet to close it.
      process.destroyForcibly();
      throw notListening;
    }
    assertThat(process.isAlive()).as("mosquitto runs: %s", log()).isTrue();
  }

  /** Whether all its listeners are open: it opens them one after the other. */
  private boolean isListening() {
    return Programs.isListening(port)
        && options.stream()
            .map(LISTENER::matcher)
            .filter(Matcher::matches)
            .allMatch(listener -> Programs.isListening(Integer.parseInt(listener.group(1))));
  }

  private Path write() {
    try {
      Path config = folder.resolve("mosquitto.conf");
      String text =
          // Started by root it would become another user, who can't read the test's files.
          "user "
              + System.getProperty("user.name")
              // Mosquitto 2.0 doesn't start with a listener for WebSockets alone.
              + "\nlistener "
              + otherPort
              + " 127.0.0.1\nlistener "
              + port
              + " 127.0.0.1\n"
              + String.join("\n", options).replace("DIR", folder.toString())
              + "\n";
      return Files.writeString(config, text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** What it has said so far. */
  public String log() {
    try {
      return Files.readString(folder.resolve("mosquitto.log"));
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** Gives it other lines, and waits until it has read them. */
  public void reload(String... lines) {
    options = List.of(lines);
    write();
    int before = reloads();
    reload();
    await().atMost(PATIENCE).until(() -> reloads() > before);
  }

  private int reloads() {
    return log().split("Reloading config", -1).length;
  }

  /** Makes it read its files again. */
  public void reload() {
    try {
      Process kill = new ProcessBuilder("kill", "-HUP", Long.toString(process.pid())).start();
      assertThat(kill.waitFor()).isZero();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Ends it in order, and waits until it is gone. */
  public void stop() {
    process.destroy();
    awaitEnd();
  }

  /** Ends it as {@code kill -9} does. */
  public void kill() {
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
