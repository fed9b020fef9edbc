package io.weir.app;

import io.weir.broker.config.LogSettings;
import io.weir.broker.config.LogSettings.Destination;
import io.weir.broker.config.LogSettings.Kind;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A log in the form of Mosquitto's: {@code 1700000000: New client connected …}.
 *
 * <p>Lines are written by a thread of their own, so that a slow disk holds nobody up. At most
 * {@value #MAX_WAITING} wait; what comes beyond that is dropped and counted.
 *
 * @threads any
 */
final class MosquittoLog implements AutoCloseable {
  private static final int MAX_WAITING = 10_000;
  private static final int STOP_MILLIS = 2_000;

  /** Not a line: tells the writer to take up the settings. */
  private record Entry(@Nullable String line) {}

  private final BlockingQueue<Entry> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final AtomicLong dropped = new AtomicLong();
  private final Thread writer = new Thread(this::write, "weir-log");
  private volatile LogSettings settings;
  private volatile boolean isClosed;

  MosquittoLog(LogSettings settings) {
    this.settings = settings;
    writer.setDaemon(true);
    writer.start();
  }

  LogSettings settings() {
    return settings;
  }

  /** Goes on by other settings; files are opened again, as after a rotation. */
  void reopen(LogSettings newSettings) {
    settings = newSettings;
    waiting.offer(new Entry(null));
  }

  boolean takes(Kind kind) {
    return settings.kinds().contains(kind);
  }

  /** Writes a line, if lines of this kind are wanted. */
  void write(Kind kind, String text) {
    if (takes(kind) && !waiting.offer(new Entry(stamped(text)))) {
      dropped.incrementAndGet();
    }
  }

  private String stamped(String text) {
    LogSettings present = settings;
    if (!present.hasTimestamp()) {
      return text;
    }
    Instant now = Instant.now();
    String format = present.timestampFormat();
    return format == null
        ? now.getEpochSecond() + ": " + text
        : Strftime.format(format, now.atZone(ZoneId.systemDefault())) + ": " + text;
  }

  private void write() {
    List<PrintStream> outputs = open();
    try {
      while (!isClosed || !waiting.isEmpty()) {
        Entry entry = waiting.poll(100, TimeUnit.MILLISECONDS);
        if (entry == null) {
          outputs.forEach(PrintStream::flush);
        } else if (entry.line() == null) {
          close(outputs);
          outputs = open();
        } else {
          writeLine(entry.line(), outputs);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    close(outputs);
  }

  private void writeLine(String line, List<PrintStream> outputs) {
    long lost = dropped.getAndSet(0);
    for (PrintStream output : outputs) {
      if (lost > 0) {
        output.println(stamped("Warning: " + lost + " lines of the log were dropped."));
      }
      output.println(line);
      if (waiting.isEmpty()) {
        output.flush();
      }
    }
  }

  private List<PrintStream> open() {
    List<PrintStream> outputs = new ArrayList<>();
    for (Destination destination : settings.destinations()) {
      if (destination instanceof Destination.Stream stream) {
        outputs.add(stream.isError() ? System.err : System.out);
      } else if (destination instanceof Destination.File file) {
        outputs.add(open(file.path()));
      }
    }
    return outputs;
  }

  private static PrintStream open(Path file) {
    try {
      return new PrintStream(
          Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
          false,
          StandardCharsets.UTF_8);
    } catch (IOException e) {
      System.err.println("Error: the log " + file + " can't be written: " + e);
      return System.err;
    }
  }

  @SuppressWarnings("ReferenceEquality")
  private static void close(List<PrintStream> outputs) {
    for (PrintStream output : outputs) {
      output.flush();
      if (output != System.err && output != System.out) {
        output.close();
      }
    }
  }

  /** Writes what waits, and ends. */
  @Override
  public void close() {
    isClosed = true;
    try {
      writer.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
