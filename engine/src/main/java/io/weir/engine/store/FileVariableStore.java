package io.weir.engine.store;

import io.weir.engine.message.JsonException;
import io.weir.engine.message.MessageJson;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Variables in files, laid out as Node-RED's localfilesystem store does: {@code
 * global/global.json}, {@code <flow>/flow.json}, {@code <flow>/<node>.json}. All of it is kept in
 * memory; what changed is written at intervals, and when the store closes.
 */
final class FileVariableStore extends VariableStore {
  private static final Logger log = LoggerFactory.getLogger(FileVariableStore.class);
  private static final String GLOBAL = "global";
  private static final String FLOW = "flow";
  private static final String SUFFIX = ".json";
  private static final int INDENT = 4;

  private final Path folder;
  private final Duration flushInterval;
  private final Set<ContextScope> dirty = ConcurrentHashMap.newKeySet();
  private final Set<ContextScope> warned = ConcurrentHashMap.newKeySet();
  private @Nullable ScheduledExecutorService flusher;

  /**
   * A store.
   *
   * @param flushInterval how long a change may wait to be written; zero writes it at once, on the
   *     thread that makes it
   */
  FileVariableStore(Path folder, Duration flushInterval) {
    this.folder = folder;
    this.flushInterval = flushInterval;
  }

  @Override
  void open() {
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> owners = Files.newDirectoryStream(folder, Files::isDirectory)) {
        for (Path owner : owners) {
          if (!nameOf(owner).startsWith(".")) {
            load(owner);
          }
        }
      } catch (IOException e) {
        throw new StoreException("the variables in " + folder + " can't be read (" + e + ")", e);
      }
    }
    if (!flushInterval.isZero() && flusher == null) {
      ScheduledExecutorService scheduler =
          Executors.newSingleThreadScheduledExecutor(
              task -> {
                Thread thread = new Thread(task, "context-flush");
                thread.setDaemon(true);
                return thread;
              });
      flusher = scheduler;
      long millis = flushInterval.toMillis();
      var unused =
          scheduler.scheduleWithFixedDelay(this::flush, millis, millis, TimeUnit.MILLISECONDS);
    }
  }

  private static String nameOf(Path path) {
    return String.valueOf(path.getFileName());
  }

  private void load(Path owner) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(owner, "*" + SUFFIX)) {
      for (Path file : files) {
        String name = nameOf(file);
        String what = decoded(name.substring(0, name.length() - SUFFIX.length()));
        scope(scopeOf(decoded(nameOf(owner)), what)).load(content(file));
      }
    }
  }

  private static Map<?, ?> content(Path file) throws IOException {
    String text = Files.readString(file);
    if (text.isBlank()) {
      return Map.of();
    }
    try {
      if (MessageJson.parse(text) instanceof Map<?, ?> values) {
        return values;
      }
    } catch (JsonException e) {
      throw new StoreException(
          file + " is not JSON (" + e.getMessage() + "); repair it or move it away", e);
    }
    throw new StoreException(file + " is not a JSON object; repair it or move it away", null);
  }

  private static ContextScope scopeOf(String owner, String what) {
    if (owner.equals(GLOBAL) && what.equals(GLOBAL)) {
      return ContextScope.GLOBAL;
    }
    return what.equals(FLOW) ? ContextScope.flow(owner) : ContextScope.node(what, owner);
  }

  private Path fileOf(ContextScope scope) {
    return switch (scope.kind()) {
      case GLOBAL -> folder.resolve(GLOBAL).resolve(GLOBAL + SUFFIX);
      case FLOW -> folder.resolve(encoded(scope.id())).resolve(FLOW + SUFFIX);
      case NODE ->
          scope.flowId().isEmpty()
              // As Node-RED keeps those of config nodes outside tabs.
              ? folder.resolve(encoded(scope.id())).resolve(FLOW + SUFFIX)
              : folder.resolve(encoded(scope.flowId())).resolve(encoded(scope.id()) + SUFFIX);
    };
  }

  /** An id as a file name. Ids come from flow files, which may hold anything. */
  private static String encoded(String id) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean isPlain = c < 128 && (Character.isLetterOrDigit(c) || c == '-' || c == '_');
      if (isPlain || (c == '.' && i > 0)) {
        name.append(c);
      } else {
        name.append('%').append(String.format("%04x", (int) c));
      }
    }
    return name.toString();
  }

  private static String decoded(String name) {
    StringBuilder id = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '%' && i + 4 < name.length()) {
        id.append((char) Integer.parseInt(name.substring(i + 1, i + 5), 16));
        i += 4;
      } else {
        id.append(c);
      }
    }
    return id.toString();
  }

  @Override
  void changed(ContextScope scope) {
    dirty.add(scope);
    if (flushInterval.isZero()) {
      flush();
    }
  }

  /** Writes what changed. What can't be written is tried again the next time. */
  synchronized void flush() {
    for (ContextScope scope : List.copyOf(dirty)) {
      dirty.remove(scope);
      ScopeValues values = existing(scope);
      try {
        if (values == null) {
          Files.deleteIfExists(fileOf(scope));
        } else {
          Path file = fileOf(scope);
          Files.createDirectories(file.resolveSibling(""));
          AtomicFile.write(file, MessageJson.text(writable(scope, values), INDENT));
        }
      } catch (IOException | RuntimeException e) {
        dirty.add(scope);
        log.warn("variables could not be saved to {}: {}", fileOf(scope), e.toString());
      }
    }
  }

  private Map<String, @Nullable Object> writable(ContextScope scope, ScopeValues values) {
    Map<String, @Nullable Object> writable = new LinkedHashMap<>();
    values
        .copy()
        .forEach(
            (key, value) -> {
              try {
                MessageJson.text(value);
                writable.put(key, value);
              } catch (IllegalArgumentException e) {
                writable.put(key, "[Circular]");
                if (warned.add(scope)) {
                  log.warn("the variable {} contains itself and can't be saved", key);
                }
              }
            });
    return writable;
  }

  @Override
  void forget(ContextScope scope) {
    super.forget(scope);
    dirty.remove(scope);
    Path file = fileOf(scope);
    try {
      Files.deleteIfExists(file);
      Path owner = file.getParent();
      if (owner != null && Files.isDirectory(owner) && isEmpty(owner)) {
        Files.delete(owner);
      }
    } catch (IOException e) {
      log.warn("the variables in {} could not be deleted: {}", file, e.toString());
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      return !files.iterator().hasNext();
    }
  }

  @Override
  void close() {
    ScheduledExecutorService scheduler = flusher;
    if (scheduler != null) {
      scheduler.shutdown();
      flusher = null;
    }
    flush();
  }
}
