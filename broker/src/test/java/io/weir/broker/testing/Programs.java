package io.weir.broker.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;

/** Programs of others that some tests need, and where they listen. */
public final class Programs {
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

  /** A port of this machine that nobody listens on. */
  public static int freePort() {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    } catch (IOException e) {
      throw new AssertionError(e);
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
