package io.weir.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.broker.testing.Programs;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A client command as a process: {@code weir pub}, {@code weir sub} or one of mosquitto's. */
final class ClientRun implements AutoCloseable {
  private static final Path JAR = Path.of("target/weir.jar").toAbsolutePath();
  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final Path out;
  private final Path err;

  private ClientRun(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * Starts a command.
   *
   * @param folder where it runs
   * @param command {@code weir pub}, {@code weir sub}, {@code mosquitto_pub} or {@code
   *     mosquitto_sub}
   */
  static ClientRun start(Path folder, String command, List<String> arguments) throws IOException {
    return start(folder, command, arguments, Map.of());
  }

  /** As the shorter form, with variables of the environment. */
  static ClientRun start(
      Path folder, String command, List<String> arguments, Map<String, String> environment)
      throws IOException {
    List<String> words = new ArrayList<>();
    if (command.startsWith("weir ")) {
      words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      if (Runtime.version().feature() >= 24) {
        // As ./weir does: these warnings are the JDK's, not ours.
        words.add("--sun-misc-unsafe-memory-access=allow");
      }
      words.addAll(List.of("-XX:TieredStopAtLevel=1", "-jar", JAR.toString()));
      words.add(command.substring("weir ".length()));
    } else {
      Path program = Path.of("/usr/bin", command);
      Programs.assumeInstalled(program);
      words.add(program.toString());
    }
    words.addAll(arguments);
    Path out = Files.createTempFile(folder, "client", ".out");
    Path err = Files.createTempFile(folder, "client", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().putAll(environment);
    return new ClientRun(builder.start(), out, err);
  }

  /** Writes to its standard input. */
  void type(String text) throws IOException {
    OutputStream in = process.getOutputStream();
    in.write(text.getBytes(StandardCharsets.UTF_8));
    in.flush();
  }

  /** Ends its standard input. */
  ClientRun endInput() throws IOException {
    process.getOutputStream().close();
    return this;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for its end; the exit code. */
  int exitCode() throws InterruptedException {
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
        .as("it ends; it said: %s", errors())
        .isTrue();
    return process.exitValue();
  }

  /** Sends it a signal, such as INT. */
  void signal(String name) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  byte[] output() {
    return read(out);
  }

  String text() {
    return new String(output(), StandardCharsets.UTF_8);
  }

  String errors() {
    return new String(read(err), StandardCharsets.UTF_8);
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
