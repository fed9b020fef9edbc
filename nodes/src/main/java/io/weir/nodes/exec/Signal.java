package io.weir.nodes.exec;

import io.weir.engine.node.NodeException;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Signals that end processes, or tell them something; the numbers are those of Linux. */
enum Signal {
  SIGHUP(1),
  SIGINT(2),
  SIGQUIT(3),
  SIGABRT(6),
  SIGKILL(9),
  SIGUSR1(10),
  SIGUSR2(12),
  SIGALRM(14),
  SIGTERM(15),
  SIGCONT(18),
  SIGSTOP(19);

  /** What a process that a signal has ended leaves as its exit value, but for the number. */
  private static final int BY_SIGNAL = 128;

  private final int number;

  Signal(int number) {
    this.number = number;
  }

  /**
   * The signal that a message asks for: SIGTERM if it names none.
   *
   * @throws NodeException if there is none of the name
   */
  static Signal of(@Nullable Object wanted) {
    String name = wanted instanceof String text ? text.toUpperCase(Locale.ROOT) : "";
    if (!name.startsWith("SIG")) {
      return SIGTERM;
    }
    return Arrays.stream(values())
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new NodeException("ERR_UNKNOWN_SIGNAL", "Unknown signal: " + name));
  }

  /** The number. */
  int number() {
    return number;
  }

  /** Whether an exit value is that of a process which this has ended. */
  boolean hasEnded(int exitValue) {
    return exitValue == BY_SIGNAL + number;
  }
}
