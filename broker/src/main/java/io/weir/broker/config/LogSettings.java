package io.weir.broker.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is logged, where to, and how.
 *
 * @param hasTimestamp whether lines begin with the time
 * @param timestampFormat as strftime has it; null for seconds since 1970
 * @param hasConnections whether clients that come and go are mentioned
 */
public record LogSettings(
    List<Destination> destinations,
    Set<Kind> kinds,
    boolean hasTimestamp,
    @Nullable String timestampFormat,
    boolean hasConnections) {

  public LogSettings {
    destinations = List.copyOf(destinations);
    kinds = Set.copyOf(kinds);
  }

  /** What a line is about, by Mosquitto's names. */
  public enum Kind {
    ERROR,
    WARNING,
    NOTICE,
    INFORMATION,
    DEBUG,
    SUBSCRIBE,
    UNSUBSCRIBE,
    WEBSOCKETS,
    INTERNAL
  }

  /** Where lines go. */
  public sealed interface Destination {
    /** One of the streams that every program has. */
    record Stream(boolean isError) implements Destination {}

    /** A file, opened again on reload. */
    record File(Path path) implements Destination {}

    /**
     * The system's log.
     *
     * @param facility by its number there: 3 is daemon, 16 to 23 are local0 to local7
     */
    record Syslog(int facility) implements Destination {}

    /** The broker's own topics, {@code $SYS/broker/log/…}. */
    record Topic() implements Destination {}
  }

  /** Errors, warnings and what happens, on standard error. */
  public static LogSettings defaults() {
    return new LogSettings(List.of(new Destination.Stream(true)), DEFAULT_KINDS, true, null, true);
  }

  /** As {@code -v} has it. */
  public LogSettings withAllKinds() {
    return new LogSettings(
        destinations, EnumSet.allOf(Kind.class), hasTimestamp, timestampFormat, hasConnections);
  }

  /** As {@code -q} has it. */
  public LogSettings withoutKinds() {
    return new LogSettings(destinations, Set.of(), hasTimestamp, timestampFormat, hasConnections);
  }

  // Of the system's log.
  private static final int DAEMON = 3;
  private static final int LOCAL_0 = 16;

  private static final Set<Kind> DEFAULT_KINDS =
      EnumSet.of(Kind.ERROR, Kind.WARNING, Kind.NOTICE, Kind.INFORMATION);

  static LogSettings of(ConfSection global, ConfTree tree) throws ConfException {
    return new LogSettings(
        destinations(global, tree),
        kinds(global),
        global.flag("log_timestamp", true),
        global.text("log_timestamp_format"),
        global.flag("connection_messages", true));
  }

  private static List<Destination> destinations(ConfSection global, ConfTree tree)
      throws ConfException {
    if (!global.has("log_dest")) {
      return defaults().destinations();
    }
    List<Destination> all = new ArrayList<>();
    for (ConfLine line : global.all("log_dest")) {
      String[] words = line.value().split(" +", 2);
      switch (words[0]) {
        case "none" -> {
          return List.of();
        }
        case "stdout" -> all.add(new Destination.Stream(false));
        case "stderr" -> all.add(new Destination.Stream(true));
        case "syslog" -> all.add(new Destination.Syslog(facility(global)));
        case "topic" -> all.add(new Destination.Topic());
        case "dlt" -> tree.warnMissing(line, "log_dest dlt is not supported");
        case "file" -> {
          if (words.length < 2) {
            throw new ConfException(line, "log_dest file needs a path");
          }
          all.add(new Destination.File(Path.of(words[1])));
        }
        default ->
            throw new ConfException(
                line, "log_dest must be none, stdout, stderr, syslog, topic or file PATH");
      }
    }
    return all.isEmpty() ? defaults().destinations() : all;
  }

  private static int facility(ConfSection global) throws ConfException {
    ConfLine line = global.line("log_facility");
    return line == null ? DAEMON : LOCAL_0 + ConfValue.whole(line, 0, 7);
  }

  private static Set<Kind> kinds(ConfSection global) throws ConfException {
    if (!global.has("log_type")) {
      return DEFAULT_KINDS;
    }
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    for (ConfLine line : global.all("log_type")) {
      switch (line.word()) {
        case "all" -> kinds.addAll(EnumSet.allOf(Kind.class));
        case "none" -> kinds.clear();
        default -> kinds.add(kind(line));
      }
    }
    return kinds;
  }

  private static Kind kind(ConfLine line) throws ConfException {
    for (Kind kind : Kind.values()) {
      if (kind.name().toLowerCase(Locale.ROOT).equals(line.word())) {
        return kind;
      }
    }
    throw new ConfException(line, "log_type \"" + line.word() + "\" is not known");
  }
}
