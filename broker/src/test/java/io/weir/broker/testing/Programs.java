package io.weir.broker.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/** Programs of others that some tests need, and where they listen. */
public final class Programs {
  /** The least port that a system picks where none is asked for: Linux's, below all others'. */
  private static final int FIRST_HANDED_OUT = 32_768;

  private Programs() {}

  /** Skips the test where a program is missing, and says so; in CI it must be there. */
  public static void assumeInstalled(Path program) {
    boolean isThere = Files.isExecutable(program);
    if (!isThere) {
      assertThat(System.getenv("CI")).as("CI needs " + program).isNotEqualTo("true");
      System.out.println("skipped: there is no " + program);
    }
    assumeTrue(isThere);
  }

  /** The same for a program that is found by its name. */
  public static void assumeOnPath(String name) {
    Path found = Path.of("/nowhere", name);
    for (String folder : System.getenv("PATH").split(":", -1)) {
      Path candidate = Path.of(folder, name);
      if (!Files.isExecutable(found) && Files.isExecutable(candidate)) {
        found = candidate;
      }
    }
    assumeInstalled(found);
  }

  /**
   * A port of this machine that nobody has, for TCP nor UDP, and that stays free until the test
   * takes it: it lies below those which systems hand out by themselves, to whoever connects from
   * here meanwhile. (A client that tries such a port again and again even meets itself at last.)
   */
  public static int freePort() {
    return ThreadLocalRandom.current()
        .ints(1_000, 10_000, FIRST_HANDED_OUT)
        .filter(Programs::isFree)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no free port"));
  }

  private static boolean isFree(int port) {
    try (ServerSocket tcp = new ServerSocket(port);
        DatagramSocket udp = new DatagramSocket(port)) {
      return tcp.isBound() && udp.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether somebody listens on a port of this machine. */
  public static boolean isListening(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
