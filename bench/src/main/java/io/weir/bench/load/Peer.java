package io.weir.bench.load;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A broker, or a broker with a flow engine, running as processes of its own. */
final class Peer implements AutoCloseable {
  private static final long CLOCK_TICKS_PER_SECOND = 100;
  private static final long START_SECONDS = 60;
  private static final String OUTPUT = "output.log";

  private final String name;
  private final int port;
  private final List<Process> processes = new ArrayList<>();

  private Peer(String name, int port) {
    this.name = name;
    this.port = port;
  }

  /**
   * Starts a peer on a free port and waits until it takes connections.
   *
   * @param root the repository's root
   */
  static Peer start(String name, Scenario scenario, Path root) throws Exception {
    int port = freePort();
    Peer peer = new Peer(name, port);
    Path folder = Files.createTempDirectory("weir-bench");
    try {
      switch (name) {
        case "weir" -> peer.startWeir(scenario, root, folder);
        case "mosquitto" -> peer.startMosquitto(scenario, folder);
        case "aedes" -> {
          peer.launch(folder, "node", root.resolve("bench/peers/aedes.js").toString(), "" + port);
          peer.awaitPort(port);
        }
        case "node-red" -> {
          peer.startMosquitto(scenario, folder);
          peer.startNodeRed(scenario, root, folder);
        }
        default -> throw new IllegalArgumentException("no peer is called " + name);
      }
      return peer;
    } catch (Exception e) {
      peer.close();
      throw e;
    }
  }

  /**
   * Starts a flow engine without a broker and waits until its flows run; {@link #port} is that of
   * its Admin API.
   *
   * @param folder its user directory
   * @param flows the flow file
   * @param root the repository's root
   */
  static Peer startEngine(String name, Path folder, Path flows, Path root) throws Exception {
    Peer peer = new Peer(name, freePort());
    List<String> command = new ArrayList<>();
    String isUp;
    switch (name) {
      case "weir" -> {
        command.addAll(weir(root));
        command.add("--no-broker");
        isUp = "is running";
      }
      case "node-red" -> {
        command.add("node");
        command.add(root.resolve("bench/peers/node_modules/node-red/red.js").toString());
        isUp = "Started flows";
      }
      default -> throw new IllegalArgumentException("no flow engine is called " + name);
    }
    command.addAll(List.of("-u", folder.toString(), "-p", "" + peer.port, flows.toString()));
    try {
      peer.launch(folder, command.toArray(new String[0]));
      peer.awaitOutput(folder, isUp);
      return peer;
    } catch (Exception e) {
      peer.close();
      throw e;
    }
  }

  private void awaitOutput(Path folder, String wanted) throws Exception {
    Path output = folder.resolve(OUTPUT);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (System.nanoTime() < end) {
      if (Files.exists(output) && Files.readString(output).contains(wanted)) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
    throw new IOException(name + " does not say \"" + wanted + "\"");
  }

  private static List<String> weir(Path root) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-Dpolyglotimpl.AttachLibraryFailureAction=ignore",
        "-Dpolyglot.engine.WarnInterpreterOnly=false",
        "-jar",
        root.resolve("app/target/weir.jar").toString());
  }

  private void startWeir(Scenario scenario, Path root, Path folder) throws Exception {
    List<String> command = new ArrayList<>(weir(root));
    if (scenario.throughFlow()) {
      Path flows = BenchFlow.write(scenario, port, folder);
      command.addAll(
          List.of(
              "run",
              "-u",
              folder.toString(),
              "-p",
              "0",
              "--mqtt-port",
              "" + port,
              flows.toString()));
    } else if (scenario.isKept()) {
      command.addAll(List.of("broker", "-c", mosquittoConf(scenario, folder).toString()));
    } else {
      command.addAll(List.of("broker", "-p", "" + port));
    }
    launch(folder, command.toArray(new String[0]));
    awaitPort(port);
    awaitFlow(scenario);
  }

  private void startMosquitto(Scenario scenario, Path folder) throws Exception {
    launch(folder, "/usr/sbin/mosquitto", "-c", mosquittoConf(scenario, folder).toString());
    awaitPort(port);
  }

  /** The same for every broker that reads it; keeping state as carefully as Mosquitto can. */
  private Path mosquittoConf(Scenario scenario, Path folder) throws IOException {
    String persistence =
        scenario.isKept()
            ? """
              persistence true
              persistence_location %s/
              autosave_interval 1
              autosave_on_changes true
              """
                .formatted(folder)
            : "persistence false\n";
    Path config = folder.resolve("mosquitto.conf");
    Files.writeString(
        config,
        """
        listener %d 127.0.0.1
        allow_anonymous true
        max_inflight_messages 20
        """
                .formatted(port)
            + persistence);
    return config;
  }

  private void startNodeRed(Scenario scenario, Path root, Path folder) throws Exception {
    Path flows = BenchFlow.write(scenario, port, folder);
    int editor = freePort();
    launch(
        folder,
        "node",
        root.resolve("bench/peers/node_modules/node-red/red.js").toString(),
        "-u",
        folder.toString(),
        "-p",
        "" + editor,
        flows.toString());
    awaitPort(editor);
    awaitFlow(scenario);
  }

  /** A flow is there when a message comes out of it. */
  private void awaitFlow(Scenario scenario) throws Exception {
    if (!scenario.throughFlow()) {
      return;
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    Scenario probe = new Scenario("probe", 1, 1, 0, 1, 0, 5, true, false);
    while (System.nanoTime() < end) {
      LoadClient client = new LoadClient(probe, port);
      LoadClient.Outcome outcome = client.run(0, 0.5, () -> 0);
      client.close();
      if (outcome.messages() > 0) {
        return;
      }
    }
    throw new IOException("no message comes out of the flow of " + name);
  }

  private void launch(Path folder, String... command) throws IOException {
    processes.add(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(folder.toFile(), OUTPUT)))
            .start());
  }

  private void awaitPort(int wanted) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (System.nanoTime() < end) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), 1_000);
        return;
      } catch (IOException notYet) {
        if (processes.stream().anyMatch(process -> !process.isAlive())) {
          throw new IOException(name + " ended while starting", notYet);
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
    throw new IOException(name + " does not listen on " + wanted);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  int port() {
    return port;
  }

  /** The memory that is resident for its processes, in kB. */
  long residentKilobytes() throws IOException {
    long all = 0;
    for (Process process : processes) {
      for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
        if (line.startsWith("VmRSS:")) {
          all += Long.parseLong(line.replaceAll("\\D", ""));
        }
      }
    }
    return all;
  }

  /** The CPU time that all its processes have used, in user and kernel mode. */
  long cpuNanos() {
    long ticks = 0;
    for (Process process : processes) {
      try {
        String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        // The command's name is in brackets and may hold blanks.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
      } catch (IOException e) {
        throw new IllegalStateException(name + " has ended", e);
      }
    }
    return ticks * (1_000_000_000L / CLOCK_TICKS_PER_SECOND);
  }

  @Override
  public void close() {
    for (Process process : processes) {
      process.destroy();
    }
    for (Process process : processes) {
      try {
        if (!process.waitFor(15, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }
}
