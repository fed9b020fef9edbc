package io.weir.broker.durability;

import io.vertx.core.Vertx;
import io.weir.broker.Broker;
import io.weir.broker.BrokerConfig;
import io.weir.broker.BrokerConfig.Persistence;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** A broker in a process of its own, which can be killed. */
final class BrokerProcess {
  private final Process process;
  private final int port;

  private BrokerProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts one over a directory and waits until it listens. */
  static BrokerProcess start(Path directory, Path log) throws IOException {
    return start(List.of(), directory, log);
  }

  /**
   * The same by a command that is given the broker's as its last arguments, and becomes it.
   *
   * @throws IOException if the broker doesn't start; the log says why
   */
  static BrokerProcess start(List<String> by, Path directory, Path log) throws IOException {
    List<String> command = new ArrayList<>(by);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            directory.toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    if (line == null) {
      process.destroyForcibly();
      throw new IOException("the broker did not start; see " + log);
    }
    return new BrokerProcess(process, Integer.parseInt(line));
  }

  int port() {
    return port;
  }

  /** Ends it as {@code kill -9} does, and waits until it is gone. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the process " + process.pid() + " can't be killed");
    }
  }

  /** What the process runs. */
  static final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
      BrokerConfig config =
          BrokerConfig.listeningOn("127.0.0.1", 0)
              .withPersistence(new Persistence(Path.of(arguments[0]), Persistence.Sync.PROCESS));
      Broker broker = new Broker(Vertx.vertx(), config);
      broker.onEvent(event -> System.err.println(event));
      try {
        broker.start().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
      } catch (ExecutionException failure) {
        System.err.println(failure.getCause());
        System.exit(1);
      }
      System.out.println(broker.addresses().get(0).port());
    }
  }
}
