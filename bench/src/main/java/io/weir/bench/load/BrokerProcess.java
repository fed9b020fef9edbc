package io.weir.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A broker in a process of its own over a folder of its own, which can be killed and looked into.
 */
final class BrokerProcess implements AutoCloseable {
  private static final long CLOCK_TICKS_PER_SECOND = 100;
  private static final long START_SECONDS = 60;

  private final Process process;
  private final int port;
  private final Path output;
  private final double startSeconds;

  private BrokerProcess(Process process, int port, Path output, double startSeconds) {
    this.process = process;
    this.port = port;
    this.output = output;
    this.startSeconds = startSeconds;
  }

  /** The whole program, with what weir.yaml says. */
  static BrokerProcess weir(Path root, Path folder, String yaml, String... flags)
      throws IOException, InterruptedException {
    Files.writeString(folder.resolve("weir.yaml"), yaml);
    int port = freePort();
    List<String> command = java(root, flags);
    command.addAll(List.of("run", "-u", folder.toString(), "-p", "0", "--mqtt-port", "" + port));
    return start(command, port, folder);
  }

  /** The broker alone, with what mosquitto.conf says beside the listener. */
  static BrokerProcess weirBroker(Path root, Path folder, String conf, String... flags)
      throws IOException, InterruptedException {
    int port = freePort();
    List<String> command = java(root, flags);
    command.addAll(List.of("broker", "-c", conf(folder, port, conf)));
    return start(command, port, folder);
  }

  static BrokerProcess mosquitto(Path folder, String conf)
      throws IOException, InterruptedException {
    int port = freePort();
    return start(List.of("/usr/sbin/mosquitto", "-c", conf(folder, port, conf)), port, folder);
  }

  private static List<String> java(Path root, String... flags) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    command.add("-Dpolyglotimpl.AttachLibraryFailureAction=ignore");
    command.addAll(List.of(flags));
    command.addAll(List.of("-jar", root.resolve("app/target/weir.jar").toString()));
    return command;
  }

  private static String conf(Path folder, int port, String rest) throws IOException {
    Path file = folder.resolve("mosquitto.conf");
    Files.writeString(file, "listener " + port + " 127.0.0.1\nallow_anonymous true\n" + rest);
    return file.toString();
  }

  private static BrokerProcess start(List<String> command, int port, Path folder)
      throws IOException, InterruptedException {
    Path output = folder.resolve("output.log");
    long begin = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
            .start();
    while (!listens(port)) {
      if (!process.isAlive()
          || System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(START_SECONDS)) {
        process.destroyForcibly();
        throw new IOException("the broker did not start:\n" + Files.readString(output));
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
    return new BrokerProcess(process, port, output, (System.nanoTime() - begin) / 1e9);
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  int port() {
    return port;
  }

  /** From the start of the process until it took a connection. */
  double startSeconds() {
    return startSeconds;
  }

  String output() throws IOException {
    return Files.readString(output);
  }

  /**
   * The objects that live in its heap, after a collection, as jcmd's GC.class_histogram lists them.
   */
  List<String> histogram() throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process tool =
        new ProcessBuilder(jcmd.toString(), "" + process.pid(), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String text = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    tool.waitFor();
    return text.lines().toList();
  }

  /** What of its memory is in the machine's, in kilobytes. */
  long residentKilobytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    throw new IOException("no VmRSS of " + process.pid());
  }

  /** The CPU time that it has used, in user and kernel mode. */
  double cpuSeconds() throws IOException {
    String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
    // The command's name is in brackets and may hold blanks.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12]))
        / (double) CLOCK_TICKS_PER_SECOND;
  }

  /** Bytes that it had written to the device's cache, as the system counts. */
  long writtenBytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/io"))) {
      if (line.startsWith("write_bytes:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    throw new IOException("no write_bytes of " + process.pid());
  }

  /** As {@code kill -9}. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().completeOnTimeout(process, 15, TimeUnit.SECONDS).join();
    process.destroyForcibly();
  }
}
