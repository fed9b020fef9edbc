package io.weir.app.log;

import io.weir.app.Strftime;
import io.weir.broker.config.LogSettings;
import io.weir.broker.config.LogSettings.Destination;
import io.weir.broker.config.LogSettings.Kind;
import io.weir.broker.packet.Publication;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A log in the form of Mosquitto's: {@code 1700000000: New client connected …}.
 *
 * <p>Lines are written by a thread of their own, so that a slow disk holds nobody up. At most
 * {@value #MAX_WAITING} wait; what comes beyond that is dropped and counted.
 *
 * @threads any
 */
public final class MosquittoLog implements AutoCloseable {
  private static final int MAX_WAITING = 10_000;
  private static final int STOP_MILLIS = 2_000;

  /** A line; without one it tells the writer to take up the settings. */
  private record Entry(@Nullable Line line) {}

  private record Line(Kind kind, String text, String stamped) {}

  private final BlockingQueue<Entry> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final AtomicLong dropped = new AtomicLong();
  private final Thread writer = new Thread(this::write, "weir-log");
  private final Consumer<Publication> publish;
  private volatile LogSettings settings;
  private volatile boolean isClosed;

  /**
   * A log.
   *
   * @param publish what takes lines that are to be published
   */
  public MosquittoLog(LogSettings settings, Consumer<Publication> publish) {
    this.settings = settings;
    this.publish = publish;
    writer.setDaemon(true);
    writer.start();
  }

  LogSettings settings() {
    return settings;
  }

  /** Goes on by other settings; files are opened again, as after a rotation. */
  public void reopen(LogSettings newSettings) {
    settings = newSettings;
    waiting.offer(new Entry(null));
  }

  boolean takes(Kind kind) {
    return settings.kinds().contains(kind);
  }

  /** Writes a line, if lines of this kind are wanted. */
  public void write(Kind kind, String text) {
    if (takes(kind) && !waiting.offer(new Entry(new Line(kind, text, stamped(text))))) {
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
    List<LogOutput> outputs = open();
    try {
      while (!isClosed || !waiting.isEmpty()) {
        Entry entry = waiting.poll(100, TimeUnit.MILLISECONDS);
        if (entry == null) {
          outputs.forEach(LogOutput::flush);
        } else if (entry.line() == null) {
          outputs.forEach(LogOutput::close);
          outputs = open();
        } else {
          write(entry.line(), outputs);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    outputs.forEach(LogOutput::close);
  }

  private void write(Line line, List<LogOutput> outputs) {
    long lost = dropped.getAndSet(0);
    String loss = "Warning: " + lost + " lines of the log were dropped.";
    for (LogOutput output : outputs) {
      if (lost > 0) {
        output.write(Kind.WARNING, loss, stamped(loss));
      }
      output.write(line.kind(), line.text(), line.stamped());
      if (waiting.isEmpty()) {
        output.flush();
      }
    }
  }

  private List<LogOutput> open() {
    List<LogOutput> outputs = new ArrayList<>();
    for (Destination destination : settings.destinations()) {
      if (destination instanceof Destination.Stream stream) {
        outputs.add(StreamOutput.of(stream.isError()));
      } else if (destination instanceof Destination.File file) {
        outputs.add(StreamOutput.of(file.path()));
      } else if (destination instanceof Destination.Syslog syslog) {
        outputs.add(SyslogOutput.open(syslog.facility()));
      } else if (destination instanceof Destination.Topic) {
        outputs.add(new TopicOutput(publish));
      }
    }
    return outputs;
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
