package io.weir.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The built program as a process of its own, as a user starts it. */
final class Program implements AutoCloseable {
  private static final Path JAR = Path.of("target/weir.jar").toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final Process process;
  private final Path output;

  private Program(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Starts the program with arguments, as the script does; it need not come up. */
  static Program launch(Path folder, String... arguments) throws IOException {
    return launch(Map.of("_JAVA_SR_SIGNUM", "50"), folder, arguments);
  }

  /** The same with environment variables. */
  static Program launch(Map<String, String> environment, Path folder, String... arguments)
      throws IOException {
    Path output = Files.createTempFile(folder, "output", ".log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-jar");
    command.add(JAR.toString());
    command.addAll(List.of(arguments));
    ProcessBuilder program =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    program.environment().putAll(environment);
    return new Program(program.start(), output);
  }

  /** Starts the program on free ports with a user directory, and waits until it is ready. */
  static Program start(Path userDir, String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("run", "-u", userDir.toString(), "-p", "0", "--mqtt-port", "0"));
    arguments.addAll(List.of(more));
    Program program =
        launch(userDir.toAbsolutePath().getParent(), arguments.toArray(new String[0]));
    program.awaitReady();
    return program;
  }

  /** Waits until it is ready. */
  void awaitReady() {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              if (!process.isAlive()) {
                throw new AssertionError("the program ended: " + output());
              }
              return output().contains("is running") && output().contains("  flows ");
            });
  }

  String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits for the end; the exit code. */
  int exitCode() throws InterruptedException {
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .as("the program ends; it said: %s", output())
        .isTrue();
    return process.exitValue();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  int webPort() {
    return port("http://localhost:(\\d+)");
  }

  int mqttPort() {
    return port("mqtt://localhost:(\\d+)");
  }

  /** What the link to first-run set-up has behind the editor's address; empty if there is none. */
  String setUpFragment() {
    Matcher link = Pattern.compile("http://\\S+:\\d+/(#set-up=\\w+)").matcher(output());
    return link.find() ? link.group(1) : "";
  }

  private int port(String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(output());
    assertThat(found.find()).as("%s in: %s", pattern, output()).isTrue();
    return Integer.parseInt(found.group(1));
  }

  /** Asks the Admin API. */
  HttpResponse<String> ask(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + webPort() + path))
            .timeout(Duration.ofSeconds(20))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Has the JDK's tool for looking into programs do something to it; what that says. */
  String jcmd(String... what) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
    command.add(Long.toString(process.pid()));
    command.addAll(List.of(what));
    Process tool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(tool.waitFor()).as(said).isZero();
    return said;
  }

  /** Sends it a signal, such as HUP. */
  void signal(String name) throws IOException, InterruptedException {
    Process kill =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start();
    assertThat(kill.waitFor()).isZero();
  }

  /** Ends it as an init system does, and waits. */
  void terminate() throws InterruptedException {
    process.destroy();
    exitCode();
  }

  /** Ends it as {@code kill -9} does, and waits. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    exitCode();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(15, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
