package io.weir.nodes.exec;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A process that a node has started.
 *
 * @threads any
 */
final class ChildProcess {
  private static final int CHUNK_BYTES = 64 << 10;

  /** How long a process may take to end when it is asked to; then it is ended. */
  private static final long GRACE_MILLIS = 1_000;

  /** Takes what a process says, on the thread that reads it. */
  interface Sink {
    /**
     * Takes what was read; may wait, and then the process does, too.
     *
     * @param isError whether it came from the standard error
     * @throws InterruptedException if nobody wants it any more
     */
    void take(boolean isError, Buffer chunk) throws InterruptedException;

    /** All was read, and the process has ended. */
    void ended(Exit exit);
  }

  /**
   * How a process has ended.
   *
   * @param code its exit code; null if a signal of ours has ended it
   * @param signal that signal; null if none has
   */
  record Exit(@Nullable Integer code, @Nullable String signal) {}

  private final Process process;
  private final Sink sink;
  private final List<Thread> readers = new ArrayList<>();
  // The two that read, and the one that waits for the end.
  private final AtomicInteger unfinished = new AtomicInteger(3);
  private volatile @Nullable Signal sent;

  private ChildProcess(Process process, Sink sink) {
    this.process = process;
    this.sink = sink;
  }

  /**
   * Starts a process.
   *
   * @param hidden variables of the environment that it doesn't get
   * @throws IOException if it can't be started
   */
  static ChildProcess start(List<String> command, Set<String> hidden, Sink sink)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeAll(hidden);
    return new ChildProcess(builder.start(), sink);
  }

  /** Begins to read what it says. */
  void begin() {
    read(process.getInputStream(), false);
    read(process.getErrorStream(), true);
    Future.fromCompletionStage(process.onExit()).onComplete(exited -> finishedOne());
  }

  /**
   * Threads of their own, since a process may run for years and those that are shared are few. No
   * more than two for each process, of which a node has a bounded number.
   */
  private void read(InputStream from, boolean isError) {
    Thread reader =
        new Thread(
            () -> {
              copy(from, isError);
              finishedOne();
            },
            "weir-exec-" + pid() + (isError ? "-err" : "-out"));
    reader.setDaemon(true);
    readers.add(reader);
    reader.start();
  }

  private void copy(InputStream from, boolean isError) {
    byte[] bytes = new byte[CHUNK_BYTES];
    try {
      for (int count = from.read(bytes); count >= 0; count = from.read(bytes)) {
        sink.take(isError, Buffer.buffer(count).appendBytes(bytes, 0, count));
      }
    } catch (IOException | InterruptedException e) {
      // The process is gone, or nobody listens to it any more.
    }
  }

  private void finishedOne() {
    if (unfinished.decrementAndGet() == 0) {
      sink.ended(exit());
    }
  }

  private Exit exit() {
    int value = process.exitValue();
    Signal signal = sent;
    return signal != null && signal.hasEnded(value)
        ? new Exit(null, signal.name())
        : new Exit(value, null);
  }

  /** The process's number. */
  long pid() {
    return process.pid();
  }

  /** Sends a signal to the process and to those that it has started. */
  void kill(Signal signal) throws IOException {
    sent = signal;
    // Looked for first: they lose their parent with it.
    List<ProcessHandle> all = family();
    if (signal == Signal.SIGTERM) {
      all.forEach(ProcessHandle::destroy);
    } else if (signal == Signal.SIGKILL) {
      all.forEach(ProcessHandle::destroyForcibly);
    } else {
      List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "kill \"$@\"", "kill"));
      command.add("-" + signal.number());
      all.forEach(each -> command.add(String.valueOf(each.pid())));
      new ProcessBuilder(command)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    }
  }

  /** The process first: a shell would go on with its line once what it waits for has ended. */
  private List<ProcessHandle> family() {
    List<ProcessHandle> all = new ArrayList<>(List.of(process.toHandle()));
    all.addAll(process.descendants().toList());
    return all;
  }

  /** Ends the process and those that it has started, at once if they don't end by themselves. */
  CompletableFuture<Void> end() {
    List<ProcessHandle> all = family();
    all.forEach(ProcessHandle::destroy);
    readers.forEach(Thread::interrupt);
    CompletableFuture<?>[] exits =
        all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new);
    return CompletableFuture.allOf(exits)
        .orTimeout(GRACE_MILLIS, TimeUnit.MILLISECONDS)
        .exceptionallyCompose(
            late -> {
              all.forEach(ProcessHandle::destroyForcibly);
              return CompletableFuture.allOf(exits);
            });
  }
}
